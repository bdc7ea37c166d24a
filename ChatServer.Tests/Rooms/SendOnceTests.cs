using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Rooms;

public sealed class SendOnceTests
{
    [Test]
    public async Task A_repeat_is_answered_with_the_first_event_to_the_sender_alone()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        await using var bob = await ChatPeer.JoinAsync(server, "lobby", "Bob");

        var first = await ann.SayAsync("lobby", "hi", id: "c-1");
        var again = await ann.SayAsync("lobby", "hi again", id: "c-1");
        var next = await ann.SayAsync("lobby", "more", id: "c-2");

        Assert.That(JsonNode.DeepEquals(again, first));
        Assert.That((long)next["seq"]!, Is.EqualTo(2));
        Assert.That((string)(await bob.ExpectAsync("event"))["text"]!, Is.EqualTo("hi"));
        Assert.That((string)(await bob.ExpectAsync("event"))["text"]!, Is.EqualTo("more"));
    }

    [Test]
    public async Task The_same_id_of_another_person_or_room_is_another_message()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        await using var bob = await ChatPeer.JoinAsync(server, "lobby", "Bob");
        await ann.JoinAsync("random");
        await ann.SayAsync("lobby", "of Ann", id: "c-1");
        await bob.ExpectAsync("event");
        Assert.That((long)(await bob.SayAsync("lobby", "of Bob", id: "c-1"))["seq"]!, Is.EqualTo(2));
        await ann.ExpectAsync("event");
        Assert.That((long)(await ann.SayAsync("random", "elsewhere", id: "c-1"))["seq"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task After_a_restart_of_the_server_and_on_another_connection_a_repeat_is_still_one()
    {
        using var temporary = new TemporaryFolder();
        JsonObject first;
        string token;
        await using (var server = await TestServer.StartAsync(settings => settings with { DataPath = temporary.Path }))
        {
            await using var ann = await ChatPeer.OpenAsync(server);
            token = (string)(await ann.HelloAsync("Ann"))["token"]!;
            await ann.JoinAsync("lobby");
            first = await ann.SayAsync("lobby", "hi", id: "c-1");
        }
        await using var next = await TestServer.StartAsync(settings => settings with { DataPath = temporary.Path });
        await using var back = await ChatPeer.OpenAsync(next);
        await back.HelloAsync(token: token);
        await back.JoinAsync("lobby");
        Assert.That(JsonNode.DeepEquals(await back.SayAsync("lobby", "hi", id: "c-1"), first));
        Assert.That((await back.HistoryAsync("lobby", after: 0)).Seqs(), Is.EqualTo(new[] { 1 }));
    }

    [TestCase("edit")]
    [TestCase("react")]
    [TestCase("delete")]
    public async Task An_id_that_was_given_to_another_kind_of_change_is_refused(string type)
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        await ann.SayAsync("lobby", "hi");
        await ann.SayAsync("lobby", "hello");
        await ann.SendAsync(new { type, id = "c-1", room = "lobby", target = 1, text = "👍" });
        await ann.ExpectAsync("event");
        foreach (var other in new[] { "edit", "react", "delete" }.Where(other => other != type))
        {
            await ann.SendAsync(new { type = other, id = "c-1", room = "lobby", target = 2, text = "👍" });
            var error = await ann.ExpectAsync("error", "event");
            Assert.That(((string?)error["code"], (string?)error["re"]), Is.EqualTo(("bad_id", "c-1")));
        }
        Assert.That((string?)(await ann.HistoryAsync("lobby", after: 1))["events"]![0]!["text"], Is.EqualTo("hello"));
    }

    [Test]
    public async Task An_id_has_1_to_64_characters()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        foreach (var id in new[] { "", new string('x', 65) })
            Assert.That((string?)(await ann.SayAsync("lobby", "hi", id))["code"], Is.EqualTo("bad_id"));
        Assert.That((string?)(await ann.SayAsync("lobby", "hi", new string('x', 64)))["type"], Is.EqualTo("event"));
    }
}
