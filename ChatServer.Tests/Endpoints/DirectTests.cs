using System.Net;
using System.Text.Json.Nodes;
using ChatServer.Rooms;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>Conversations of two over the wire: that they reach both everywhere, and nobody else anywhere.</summary>
public sealed class DirectTests
{
    private static readonly string SomebodyElse = Token.New().PersonId;

    private readonly List<Guest> _guests = [];
    private TemporaryFolder _folder = null!;
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _folder = new TemporaryFolder();
        _server = await OpenAsync();
    }

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var guest in _guests) await guest.DisposeAsync();
        _guests.Clear();
        Assert.That(_server.Errors, Is.Empty);
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Both_talk_in_a_room_of_their_own()
    {
        var (ann, ben) = (await ComeAsync("Ann"), await ComeAsync("Ben"));
        var direct = await ann.AskAsync(new { type = "direct", id = "d", person = ben.Id });
        Assert.That((string?)direct["with"]!["name"], Is.EqualTo("Ben"));
        var room = (string)direct["room"]!;
        Assert.That(room, Is.EqualTo(DirectName.Of(ann.Id, ben.Id)));
        var joined = await ann.Peer.JoinAsync(room);
        Assert.That((string?)joined["with"]!["id"], Is.EqualTo(ben.Id));
        Assert.That((long)(await ann.Peer.SayAsync(room, "psst"))["seq"]!, Is.EqualTo(1));

        var told = await ben.Peer.ExpectAsync("direct");
        Assert.That(((string?)told["room"], (string?)told["with"]!["name"], told["re"]), Is.EqualTo((room, "Ann", (JsonNode?)null)));
        var page = await ben.Peer.JoinAsync(room);
        Assert.That((string?)page["events"]![0]!["text"], Is.EqualTo("psst"));
        Assert.That((string?)page["with"]!["id"], Is.EqualTo(ann.Id));
        await ben.Peer.SayAsync(room, "yes?");
        Assert.That((string?)(await ann.Peer.ExpectAsync("event"))["text"], Is.EqualTo("yes?"));
    }

    [Test]
    public async Task All_devices_of_both_learn_of_what_is_new()
    {
        var (ann, ben) = (await ComeAsync("Ann"), await ComeAsync("Ben"));
        var (annsPhone, bensPhone) = (await ComeAsync("Ann", ann.Token), await ComeAsync("Ben", ben.Token));
        var room = DirectName.Of(ann.Id, ben.Id);
        await ann.Peer.JoinAsync(room);
        await ann.Peer.SayAsync(room, "psst");
        foreach (var device in new[] { annsPhone, ben, bensPhone })
            Assert.That((string?)(await device.Peer.ExpectAsync("direct"))["room"], Is.EqualTo(room));
    }

    [Test]
    public async Task Who_comes_later_finds_their_conversations_the_latest_first_also_after_a_restart()
    {
        var (ann, ben, cem) = (await ComeAsync("Ann"), await ComeAsync("Ben"), await ComeAsync("Cem"));
        foreach (var other in new[] { ben, cem })
        {
            var room = DirectName.Of(ann.Id, other.Id);
            await ann.Peer.JoinAsync(room);
            await ann.Peer.SayAsync(room, "hello");
        }
        await ben.Peer.JoinAsync(DirectName.Of(ann.Id, ben.Id));
        await ben.Peer.SayAsync(DirectName.Of(ann.Id, ben.Id), "hello yourself");

        for (var i = 0; i < 2; i++)
        {
            var back = await ComeAsync("Ann", ann.Token);
            var directs = back.Welcome["directs"]!.AsArray();
            Assert.That(
                directs.Select(direct => ((string?)direct!["with"]!["name"], (long)direct["head"]!)),
                Is.EqualTo(new[] { ("Ben", 2L), ("Cem", 1L) }));
            await _server.DisposeAsync();
            _server = await OpenAsync();
        }
    }

    [Test]
    public async Task Nobody_else_gets_in_or_learns_whether_there_is_something()
    {
        var (ann, ben, eve) = (await ComeAsync("Ann"), await ComeAsync("Ben"), await ComeAsync("Eve"));
        var room = DirectName.Of(ann.Id, ben.Id);
        await ann.Peer.JoinAsync(room);
        await ann.Peer.SayAsync(room, "secret-4711");

        foreach (var name in new[] { room, DirectName.Of(ann.Id, SomebodyElse), room.ToLowerInvariant(), room.ToUpperInvariant(), room + " " })
        {
            var answer = await eve.Peer.JoinAsync(name);
            Assert.That((string?)answer["code"], Is.EqualTo("no_such_room"), name);
        }
        object[] requests =
        [
            new { type = "say", id = "x", room, text = "hi" },
            new { type = "edit", id = "x", room, target = 1, text = "hi" },
            new { type = "delete", id = "x", room, target = 1 },
            new { type = "react", id = "x", room, target = 1, text = "👍" },
            new { type = "history", id = "x", room, before = 100 },
            new { type = "messages", id = "x", room, seqs = new[] { 1 } },
            new { type = "people", id = "x", room },
            new { type = "read", id = "x", room, seq = 1 },
            new { type = "typing", id = "x", room },
            new { type = "leave", id = "x", room },
            new { type = "moderate", id = "x", room, action = "topic", text = "mine" },
        ];
        foreach (var request in requests) Assert.That((string?)(await eve.AskAsync(request))["code"], Is.EqualTo("not_joined"), $"{request}");

        var rooms = await eve.AskAsync(new { type = "rooms", id = "x" });
        Assert.That(rooms["rooms"]!.AsArray().Select(listed => (string?)listed!["name"]), Is.EqualTo(new[] { "lobby", "random" }));
        Assert.That((await ComeAsync("Eve", eve.Token)).Welcome["directs"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_conversation_is_not_to_be_had_over_http_or_as_text()
    {
        var (ann, ben) = (await ComeAsync("Ann"), await ComeAsync("Ben"));
        var room = DirectName.Of(ann.Id, ben.Id);
        await ann.Peer.JoinAsync(room);
        await ann.Peer.SayAsync(room, "secret-4711");

        using var http = new HttpClient();
        foreach (var path in new[] { $"/rooms/{room}", $"/api/rooms/{room}", $"/api/rooms/{room}/messages", $"/client/{room}", $"/{room}" })
        {
            using var answer = await http.GetAsync(_server.HttpUri(path));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("secret-4711"), path);
            if (!path.StartsWith("/rooms/", StringComparison.Ordinal)) Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
        }
        await using var text = await ChatPeer.OpenAsync(_server, $"/rooms/{Uri.EscapeDataString(room)}?name=Ann3");
        Assert.That(await text.ReceiveTextAsync(), Is.EqualTo("! bad_room"));
        Assert.That(await text.ExpectCloseAsync(), Is.EqualTo(4500));
        await using var url = await ChatPeer.OpenAsync(_server, $"/ws?room={Uri.EscapeDataString(room)}");
        Assert.That((string?)(await url.ExpectAsync("error"))["code"], Is.EqualTo("no_such_room"));
    }

    [TestCase("""{"type":"direct","id":"d"}""")]
    [TestCase("""{"type":"direct","id":"d","name":"Nobody"}""")]
    [TestCase("""{"type":"direct","id":"d","name":""}""")]
    [TestCase("""{"type":"direct","id":"d","person":"x"}""")]
    [TestCase("""{"type":"direct","id":"d","person":"AAAAAAAAAAAAAAAAAAAAAA"}""")]
    [TestCase("""{"type":"direct","id":"d","name":"Ann"}""", Description = "oneself")]
    public async Task With_nobody_there_is_no_conversation(string request)
    {
        var ann = await ComeAsync("Ann");
        await ann.Peer.SendTextAsync(request);
        Assert.That((string?)(await ann.Peer.ExpectAsync("error"))["code"], Is.EqualTo("no_such_person"));
    }

    [Test]
    public async Task Somebody_who_has_left_is_found_by_name_and_finds_it_later()
    {
        var (ann, ben) = (await ComeAsync("Ann"), await ComeAsync("Ben"));
        await ben.Peer.DisposeAsync();
        var direct = await ann.AskAsync(new { type = "direct", id = "d", name = "ben" });
        var room = (string)direct["room"]!;
        await ann.Peer.JoinAsync(room);
        await ann.Peer.SayAsync(room, "when you are back");

        var back = await ComeAsync(null, ben.Token);
        Assert.That((string?)back.Welcome["directs"]![0]!["room"], Is.EqualTo(room));
        Assert.That((string?)(await back.Peer.JoinAsync(room))["events"]![0]!["text"], Is.EqualTo("when you are back"));
    }

    private Task<TestServer> OpenAsync() => TestServer.StartAsync(settings => settings with { DataPath = _folder.Path });

    private async Task<Guest> ComeAsync(string? name, string? token = null)
    {
        var guest = await Guest.ComeAsync(_server, name, token);
        _guests.Add(guest);
        return guest;
    }
}
