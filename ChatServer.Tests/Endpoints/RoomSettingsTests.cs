using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>What hosts set in a room: who comes in, who speaks, and that it lasts.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RoomSettingsTests : ModerationTest
{
    [Test]
    public async Task A_locked_room_is_closed_to_new_people_and_open_to_those_who_were_in_also_after_a_restart()
    {
        await ActAsync(Host, new { action = "lock" });
        Time.Advance(TimeSpan.FromSeconds(2)); // the list of rooms is made anew every second
        for (var i = 0; i < 2; i++)
        {
            var eve = await ComeAsync("Eve");
            Assert.That((string?)(await eve.Peer.JoinAsync(Room))["code"], Is.EqualTo("locked"));
            var listed = eve.Welcome["rooms"]!.AsArray().Single(room => (string?)room!["name"] == Room)!;
            Assert.That((bool?)listed["locked"], Is.True);
            await using (var text = await ChatPeer.OpenAsync(Server, $"/rooms/{Room}"))
                Assert.That(await text.ReceiveTextAsync(), Does.StartWith("! locked"));
            Assert.That((bool?)(await JoinedAsync(Ben.Token))["rules"]!["locked"], Is.True);
            await RestartAsync();
        }
        var admin = await JoinAsync(null, Admin.Token);
        await ActAsync(admin, new { action = "lock", on = false });
        await JoinAsync("Eve");
    }

    [Test]
    public async Task A_password_is_needed_to_come_in_and_stands_nowhere()
    {
        var done = await ActAsync(Host, new { action = "password", text = "open-sesame-4711" });
        Assert.That((string?)done["text"], Is.Empty);
        for (var i = 0; i < 2; i++)
        {
            var eve = await ComeAsync("Eve");
            Assert.That((string?)(await eve.Peer.JoinAsync(Room))["code"], Is.EqualTo("password_needed"));
            var wrong = await AskAsync(eve, new { type = "join", room = Room, password = "open sesame" });
            Assert.That((string?)wrong["code"], Is.EqualTo("bad_password"));
            var right = await AskAsync(eve, new { type = "join", room = Room, password = "open-sesame-4711" });
            Assert.That((bool?)right["rules"]!["password"], Is.True);
            await using (var text = await ChatPeer.OpenAsync(Server, $"/rooms/{Room}?room-password=open-sesame-4711&name=Tom{i}"))
            {
                await text.SendTextAsync("in");
                Assert.That(await text.ReceiveTextAsync(), Is.EqualTo($"Tom{i}: in"));
            }
            await RestartAsync();
        }
        var admin = await JoinAsync(null, Admin.Token);
        await ActAsync(admin, new { action = "password", on = false });
        await JoinAsync("Eve");
        await CloseAsync();
        foreach (var file in Directory.GetFiles(Folder.Path))
            Assert.That(System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), Does.Not.Contain("open-sesame-4711"), file);
        Server = await OpenAsync();
    }

    [Test]
    public async Task In_slow_mode_a_person_speaks_once_in_so_long_and_hosts_at_will()
    {
        await ActAsync(Host, new { action = "slow", seconds = 30 });
        await Ben.Peer.SayAsync(Room, "one");
        var refused = await AskAsync(Ben, new { type = "say", room = Room, text = "two" });
        Assert.That(((string?)refused["code"], (int?)refused["retryAfter"]), Is.EqualTo(("slow_mode", 30)));
        for (var i = 0; i < 3; i++) Assert.That((string?)(await AskAsync(Host, new { type = "say", room = Room, text = "mine" }))["kind"], Is.EqualTo("message"));
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.That((string?)(await AskAsync(Ben, new { type = "say", room = Room, text = "two" }))["kind"], Is.EqualTo("message"));
    }

    [Test]
    public async Task Where_only_hosts_speak_others_do_not()
    {
        await ActAsync(Host, new { action = "hosts_only" });
        Assert.That((string?)(await AskAsync(Ben, new { type = "say", room = Room, text = "hi" }))["code"], Is.EqualTo("hosts_only"));
        foreach (var one in new[] { Host, Admin })
            Assert.That((string?)(await AskAsync(one, new { type = "say", room = Room, text = "hi" }))["kind"], Is.EqualTo("message"));
        await ActAsync(Admin, new { action = "host", person = Ben.Id });
        Assert.That((string?)(await AskAsync(Ben, new { type = "say", room = Room, text = "hi" }))["kind"], Is.EqualTo("message"));
    }

    [Test]
    public async Task An_archived_room_is_read_only_and_not_listed_until_it_is_opened_again()
    {
        await Ben.Peer.SayAsync(Room, "before");
        await ActAsync(Admin, new { action = "archive" });
        foreach (var one in new[] { Ben, Admin })
        {
            Assert.That((string?)(await AskAsync(one, new { type = "say", room = Room, text = "hi" }))["code"], Is.EqualTo("archived"));
            Assert.That((string?)(await AskAsync(one, new { type = "delete", room = Room, target = 2 }))["code"], Is.EqualTo("archived"));
        }
        await RestartAsync();
        var admin = await ComeAsync(null, Admin.Token);
        Assert.That(admin.Welcome["rooms"]!.AsArray().Select(room => (string?)room!["name"]), Has.None.EqualTo(Room));
        Assert.That((bool?)(await admin.Peer.JoinAsync(Room))["rules"]!["archived"], Is.True);
        await ActAsync(admin, new { action = "archive", on = false });
        await admin.Peer.SayAsync(Room, "open again");
        Time.Advance(TimeSpan.FromSeconds(2)); // the list is made anew every second
        Assert.That((await AskAsync(admin, new { type = "rooms" }))["rooms"]!.AsArray().Select(room => (string?)room!["name"]), Has.One.EqualTo(Room));
    }

    [Test]
    public async Task A_room_that_is_always_there_is_not_archived()
    {
        await Admin.Peer.JoinAsync("lobby");
        var refused = await AskAsync(Admin, new { type = "moderate", room = "lobby", action = "archive" });
        Assert.That((string?)refused["code"], Is.EqualTo("not_allowed"));
    }

    [Test]
    public async Task All_rules_survive_a_restart_and_a_purge_of_old_messages()
    {
        await ActAsync(Host, new { action = "topic", text = "Algebra" });
        await ActAsync(Host, new { action = "slow", seconds = 30 });
        await ActAsync(Host, new { action = "mute", person = Ben.Id });
        await CloseAsync();
        Time.Advance(TimeSpan.FromDays(10));
        Server = await TestServer.StartAsync(settings => Set(settings) with { KeepFor = TimeSpan.FromDays(5) }, Time);
        var joined = await JoinedAsync(Ben.Token);
        Assert.That((string?)joined["topic"], Is.EqualTo("Algebra"));
        Assert.That((int?)joined["rules"]!["slow"], Is.EqualTo(30));
        Assert.That(joined["rules"]!["hosts"]!.AsArray().Select(id => (string?)id), Is.EqualTo(new[] { Host.Id }));
        Assert.That((string?)joined["rules"]!["mutes"]![0]!["person"]!["id"], Is.EqualTo(Ben.Id));
    }

    [Test]
    public async Task Who_was_in_when_the_room_got_its_password_needs_it_no_more_than_then_also_after_a_restart()
    {
        await ActAsync(Host, new { action = "password", text = "open-sesame-4711" });
        for (var i = 0; i < 2; i++)
        {
            Assert.That((bool?)(await JoinedAsync(Ben.Token))["rules"]!["password"], Is.True);
            await RestartAsync();
        }
        var host = await JoinAsync(null, Host.Token);
        await ActAsync(host, new { action = "password", text = "another-4711" });
        Assert.That((string?)(await JoinedAsync(Ben.Token))["code"], Is.EqualTo("password_needed"), "he wasn't in this time");
    }

    [Test]
    public async Task What_a_room_with_a_password_is_about_is_not_in_the_list_of_rooms()
    {
        await ActAsync(Host, new { action = "topic", text = "who gets the job" });
        foreach (var (request, topic) in ((object, string)[])
            [(new { action = "password", text = "open-sesame" }, ""), (new { action = "password", on = false }, "who gets the job")])
        {
            await ActAsync(Host, request);
            Time.Advance(TimeSpan.FromSeconds(2)); // the list is made anew every second
            var listed = (await AskAsync(Ben, new { type = "rooms" }))["rooms"]!.AsArray();
            Assert.That((string?)listed.Single(room => (string?)room!["name"] == Room)!["topic"], Is.EqualTo(topic));
        }
    }

    [Test]
    public async Task Slow_mode_holds_for_edits_as_well_with_a_pause_of_their_own()
    {
        await ActAsync(Host, new { action = "slow", seconds = 30 });
        var said = await AskAsync(Ben, new { type = "say", room = Room, text = "one" });
        Assert.That((string?)(await EditAsync("oen"))["kind"], Is.EqualTo("edit"), "an error in typing is mended at once");
        var refused = await EditAsync("two");
        Assert.That(((string?)refused["code"], (int?)refused["retryAfter"]), Is.EqualTo(("slow_mode", 30)));
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.That((string?)(await EditAsync("two"))["kind"], Is.EqualTo("edit"));

        Task<System.Text.Json.Nodes.JsonObject> EditAsync(string text) =>
            AskAsync(Ben, new { type = "edit", room = Room, target = (long)said["seq"]!, text });
    }

    [TestCase("topic")]
    [TestCase("mute")]
    [TestCase("lock")]
    [TestCase("slow")]
    public async Task In_an_archived_room_nothing_is_set_but_that(string action)
    {
        await ActAsync(Admin, new { action = "archive" });
        Assert.That(await CodeAsync(Admin, action, Ben.Id), Is.EqualTo("archived"));
        await ActAsync(Admin, new { action = "archive", on = false });
        Assert.That(await CodeAsync(Admin, action, Ben.Id), Is.Null);
    }
}
