using System.Text.Json.Nodes;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>Mutes, kicks and bans: what comes of them, when they end, and that they last.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RestrictionTests : ModerationTest
{
    [Test]
    public async Task Who_is_muted_takes_back_but_says_nothing_until_the_time_is_over()
    {
        await Ben.Peer.SayAsync(Room, "before");
        var mute = await ActAsync(Host, new { action = "mute", person = Ben.Id, seconds = 40, text = "flooding" });
        object[] speaking =
        [
            new { type = "say", room = Room, text = "hi" },
            new { type = "edit", room = Room, target = 2, text = "hi" },
            new { type = "react", room = Room, target = 2, text = "👍" },
        ];
        foreach (var request in speaking)
        {
            var refused = await AskAsync(Ben, request);
            Assert.That(
                ((string?)refused["code"], (long?)refused["until"], (string?)refused["text"]),
                Is.EqualTo(("muted", (long?)mute["until"], "flooding")), $"{request}");
        }
        var back = await AskAsync(Ben, new { type = "delete", room = Room, target = 2 });
        Assert.That((string?)back["kind"], Is.EqualTo("delete"), back.ToJsonString());
        Time.Advance(TimeSpan.FromSeconds(40)); // less than what a silent peer is dropped after
        Assert.That((string?)(await AskAsync(Ben, speaking[0]))["kind"], Is.EqualTo("message"));
    }

    [Test]
    public async Task Who_is_kicked_is_out_on_all_devices_and_comes_back_at_once_or_when_the_time_is_over()
    {
        var phone = await JoinAsync("Ben", Ben.Token);
        await ActAsync(Host, new { action = "kick", person = Ben.Id, text = "calm down" });
        foreach (var device in new[] { Ben, phone })
        {
            var left = await device.Peer.ExpectAsync("left");
            Assert.That(
                ((string?)left["room"], (string?)left["code"], (string?)left["text"], left["until"]),
                Is.EqualTo((Room, "kicked", "calm down", (JsonNode?)null)));
            Assert.That((string?)(await device.Peer.SayAsync(Room, "hi"))["code"], Is.EqualTo("not_joined"));
        }
        Assert.That((string?)(await Ben.Peer.JoinAsync(Room))["type"], Is.EqualTo("joined"));

        var kick = await ActAsync(Host, new { action = "kick", person = Ben.Id, seconds = 30 });
        var refused = await Ben.Peer.JoinAsync(Room);
        Assert.That(((string?)refused["code"], (long?)refused["until"]), Is.EqualTo(("kicked", (long?)kick["until"])));
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.That((string?)(await Ben.Peer.JoinAsync(Room))["type"], Is.EqualTo("joined"));
    }

    [Test]
    public async Task Who_is_banned_is_told_why_and_until_when_and_closed_with_4501_also_after_a_restart()
    {
        var ban = await ActAsync(Admin, new { action = "ban", person = Ben.Id, seconds = 3600, text = "spam" });
        var told = await Ben.Peer.ExpectAsync("error");
        Assert.That(((string?)told["code"], (long?)told["until"], (string?)told["text"]), Is.EqualTo(("banned", (long?)ban["until"], "spam")));
        Assert.That(await Ben.Peer.ExpectCloseAsync(), Is.EqualTo(4501));

        for (var i = 0; i < 2; i++)
        {
            var back = await ChatPeer.OpenAsync(Server);
            Opened.Add(back);
            await back.SendAsync(new { type = "hello", id = "h", token = Ben.Token });
            told = await back.ExpectAsync("error");
            Assert.That(
                ((string?)told["re"], (string?)told["code"], (long?)told["until"], (string?)told["text"]),
                Is.EqualTo(("h", "banned", (long?)ban["until"], "spam")));
            Assert.That(await back.ExpectCloseAsync(), Is.EqualTo(4501));
            await RestartAsync();
        }
        Time.Advance(TimeSpan.FromHours(1));
        await JoinAsync(null, Ben.Token);
    }

    [Test]
    public async Task A_ban_is_listed_for_admins_and_taken_back()
    {
        await ActAsync(Admin, new { action = "ban", person = Ben.Id, text = "spam" });
        var listed = (await AskAsync(Admin, new { type = "bans" }))["bans"]!.AsArray().Single()!;
        Assert.That(
            ((string?)listed["person"]!["name"], (string?)listed["by"]!["name"], (string?)listed["text"], (string?)listed["room"], listed["until"]),
            Is.EqualTo(("Ben", "Ada", "spam", Room, (JsonNode?)null)));
        await ActAsync(Admin, new { action = "ban", person = Ben.Id, on = false });
        Assert.That((await AskAsync(Admin, new { type = "bans" }))["bans"]!.AsArray(), Is.Empty);
        await JoinAsync(null, Ben.Token);
    }

    [TestCase("kick")]
    [TestCase("mute")]
    [TestCase("ban")]
    [TestCase("host")]
    public async Task What_was_done_to_somebody_is_taken_back_also_when_nobody_remembers_them(string action)
    {
        await ActAsync(Admin, new { action, person = Ben.Id, seconds = action == "host" ? (int?)null : 366 * 86_400 });
        await CloseAsync();
        // A name is remembered for less than the year that all of this may last.
        Time.Advance(TimeSpan.FromDays(365.5));
        Server = await OpenAsync();
        var admin = await ComeAsync("Ada");
        await AskAsync(admin, new { type = "admin", key = Key });
        await admin.Peer.JoinAsync(Room);
        Assert.That(await CodeAsync(admin, "mute", Ben.Id), Is.EqualTo("no_such_person"), "that is how long ago it is");

        await ActAsync(admin, new { action, person = Ben.Id, on = false });

        Assert.That((await admin.Peer.JoinAsync(Room))["rules"]!.ToJsonString(), Does.Not.Contain(Ben.Id));
        Assert.That((await AskAsync(admin, new { type = "bans" }))["bans"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task A_kick_from_another_room_leaves_a_text_connection_where_it_is()
    {
        await using var text = await ChatPeer.OpenAsync(Server, $"/rooms/{Room}?name=Tom");
        await text.SendTextAsync("here");
        Assert.That(await text.ReceiveTextAsync(), Is.EqualTo("Tom: here"));
        var people = await AskAsync(Host, new { type = "people", room = Room, find = "Tom" });
        var tom = (string)people["people"]![0]!["id"]!;
        await Admin.Peer.JoinAsync("random");
        await AskAsync(Admin, new { type = "moderate", room = "random", action = "kick", person = tom });
        await text.SendTextAsync("still here");
        Assert.That(await text.ReceiveTextAsync(), Is.EqualTo("Tom: still here"));

        await ActAsync(Host, new { action = "kick", person = tom, text = "enough" });
        Assert.That(await text.ReceiveTextAsync(), Is.EqualTo("* Hal sent Tom out (enough)").Or.StartsWith("! kicked"));
        Assert.That(await text.ExpectCloseAsync(), Is.EqualTo(1008));
    }

    [Test]
    public async Task Who_is_kept_out_is_listed_for_those_inside()
    {
        var kick = await ActAsync(Host, new { action = "kick", person = Ben.Id, seconds = 30 });
        var listed = (await Host.Peer.JoinAsync(Room))["rules"]!["kicks"]!.AsArray().Single()!;
        Assert.That(
            ((string?)listed["person"]!["id"], (long?)listed["until"]), Is.EqualTo((Ben.Id, (long?)kick["until"])));
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.That((await Host.Peer.JoinAsync(Room))["rules"]!["kicks"], Is.Null);
    }

    [Test]
    public async Task A_new_name_says_nothing_where_its_bearer_may_not()
    {
        await Ben.Peer.JoinAsync("random");
        await Ben.Peer.SayAsync("random", "hi");
        await ActAsync(Host, new { action = "mute", person = Ben.Id });
        await Ben.Peer.SendAsync(new { type = "rename", name = "Buy now" });

        Assert.That((string?)(await ExpectAsync(Ben, "rename"))["room"], Is.EqualTo("random"));
        var (_, events) = (await Host.Peer.SayAsync(Room, "next"), (await Host.Peer.HistoryAsync(Room, after: 0))["events"]!);
        Assert.That(events.AsArray().Select(e => (string?)e!["kind"]), Has.None.EqualTo("rename"));
    }
}
