using ChatServer.Endpoints;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using ChatServer.Transport;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Transport;

/// <summary>The heartbeat over the wire, with a clock that the test turns.</summary>
public sealed class SilenceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public async Task A_peer_is_pinged_after_25_seconds_and_dropped_when_it_never_answers()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(time: time);
        await using var peer = await RawPeer.UpgradeAsync(server.Port);
        await EchoAsync(peer);

        Turn(time, 25);
        Assert.That((await peer.ReadFrameAsync())!.Opcode, Is.EqualTo(Opcode.Ping));
        Turn(time, 25);
        Assert.That((await peer.ReadFrameAsync())!.Opcode, Is.EqualTo(Opcode.Ping));
        // HeartbeatTests know the second; here the server may have begun to wait some turns later.
        var reading = peer.ReadToEndAsync();
        await Eventually.IsAsync(() =>
        {
            time.Advance(Second);
            return reading.IsCompleted;
        });
        await Eventually.IsAsync(() =>
        {
            time.Advance(Second);
            return server.Host.WebSockets == 0;
        });
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task A_peer_that_answers_stays_for_hours()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(time: time);
        await using var peer = await RawPeer.UpgradeAsync(server.Port);
        await EchoAsync(peer);
        for (var i = 0; i < 300; i++)
        {
            Turn(time, 25);
            Assert.That((await peer.ReadFrameAsync())?.Opcode, Is.EqualTo(Opcode.Ping), $"ping {i}");
            await peer.SendAsync(WireFrame.Masked(Opcode.Pong, ""));
            // So that the pong has been read before the clock is turned again.
            await EchoAsync(peer);
        }
    }

    [Test]
    public async Task A_peer_whose_inbox_is_full_is_not_called_silent()
    {
        var time = new FakeTimeProvider();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isFull = new TaskCompletionSource<Session>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = EndpointServer.Start(
            async session =>
            {
                isFull.SetResult(session);
                await goOn.Task;
                await foreach (var message in session.Messages()) await session.SendAsync(message.Text);
            },
            time);
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/");
        const int messages = Session.InboxMessages * 3;
        for (var i = 0; i < messages; i++) await peer.SendAsync(WireFrame.Masked(Opcode.Text, $"{i}"));
        var waiting = await isFull.Task.WaitAsync(ChatPeer.Patience);
        await Eventually.IsAsync(() => waiting.Count == Session.InboxMessages);

        Turn(time, 200);
        goOn.SetResult();

        for (var i = 0; i < messages; i++) Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo($"{i}"));
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task A_peer_that_does_not_answer_a_close_is_dropped_after_5_seconds()
    {
        var time = new WatchedTime();
        await using var server = EndpointServer.Start(_ => Task.CompletedTask, time);
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/");
        Assert.That((await peer.ReadFrameAsync())!.CloseCode, Is.EqualTo(CloseCode.Normal));
        await time.WhenTimerAsync(WebSocketConnection.CloseTimeout);
        var end = peer.ReadFrameAsync();

        time.Advance(WebSocketConnection.CloseTimeout - Second);
        await using (var other = await RawPeer.UpgradeAsync(server.Port, "/")) await other.ReadFrameAsync();
        Assert.That(end.IsCompleted, Is.False);
        time.Advance(Second);
        Assert.That(await end, Is.Null);
    }

    private static async Task EchoAsync(RawPeer peer)
    {
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, "hi"));
        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo("hi"));
    }

    private static void Turn(FakeTimeProvider time, int seconds)
    {
        for (var i = 0; i < seconds; i++) time.Advance(Second);
    }
}
