using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>Every request of docs/protocol.md, and its answer.</summary>
public sealed class JsonRequestTests
{
    private TestServer _server = null!;
    private ChatPeer _peer = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        _peer = await ChatPeer.OpenAsync(_server);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _peer.DisposeAsync();
        Assert.That(_server.Errors, Is.Empty);
        await _server.DisposeAsync();
    }

    [Test]
    public async Task Hello_is_answered_with_welcome()
    {
        await _peer.SendAsync(new { type = "hello", id = "h", name = "Ann" });
        var welcome = await _peer.ExpectAsync("welcome");

        var token = (string)welcome["token"]!;
        Assert.That(token, Does.Match("^[A-Za-z0-9_-]{43}$"));
        Assert.That((string?)welcome["re"], Is.EqualTo("h"));
        Assert.That((string?)welcome["you"]!["name"], Is.EqualTo("Ann"));
        Assert.That((string?)welcome["you"]!["role"], Is.EqualTo("guest"));
        Assert.That(welcome["limits"]!.ToJsonString(), Is.EqualTo(
            """
            {"textBytes":16384,"nameChars":32,"roomNameChars":64,"roomsPerConnection":50,"pageEvents":200,"messagesPerSecond":10,"messageBurst":30,"fileBytes":25000000,"messageFiles":10,"fixedRooms":false}
            """));
        Assert.That(RoomsOf(welcome), Is.EqualTo(["lobby 0", "random 0"]));
    }

    [Test]
    public async Task The_token_is_the_identity()
    {
        var first = await HelloAsync(_peer, new { type = "hello", name = "Ann" });
        await using var second = await ChatPeer.OpenAsync(_server);
        var again = await HelloAsync(second, new { type = "hello", token = (string)first["token"]! });

        Assert.That(again["you"]!.ToJsonString(), Is.EqualTo(first["you"]!.ToJsonString()));
        Assert.That((string?)again["token"], Is.EqualTo((string?)first["token"]));
        await using var other = await ChatPeer.OpenAsync(_server);
        var guest = await HelloAsync(other, new { type = "hello" });
        Assert.That((string?)guest["you"]!["name"], Does.Match("^guest-[0-9]{4}$"));
        Assert.That((string?)guest["you"]!["id"], Is.Not.EqualTo((string?)first["you"]!["id"]));
    }

    [Test]
    public async Task Join_is_answered_with_the_page_and_who_is_there_and_leave_with_left()
    {
        await HelloAsync(_peer, new { type = "hello", name = "Ann" });
        await _peer.SendAsync(new { type = "join", id = "j", room = "Lobby" });
        var joined = await _peer.ExpectAsync("joined");

        Assert.That((string?)joined["re"], Is.EqualTo("j"));
        Assert.That((string?)joined["room"], Is.EqualTo("lobby"));
        Assert.That(((long)joined["head"]!, (bool)joined["recovered"]!, (bool)joined["more"]!, (int)joined["count"]!), Is.EqualTo((0L, false, false, 1)));
        Assert.That((string?)joined["people"]![0]!["name"], Is.EqualTo("Ann"));
        Assert.That((string?)joined["epoch"], Is.Not.Empty);
        Assert.That(joined["events"]!.AsArray(), Is.Empty);

        await _peer.SendAsync(new { type = "leave", id = "l", room = "LOBBY" });
        var left = await _peer.ExpectAsync("left");
        Assert.That(((string?)left["re"], (string?)left["room"]), Is.EqualTo(("l", "lobby")));
    }

    [Test]
    public async Task Say_is_answered_with_the_event_and_a_repeat_with_the_first_one()
    {
        await HelloAsync(_peer, new { type = "hello", name = "Ann" });
        await JoinAsync("lobby");
        await _peer.SendAsync(new { type = "say", id = "c-1", room = "lobby", text = "下载 😀" });
        var said = await _peer.ExpectAsync("event");
        Assert.That((string?)said["text"], Is.EqualTo("下载 😀"));
        Assert.That(((long)said["seq"]!, (string?)said["kind"], (string?)said["id"]), Is.EqualTo((1L, "message", "c-1")));

        await _peer.SendAsync(new { type = "say", id = "c-1", room = "lobby", text = "another" });
        Assert.That((await _peer.ExpectAsync("event")).ToJsonString(), Is.EqualTo(said.ToJsonString()));
        await _peer.SendAsync(new { type = "say", room = "lobby", text = "without an id" });
        var next = await _peer.ExpectAsync("event");
        Assert.That((long)next["seq"]!, Is.EqualTo(2));
        Assert.That(next.ContainsKey("id"), Is.False, "absent instead of null");
    }

    [Test]
    public async Task History_pages_both_ways()
    {
        await HelloAsync(_peer, new { type = "hello" });
        await JoinAsync("lobby");
        for (var i = 1; i <= 10; i++)
        {
            await _peer.SendAsync(new { type = "say", room = "lobby", text = $"{i}" });
            await _peer.ExpectAsync("event");
        }
        Assert.That(await HistoryAsync(new { type = "history", id = "h", room = "lobby", before = 8, limit = 3 }), Is.EqualTo("h 5,6,7 True"));
        Assert.That(await HistoryAsync(new { type = "history", id = "h", room = "lobby", before = 3 }), Is.EqualTo("h 1,2 False"));
        Assert.That(await HistoryAsync(new { type = "history", room = "lobby", after = 3, limit = 2 }), Is.EqualTo(" 4,5 True"));
        Assert.That(await HistoryAsync(new { type = "history", room = "lobby", after = 8, limit = 200 }), Is.EqualTo(" 9,10 False"));
        Assert.That(await HistoryAsync(new { type = "history", room = "lobby", before = 0 }), Is.EqualTo("  False"));
    }

    [Test]
    public async Task Rooms_is_answered_with_the_list_of_now()
    {
        await HelloAsync(_peer, new { type = "hello" });
        await JoinAsync("大厅");
        // The list of the welcome is a second old at most; other tests' clocks stand still for that.
        await _peer.SendAsync(new { type = "rooms", id = "l" });
        var rooms = await _peer.ExpectAsync("rooms");

        Assert.That((string?)rooms["re"], Is.EqualTo("l"));
        Assert.That(RoomsOf(rooms).Take(2).Select(room => room.Split(' ')[0]), Is.EqualTo(["lobby", "random"]));
    }

    [Test]
    public async Task Hello_and_join_may_stand_in_the_url()
    {
        await using var peer = await ChatPeer.OpenAsync(_server, "/ws?room=lobby&name=A%20nn");

        Assert.That((string?)(await peer.ExpectAsync("welcome"))["you"]!["name"], Is.EqualTo("A nn"));
        Assert.That((string?)(await peer.ExpectAsync("joined"))["room"], Is.EqualTo("lobby"));
    }

    [TestCase("room=a%20b", "bad_room")]
    [TestCase("room=", "bad_room")]
    [TestCase("name=%20", "bad_name")]
    [TestCase("room=lobby&name=%E2%80%8B", "bad_name")]
    public async Task An_url_that_can_not_be_is_told_and_closed_with_4500(string query, string code)
    {
        await using var peer = await ChatPeer.OpenAsync(_server, $"/ws?{query}");

        Assert.That((string?)(await peer.ExpectAsync("error"))["code"], Is.EqualTo(code));
        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(4500));
        Assert.That(peer.CloseReason, Is.EqualTo(code));
    }

    [Test]
    public async Task Unknown_fields_are_ignored()
    {
        await _peer.SendTextAsync("""{"unknown":{"a":[1,2,{"b":null}]},"type":"hello","name":"Ann","Name":7}""");

        Assert.That((string?)(await _peer.ExpectAsync("welcome"))["you"]!["name"], Is.EqualTo("Ann"));
    }

    private static async Task<JsonObject> HelloAsync(ChatPeer peer, object hello)
    {
        await peer.SendAsync(hello);
        return await peer.ExpectAsync("welcome");
    }

    private async Task JoinAsync(string room)
    {
        await _peer.SendAsync(new { type = "join", room });
        await _peer.ExpectAsync("joined");
    }

    private async Task<string> HistoryAsync(object request)
    {
        await _peer.SendAsync(request);
        var page = await _peer.ExpectAsync("history");
        return $"{page["re"]} {string.Join(",", page["events"]!.AsArray().Select(e => (long)e!["seq"]!))} {(bool)page["more"]!}";
    }

    private static List<string> RoomsOf(JsonObject message) =>
        [.. message["rooms"]!.AsArray().Select(room => $"{room!["name"]} {room["people"]}")];
}
