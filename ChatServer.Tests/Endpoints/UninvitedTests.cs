using System.Reflection;
using System.Text.Json.Nodes;
using ChatServer.Protocol;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>
/// Every request of the protocol by somebody who may not make it: before hello, from outside the room, about what is somebody
/// else's. The requests are those of the code, so that a new one can't be forgotten here.
/// </summary>
public sealed class UninvitedTests
{
    /// <summary>What needs no room. All others are refused to who isn't in theirs.</summary>
    private static readonly string[] OfThePerson =
        ["hello", "claim", "join", "rename", "direct", "handover", "admin", "away", "bans", "rooms", "ask", "ticket", "search"];

    private readonly List<Guest> _guests = [];
    private TestServer _server = null!;

    public static IEnumerable<string> All =>
        typeof(ClientMessageType).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(constant => (string)constant.GetRawConstantValue()!);

    public static IEnumerable<string> AfterHello => All.Except(["hello", "claim"]);

    public static IEnumerable<string> OfARoom => All.Except(OfThePerson);

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [TearDown]
    public async Task StopAsync()
    {
        foreach (var guest in _guests) await guest.DisposeAsync();
        _guests.Clear();
        Assert.That(_server.Errors, Is.Empty);
        await _server.DisposeAsync();
    }

    [TestCaseSource(nameof(AfterHello))]
    public async Task Before_hello_nothing_is_done(string type)
    {
        await using var silent = await ChatPeer.OpenAsync(_server);
        await silent.SendTextAsync(Whole(type, "lobby").ToJsonString());
        var error = await silent.ExpectAsync("error");
        Assert.That(((string?)error["code"], (string?)error["re"]), Is.EqualTo(("hello_first", "q")));
        await silent.HelloAsync();
    }

    [TestCaseSource(nameof(OfARoom))]
    public async Task From_outside_a_room_nothing_is_done_in_it(string type)
    {
        var (ann, eve) = (await ComeAsync("Ann"), await ComeAsync("Eve"));
        await ann.Peer.JoinAsync("team");
        await ann.Peer.SayAsync("team", "among us");
        await eve.Peer.JoinAsync("lobby");

        var answer = await eve.AskAsync(Whole(type, "team"));

        Assert.That((string?)answer["code"], Is.EqualTo("not_joined"), answer.ToJsonString());
        var history = await ann.Peer.HistoryAsync("team", after: 0);
        Assert.That(history["events"]!.AsArray().Select(e => (string?)e!["text"]), Is.EqualTo(new[] { "among us" }));
    }

    [Test]
    public async Task What_somebody_said_is_changed_by_nobody_else()
    {
        var (ann, eve) = (await ComeAsync("Ann"), await ComeAsync("Eve"));
        foreach (var guest in new[] { ann, eve }) await guest.Peer.JoinAsync("lobby");
        await ann.Peer.SayAsync("lobby", "mine");

        foreach (var type in new[] { "edit", "delete" })
            Assert.That((string?)(await eve.AskAsync(Whole(type, "lobby")))["code"], Is.EqualTo("not_yours"), type);
        // Two reactions of one are one; another's is taken back by nobody but them.
        await ann.AskAsync(Whole("react", "lobby"));
        await eve.AskAsync(With(Whole("react", "lobby"), "on", false));

        var said = (await ann.Peer.HistoryAsync("lobby", after: 0))["events"]!.AsArray().Single()!;
        Assert.That((string?)said["text"], Is.EqualTo("mine"));
        Assert.That((string?)said["reactions"]!.AsArray().Single()!["by"]!.AsArray().Single()!["name"], Is.EqualTo("Ann"));
    }

    [Test]
    public async Task Nobody_hands_over_who_they_are_not()
    {
        var (ann, eve) = (await ComeAsync("Ann"), await ComeAsync("Eve"));
        var request = With(With(Whole("handover", "lobby"), "token", ann.Token), "origin", "http://localhost:8000");
        Assert.That((string?)(await eve.AskAsync(request))["code"], Is.EqualTo("bad_token"));
    }

    [Test]
    public async Task Who_is_banned_is_out_however_they_come_in_at_that_moment()
    {
        await using var server = await TestServer.StartAsync(settings => settings with { AdminKey = "the-admins-key" });
        await using var admin = await Guest.ComeAsync(server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "a", key = "the-admins-key" });
        await admin.Peer.JoinAsync("lobby");
        for (var round = 0; round < 20; round++)
        {
            await using var ben = await Guest.ComeAsync(server, "Ben");
            var ban = admin.AskAsync(
                new { type = "moderate", id = $"b{round}", room = "lobby", action = "ban", person = ben.Id });
            var more = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
            {
                var peer = await ChatPeer.OpenAsync(server);
                await peer.SendAsync(new { type = "hello", token = ben.Token });
                return peer;
            }));
            Assert.That((string?)(await ban)["kind"], Is.EqualTo("ban"));
            foreach (var peer in more.Append(ben.Peer))
            {
                Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(4501));
                await peer.DisposeAsync();
            }
        }
    }

    /// <summary>A request with every field that any of them needs.</summary>
    private static JsonObject Whole(string type, string room) => JsonNode.Parse(
        $$"""
        {
          "type": "{{type}}", "id": "q", "room": "{{room}}", "name": "Nobody", "text": "👍", "target": 1, "seq": 1, "seqs": [1],
          "after": 0, "limit": 10, "action": "topic", "person": "AAAAAAAAAAAAAAAAAAAAAA", "key": "no key", "on": true
        }
        """)!.AsObject();

    private static JsonObject With(JsonObject request, string field, JsonNode value)
    {
        request[field] = value;
        return request;
    }

    private async Task<Guest> ComeAsync(string name)
    {
        var guest = await Guest.ComeAsync(_server, name);
        _guests.Add(guest);
        return guest;
    }
}
