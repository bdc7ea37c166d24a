using System.Text.Json.Nodes;
using ChatServer.Endpoints;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using ChatServer.Transport;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Transport;

public sealed class SlowReaderTests
{
    [Test]
    public async Task Who_does_not_read_while_the_room_is_flooded_is_closed_with_4001_and_everybody_else_gets_everything()
    {
        // With a clock that stands, the slow one has all the time there is to read its close.
        await using var server = await TestServer.StartAsync(
            settings => settings with { Limits = settings.Limits with { MessagesPerSecond = 0 } }, new FakeTimeProvider());
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        await using var bob = await ChatPeer.JoinAsync(server, "lobby", "Bob");
        await using var slow = await RawPeer.UpgradeAsync(server.Port, "/ws?room=lobby&name=Slow", receiveBufferBytes: 4096);
        while ((string?)JsonNode.Parse((await slow.ReadMessageAsync()).Text)!["type"] != "joined")
        {
        }

        // 16 MiB are more than the kernel keeps on both sides, and the outbox besides.
        const int messages = 1024;
        var text = new string('y', 16 * 1024);
        for (var i = 1; i <= messages; i++)
        {
            // In step, so that nobody else is slow on a slow machine.
            await ann.SendAsync(new { type = "say", room = "lobby", text });
            Assert.That((int)(await bob.ExpectAsync("event"))["seq"]!, Is.EqualTo(i), "Bob has every event, in order");
            Assert.That((int)(await ann.ExpectAsync("event"))["seq"]!, Is.EqualTo(i), "so has Ann");
        }

        var seen = new List<int>();
        WireFrame? frame;
        while ((frame = await slow.ReadFrameAsync()) is { Opcode: not Opcode.Close })
        {
            if (frame.Opcode != Opcode.Text) continue;
            var message = JsonNode.Parse(frame.Text)!;
            if ((string?)message["type"] == "event") seen.Add((int)message["seq"]!);
        }
        Assert.That(frame?.CloseCode, Is.EqualTo(CloseCode.TooSlow));
        Assert.That(seen, Is.EqualTo(Enumerable.Range(1, seen.Count)), "what it has read is whole and in order");
        Assert.That(seen, Has.Count.LessThan(messages));
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task Who_asks_and_does_not_read_is_not_read_any_more_and_not_closed()
    {
        var answer = new string('y', 60_000);
        var answers = 0;
        Session? stalled = null;
        await using var server = EndpointServer.Start(async session =>
        {
            await foreach (var _ in session.Messages())
            {
                var sending = session.SendAsync(answer).AsTask();
                if (!sending.IsCompleted) Volatile.Write(ref stalled, session);
                Interlocked.Increment(ref answers);
                await sending;
            }
        });
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/", receiveBufferBytes: 4096);
        var question = WireFrame.Masked(Opcode.Text, "?");
        var questions = 0;
        while (Volatile.Read(ref stalled) is null)
        {
            Assert.That(questions, Is.LessThan(1_000), "60 MB for a peer that reads nothing");
            await peer.SendAsync(question);
            questions++;
            await Eventually.IsAsync(() => Volatile.Read(ref answers) == questions);
        }
        for (var i = 0; i < 2 * Session.InboxMessages; i++, questions++) await peer.SendAsync(question);
        await Eventually.IsAsync(() => stalled!.Count == Session.InboxMessages);

        for (var i = 0; i < questions; i++) Assert.That((await peer.ReadMessageAsync()).Payload, Has.Length.EqualTo(60_000), $"answer {i}");
        Assert.That(server.Errors, Is.Empty);
    }
}
