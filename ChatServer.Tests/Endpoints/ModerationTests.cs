using System.Text.Json;
using System.Text.Json.Nodes;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Endpoints;

/// <summary>Keeping order over the wire: who may do what to whom, what comes of it, and that it lasts.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ModerationTests
{
    private const string Key = "correct-horse-battery";
    private const string Room = "class";

    private readonly List<IAsyncDisposable> _opened = [];
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private TestServer _server = null!;
    private Guest _admin = null!;
    private Guest _host = null!;
    private Guest _ben = null!;
    private int _requests;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await OpenAsync();
        _admin = await JoinAsync("Ada");
        await AskAsync(_admin, new { type = "admin", key = Key });
        _host = await JoinAsync("Hal");
        _ben = await JoinAsync("Ben");
        await ActAsync(_admin, new { action = "host", person = _host.Id });
    }

    [TearDown]
    public async Task StopAsync()
    {
        Assert.That(_server.Errors, Is.Empty);
        await CloseAsync();
        _folder.Dispose();
    }

    private static readonly string[] Actions =
        ["topic", "kick", "mute", "ban", "lock", "password", "slow", "hosts_only", "host", "archive"];

    [TestCaseSource(nameof(Actions))]
    public async Task Who_keeps_no_order_may_do_nothing_of_it(string action)
    {
        foreach (var on in new[] { true, false })
            Assert.That(await CodeAsync(_ben, action, _host.Id, on), Is.EqualTo("not_allowed"), $"{action} {on}");
        Assert.That((string?)(await AskAsync(_ben, new { type = "bans" }))["code"], Is.EqualTo("not_allowed"));
    }

    [TestCaseSource(nameof(Actions))]
    public async Task A_host_may_what_is_theirs(string action)
    {
        var expected = action is "ban" or "host" or "archive" ? "not_allowed" : null;
        Assert.That(await CodeAsync(_host, action, _ben.Id), Is.EqualTo(expected));
        Assert.That((string?)(await AskAsync(_host, new { type = "bans" }))["code"], Is.EqualTo("not_allowed"));
    }

    [TestCaseSource(nameof(Actions))]
    public async Task An_admin_may_everything(string action) =>
        Assert.That(await CodeAsync(_admin, action, _ben.Id), Is.Null);

    [TestCase("kick")]
    [TestCase("mute")]
    public async Task Nothing_is_done_to_those_who_keep_order_themselves(string action)
    {
        Assert.That(await CodeAsync(_host, action, _admin.Id), Is.EqualTo("not_allowed"), "an admin");
        Assert.That(await CodeAsync(_admin, action, _admin.Id), Is.EqualTo("not_allowed"), "oneself");
        await ActAsync(_admin, new { action = "host", person = _ben.Id });
        Assert.That(await CodeAsync(_host, action, _ben.Id), Is.EqualTo("not_allowed"), "another host");
        Assert.That(await CodeAsync(_admin, action, _ben.Id), Is.Null);
    }

    [Test]
    public async Task A_host_of_one_room_is_none_in_another()
    {
        await _host.Peer.JoinAsync("lobby");
        var answer = await AskAsync(_host, new { type = "moderate", room = "lobby", action = "topic", text = "mine" });
        Assert.That((string?)answer["code"], Is.EqualTo("not_allowed"));
    }

    [TestCase("""{"action":"dance"}""", "bad_message")]
    [TestCase("""{}""", "bad_message")]
    [TestCase("""{"action":"topic"}""", "bad_message")]
    [TestCase("""{"action":"kick"}""", "bad_message")]
    [TestCase("""{"action":"kick","person":""}""", "no_such_person")]
    [TestCase("""{"action":"mute","person":"nobody"}""", "no_such_person")]
    [TestCase("""{"action":"mute","person":"@ben","seconds":0}""", "bad_message")]
    [TestCase("""{"action":"mute","person":"@ben","seconds":-1}""", "bad_message")]
    [TestCase("""{"action":"mute","person":"@ben","seconds":31622401}""", "bad_message")]
    [TestCase("""{"action":"mute","person":"@ben","seconds":99999999999}""", "bad_message")]
    [TestCase("""{"action":"slow"}""", "bad_message")]
    [TestCase("""{"action":"slow","seconds":3601}""", "bad_message")]
    [TestCase("""{"action":"slow","seconds":-1}""", "bad_message")]
    [TestCase("""{"action":"password"}""", "bad_message")]
    [TestCase("""{"action":"password","text":""}""", "bad_message")]
    [TestCase("""{"action":"lock","on":"yes"}""", "bad_message")]
    [TestCase("""{"action":"topic","text":"@501"}""", "too_long")]
    [TestCase("""{"action":"kick","person":"@ben","text":"@501"}""", "too_long")]
    [TestCase("""{"action":"password","text":"@201"}""", "bad_message")]
    public async Task What_makes_no_sense_is_refused_and_nothing_else_is_lost(string fields, string code)
    {
        fields = fields.Replace("@ben", _ben.Id, StringComparison.Ordinal);
        foreach (var length in new[] { 201, 501 }) fields = fields.Replace($"@{length}", new string('y', length), StringComparison.Ordinal);
        var request = JsonNode.Parse(fields)!.AsObject();
        (request["type"], request["id"], request["room"]) = ("moderate", "x", Room);
        await _admin.Peer.SendTextAsync(request.ToJsonString());
        Assert.That((string?)(await _admin.Peer.ExpectAsync("error"))["code"], Is.EqualTo(code));
        await ActAsync(_admin, new { action = "topic", text = "still here" });
    }

    [Test]
    public async Task Everybody_sees_what_was_done()
    {
        var done = await ActAsync(_host, new { action = "mute", person = _ben.Id, seconds = 600, text = " flooding " });
        var seen = await ExpectAsync(_ben, "mute");
        Assert.That(seen.ToJsonString(), Is.EqualTo(done.ToJsonString()));
        Assert.That((string?)seen["from"]!["name"], Is.EqualTo("Hal"));
        Assert.That((string?)seen["person"]!["name"], Is.EqualTo("Ben"));
        Assert.That((string?)seen["text"], Is.EqualTo("flooding"));
        Assert.That((long)seen["until"]!, Is.EqualTo(_time.GetUtcNow().AddMinutes(10).ToUnixTimeMilliseconds()));
    }

    [Test]
    public async Task Who_is_muted_takes_back_but_says_nothing_until_the_time_is_over()
    {
        await _ben.Peer.SayAsync(Room, "before");
        var mute = await ActAsync(_host, new { action = "mute", person = _ben.Id, seconds = 40, text = "flooding" });
        object[] speaking =
        [
            new { type = "say", room = Room, text = "hi" },
            new { type = "edit", room = Room, target = 2, text = "hi" },
            new { type = "react", room = Room, target = 2, text = "👍" },
        ];
        foreach (var request in speaking)
        {
            var refused = await AskAsync(_ben, request);
            Assert.That(
                ((string?)refused["code"], (long?)refused["until"], (string?)refused["text"]),
                Is.EqualTo(("muted", (long?)mute["until"], "flooding")), $"{request}");
        }
        Assert.That((string?)(await AskAsync(_ben, new { type = "delete", room = Room, target = 2 }))["kind"], Is.EqualTo("delete"));
        _time.Advance(TimeSpan.FromSeconds(40)); // less than what a silent peer is dropped after
        Assert.That((string?)(await AskAsync(_ben, speaking[0]))["kind"], Is.EqualTo("message"));
    }

    [Test]
    public async Task Who_is_kicked_is_out_on_all_devices_and_comes_back_at_once_or_when_the_time_is_over()
    {
        var phone = await JoinAsync("Ben", _ben.Token);
        await ActAsync(_host, new { action = "kick", person = _ben.Id, text = "calm down" });
        foreach (var device in new[] { _ben, phone })
        {
            var left = await device.Peer.ExpectAsync("left");
            Assert.That(
                ((string?)left["room"], (string?)left["code"], (string?)left["text"], left["until"]),
                Is.EqualTo((Room, "kicked", "calm down", (JsonNode?)null)));
            Assert.That((string?)(await device.Peer.SayAsync(Room, "hi"))["code"], Is.EqualTo("not_joined"));
        }
        Assert.That((string?)(await _ben.Peer.JoinAsync(Room))["type"], Is.EqualTo("joined"));

        var kick = await ActAsync(_host, new { action = "kick", person = _ben.Id, seconds = 30 });
        var refused = await _ben.Peer.JoinAsync(Room);
        Assert.That(((string?)refused["code"], (long?)refused["until"]), Is.EqualTo(("kicked", (long?)kick["until"])));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.That((string?)(await _ben.Peer.JoinAsync(Room))["type"], Is.EqualTo("joined"));
    }

    [Test]
    public async Task Who_is_banned_is_told_why_and_until_when_and_closed_with_4501_also_after_a_restart()
    {
        var ban = await ActAsync(_admin, new { action = "ban", person = _ben.Id, seconds = 3600, text = "spam" });
        var told = await _ben.Peer.ExpectAsync("error");
        Assert.That(((string?)told["code"], (long?)told["until"], (string?)told["text"]), Is.EqualTo(("banned", (long?)ban["until"], "spam")));
        Assert.That(await _ben.Peer.ExpectCloseAsync(), Is.EqualTo(4501));

        for (var i = 0; i < 2; i++)
        {
            var back = await ChatPeer.OpenAsync(_server);
            _opened.Add(back);
            await back.SendAsync(new { type = "hello", id = "h", token = _ben.Token });
            told = await back.ExpectAsync("error");
            Assert.That(
                ((string?)told["re"], (string?)told["code"], (long?)told["until"], (string?)told["text"]),
                Is.EqualTo(("h", "banned", (long?)ban["until"], "spam")));
            Assert.That(await back.ExpectCloseAsync(), Is.EqualTo(4501));
            await RestartAsync();
        }
        _time.Advance(TimeSpan.FromHours(1));
        await JoinAsync(null, _ben.Token);
    }

    [Test]
    public async Task A_ban_is_listed_for_admins_and_taken_back()
    {
        await ActAsync(_admin, new { action = "ban", person = _ben.Id, text = "spam" });
        var listed = (await AskAsync(_admin, new { type = "bans" }))["bans"]!.AsArray().Single()!;
        Assert.That(
            ((string?)listed["person"]!["name"], (string?)listed["by"]!["name"], (string?)listed["text"], (string?)listed["room"], listed["until"]),
            Is.EqualTo(("Ben", "Ada", "spam", Room, (JsonNode?)null)));
        await ActAsync(_admin, new { action = "ban", person = _ben.Id, on = false });
        Assert.That((await AskAsync(_admin, new { type = "bans" }))["bans"]!.AsArray(), Is.Empty);
        await JoinAsync(null, _ben.Token);
    }

    [Test]
    public async Task A_locked_room_is_closed_to_new_people_and_open_to_those_who_were_in_also_after_a_restart()
    {
        await ActAsync(_host, new { action = "lock" });
        _time.Advance(TimeSpan.FromSeconds(2)); // the list of rooms is made anew every second
        for (var i = 0; i < 2; i++)
        {
            var eve = await ComeAsync("Eve");
            Assert.That((string?)(await eve.Peer.JoinAsync(Room))["code"], Is.EqualTo("locked"));
            var listed = eve.Welcome["rooms"]!.AsArray().Single(room => (string?)room!["name"] == Room)!;
            Assert.That((bool?)listed["locked"], Is.True);
            await using (var text = await ChatPeer.OpenAsync(_server, $"/rooms/{Room}"))
                Assert.That(await text.ReceiveTextAsync(), Does.StartWith("! locked"));
            Assert.That((bool?)(await JoinedAsync(_ben.Token))["rules"]!["locked"], Is.True);
            await RestartAsync();
        }
        var admin = await JoinAsync(null, _admin.Token);
        await ActAsync(admin, new { action = "lock", on = false });
        await JoinAsync("Eve");
    }

    [Test]
    public async Task A_password_is_needed_to_come_in_and_stands_nowhere()
    {
        var done = await ActAsync(_host, new { action = "password", text = "open-sesame-4711" });
        Assert.That((string?)done["text"], Is.Empty);
        for (var i = 0; i < 2; i++)
        {
            var eve = await ComeAsync("Eve");
            Assert.That((string?)(await eve.Peer.JoinAsync(Room))["code"], Is.EqualTo("password_needed"));
            var wrong = await AskAsync(eve, new { type = "join", room = Room, password = "open sesame" });
            Assert.That((string?)wrong["code"], Is.EqualTo("bad_password"));
            var right = await AskAsync(eve, new { type = "join", room = Room, password = "open-sesame-4711" });
            Assert.That((bool?)right["rules"]!["password"], Is.True);
            await using (var text = await ChatPeer.OpenAsync(_server, $"/rooms/{Room}?room-password=open-sesame-4711&name=Tom{i}"))
            {
                await text.SendTextAsync("in");
                Assert.That(await text.ReceiveTextAsync(), Is.EqualTo($"Tom{i}: in"));
            }
            await RestartAsync();
        }
        var admin = await JoinAsync(null, _admin.Token);
        await ActAsync(admin, new { action = "password", on = false });
        await JoinAsync("Eve");
        await CloseAsync();
        foreach (var file in Directory.GetFiles(_folder.Path))
            Assert.That(System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), Does.Not.Contain("open-sesame-4711"), file);
        _server = await OpenAsync();
    }

    [Test]
    public async Task In_slow_mode_a_person_speaks_once_in_so_long_and_hosts_at_will()
    {
        await ActAsync(_host, new { action = "slow", seconds = 30 });
        await _ben.Peer.SayAsync(Room, "one");
        var refused = await AskAsync(_ben, new { type = "say", room = Room, text = "two" });
        Assert.That(((string?)refused["code"], (int?)refused["retryAfter"]), Is.EqualTo(("slow_mode", 30)));
        for (var i = 0; i < 3; i++) Assert.That((string?)(await AskAsync(_host, new { type = "say", room = Room, text = "mine" }))["kind"], Is.EqualTo("message"));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.That((string?)(await AskAsync(_ben, new { type = "say", room = Room, text = "two" }))["kind"], Is.EqualTo("message"));
    }

    [Test]
    public async Task Where_only_hosts_speak_others_do_not()
    {
        await ActAsync(_host, new { action = "hosts_only" });
        Assert.That((string?)(await AskAsync(_ben, new { type = "say", room = Room, text = "hi" }))["code"], Is.EqualTo("hosts_only"));
        foreach (var one in new[] { _host, _admin })
            Assert.That((string?)(await AskAsync(one, new { type = "say", room = Room, text = "hi" }))["kind"], Is.EqualTo("message"));
        await ActAsync(_admin, new { action = "host", person = _ben.Id });
        Assert.That((string?)(await AskAsync(_ben, new { type = "say", room = Room, text = "hi" }))["kind"], Is.EqualTo("message"));
    }

    [Test]
    public async Task An_archived_room_is_read_only_and_not_listed_until_it_is_opened_again()
    {
        await _ben.Peer.SayAsync(Room, "before");
        await ActAsync(_admin, new { action = "archive" });
        foreach (var one in new[] { _ben, _admin })
        {
            Assert.That((string?)(await AskAsync(one, new { type = "say", room = Room, text = "hi" }))["code"], Is.EqualTo("archived"));
            Assert.That((string?)(await AskAsync(one, new { type = "delete", room = Room, target = 2 }))["code"], Is.EqualTo("archived"));
        }
        await RestartAsync();
        var admin = await ComeAsync(null, _admin.Token);
        Assert.That(admin.Welcome["rooms"]!.AsArray().Select(room => (string?)room!["name"]), Has.None.EqualTo(Room));
        Assert.That((bool?)(await admin.Peer.JoinAsync(Room))["rules"]!["archived"], Is.True);
        await ActAsync(admin, new { action = "archive", on = false });
        await admin.Peer.SayAsync(Room, "open again");
        _time.Advance(TimeSpan.FromSeconds(2)); // the list is made anew every second
        Assert.That((await AskAsync(admin, new { type = "rooms" }))["rooms"]!.AsArray().Select(room => (string?)room!["name"]), Has.One.EqualTo(Room));
    }

    [Test]
    public async Task A_room_that_is_always_there_is_not_archived()
    {
        await _admin.Peer.JoinAsync("lobby");
        var refused = await AskAsync(_admin, new { type = "moderate", room = "lobby", action = "archive" });
        Assert.That((string?)refused["code"], Is.EqualTo("not_allowed"));
    }

    [Test]
    public async Task All_rules_survive_a_restart_and_a_purge_of_old_messages()
    {
        await ActAsync(_host, new { action = "topic", text = "Algebra" });
        await ActAsync(_host, new { action = "slow", seconds = 30 });
        await ActAsync(_host, new { action = "mute", person = _ben.Id });
        await CloseAsync();
        _time.Advance(TimeSpan.FromDays(10));
        _server = await TestServer.StartAsync(settings => Set(settings) with { KeepFor = TimeSpan.FromDays(5) }, _time);
        var joined = await JoinedAsync(_ben.Token);
        Assert.That((string?)joined["topic"], Is.EqualTo("Algebra"));
        Assert.That((int?)joined["rules"]!["slow"], Is.EqualTo(30));
        Assert.That(joined["rules"]!["hosts"]!.AsArray().Select(id => (string?)id), Is.EqualTo(new[] { _host.Id }));
        Assert.That((string?)joined["rules"]!["mutes"]![0]!["person"]!["id"], Is.EqualTo(_ben.Id));
    }

    [Test]
    public async Task Anybody_s_message_is_deleted_by_those_who_keep_order()
    {
        foreach (var one in new[] { _host, _admin })
        {
            var said = await AskAsync(_ben, new { type = "say", room = Room, text = "rude" });
            var seq = (long)said["seq"]!;
            Assert.That((string?)(await AskAsync(one, new { type = "edit", room = Room, target = seq, text = "nice" }))["code"], Is.EqualTo("not_yours"));
            Assert.That((string?)(await AskAsync(one, new { type = "delete", room = Room, target = seq }))["kind"], Is.EqualTo("delete"));
        }
        var hosts = await AskAsync(_host, new { type = "say", room = Room, text = "mine" });
        Assert.That((string?)(await AskAsync(_ben, new { type = "delete", room = Room, target = (long)hosts["seq"]! }))["code"], Is.EqualTo("not_yours"));
    }

    private async Task<string?> CodeAsync(Guest by, string action, string personId, bool on = true)
    {
        var answer = await AskAsync(by, new { type = "moderate", room = Room, action, person = personId, text = "x", seconds = 60, on });
        return (string?)answer["code"];
    }

    /// <summary>Does something that is allowed.</summary>
    private async Task<JsonObject> ActAsync(Guest by, object fields)
    {
        var request = JsonSerializer.SerializeToNode(fields)!.AsObject();
        (request["type"], request["room"]) = ("moderate", Room);
        var answer = await AskAsync(by, request);
        Assert.That((string?)answer["type"], Is.EqualTo("event"), answer.ToJsonString());
        Assert.That(answer.ToJsonString(), Does.Not.Contain("secret").And.Not.Contain("hash").And.Not.Contain("addresses"));
        return answer;
    }

    private Task<JsonObject> AskAsync(Guest by, object request)
    {
        var node = JsonSerializer.SerializeToNode(request)!.AsObject();
        node["id"] = $"q-{++_requests}";
        return by.AskAsync(node);
    }

    private static async Task<JsonObject> ExpectAsync(Guest guest, string kind)
    {
        while (true)
        {
            var e = await guest.Peer.ExpectAsync("event");
            if ((string?)e["kind"] == kind) return e;
        }
    }

    private async Task<Guest> ComeAsync(string? name, string? token = null)
    {
        var guest = await Guest.ComeAsync(_server, name, token);
        _opened.Add(guest);
        return guest;
    }

    private async Task<Guest> JoinAsync(string? name, string? token = null)
    {
        var guest = await ComeAsync(name, token);
        Assert.That((string?)(await guest.Peer.JoinAsync(Room))["type"], Is.EqualTo("joined"));
        return guest;
    }

    private async Task<JsonObject> JoinedAsync(string token) => await (await ComeAsync(null, token)).Peer.JoinAsync(Room);

    private async Task RestartAsync()
    {
        await CloseAsync();
        _server = await OpenAsync();
    }

    // Clients first: nobody turns the clock that would limit the wait for them.
    private async Task CloseAsync()
    {
        foreach (var opened in _opened) await opened.DisposeAsync();
        _opened.Clear();
        await _server.DisposeAsync();
    }

    private Task<TestServer> OpenAsync() => TestServer.StartAsync(Set, _time);

    private Settings Set(Settings settings) => settings with { DataPath = _folder.Path, AdminKey = Key };
}
