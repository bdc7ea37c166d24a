using System.Text.Json.Nodes;
using ChatServer.Endpoints;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>The address of a room for others, over the wire.</summary>
public sealed class InviteTests
{
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [TestCase("lobby", "http://192.168.1.7:8000/rooms/lobby")]
    [TestCase("数学课", "http://192.168.1.7:8000/rooms/%E6%95%B0%E5%AD%A6%E8%AF%BE")]
    public async Task It_is_the_page_of_the_room_and_its_code(string room, string url)
    {
        await using var ann = await ChatPeer.JoinAsync(_server, room, "Ann");
        var answer = await AskAsync(ann, new { type = "invite", id = "i-1", room, origin = "http://192.168.1.7:8000" });
        Assert.That(((string?)answer["type"], (string?)answer["room"], (string?)answer["url"]), Is.EqualTo(("invite", room, url)));
        Assert.That(answer["qr"]!.AsArray().Select(row => (string?)row), Is.EqualTo(QrCode.Rows(url)));
    }

    [Test]
    public async Task The_longest_name_has_a_code()
    {
        var room = string.Concat(Enumerable.Repeat("𠀀", 64));
        await using var ann = await ChatPeer.JoinAsync(_server, room, "Ann");
        var answer = await AskAsync(ann, new { type = "invite", id = "i-1", room, origin = "http://192.168.1.7:8000" });
        Assert.That(answer["qr"]!.AsArray(), Is.Not.Empty);
    }

    [Test]
    public async Task Who_is_not_in_the_room_is_told_nothing()
    {
        await using var ann = await ChatPeer.JoinAsync(_server, "lobby", "Ann");
        Assert.That(
            await CodeOfAsync(ann, new { type = "invite", id = "i-1", room = "random", origin = "http://localhost:8000" }),
            Is.EqualTo("not_joined"));
    }

    [TestCase("null")]
    [TestCase("javascript:alert(1)")]
    [TestCase(null)]
    public async Task What_is_no_origin_is_refused(string? origin)
    {
        await using var ann = await ChatPeer.JoinAsync(_server, "lobby", "Ann");
        Assert.That(
            await CodeOfAsync(ann, new { type = "invite", id = "i-1", room = "lobby", origin }), Is.EqualTo("bad_message"));
    }

    [Test]
    public async Task There_is_none_to_a_conversation_of_two()
    {
        await using var ann = await ChatPeer.JoinAsync(_server, "lobby", "Ann");
        await using var ben = await ChatPeer.JoinAsync(_server, "lobby", "Ben");
        var room = (string)(await AskAsync(ann, new { type = "direct", id = "d-1", name = "Ben" }))["room"]!;
        await ann.SendAsync(new { type = "join", room });
        await ann.ExpectAsync("joined");
        Assert.That(
            await CodeOfAsync(ann, new { type = "invite", id = "i-1", room, origin = "http://localhost:8000" }),
            Is.EqualTo("not_allowed"));
    }

    private static async Task<string?> CodeOfAsync(ChatPeer peer, object request) =>
        (string?)(await AskAsync(peer, request))["code"];

    private static async Task<JsonObject> AskAsync(ChatPeer peer, object request)
    {
        await peer.SendAsync(request);
        return await peer.ExpectAsync("invite", "direct", "error");
    }
}
