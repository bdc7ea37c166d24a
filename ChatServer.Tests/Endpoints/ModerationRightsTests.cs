using System.Text.Json.Nodes;
using ChatServer.Tests.Rooms;

namespace ChatServer.Tests.Endpoints;

/// <summary>Who may do what to whom, and what makes no sense.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ModerationRightsTests : ModerationTest
{
    private static readonly string[] Actions =
        ["topic", "kick", "mute", "ban", "lock", "password", "slow", "hosts_only", "host", "archive"];

    [TestCaseSource(nameof(Actions))]
    public async Task Who_keeps_no_order_may_do_nothing_of_it(string action)
    {
        foreach (var on in new[] { true, false })
            Assert.That(await CodeAsync(Ben, action, Host.Id, on), Is.EqualTo("not_allowed"), $"{action} {on}");
        Assert.That((string?)(await AskAsync(Ben, new { type = "bans" }))["code"], Is.EqualTo("not_allowed"));
    }

    [TestCaseSource(nameof(Actions))]
    public async Task A_host_may_what_is_theirs(string action)
    {
        var expected = action is "ban" or "host" or "archive" ? "not_allowed" : null;
        Assert.That(await CodeAsync(Host, action, Ben.Id), Is.EqualTo(expected));
        Assert.That((string?)(await AskAsync(Host, new { type = "bans" }))["code"], Is.EqualTo("not_allowed"));
    }

    [TestCaseSource(nameof(Actions))]
    public async Task An_admin_may_everything(string action) =>
        Assert.That(await CodeAsync(Admin, action, Ben.Id), Is.Null);

    [TestCase("kick")]
    [TestCase("mute")]
    public async Task Nothing_is_done_to_those_who_keep_order_themselves(string action)
    {
        Assert.That(await CodeAsync(Host, action, Admin.Id), Is.EqualTo("not_allowed"), "an admin");
        Assert.That(await CodeAsync(Admin, action, Admin.Id), Is.EqualTo("not_allowed"), "oneself");
        await ActAsync(Admin, new { action = "host", person = Ben.Id });
        Assert.That(await CodeAsync(Host, action, Ben.Id), Is.EqualTo("not_allowed"), "another host");
        Assert.That(await CodeAsync(Admin, action, Ben.Id), Is.Null);
    }

    [Test]
    public async Task A_host_of_one_room_is_none_in_another()
    {
        await Host.Peer.JoinAsync("lobby");
        var answer = await AskAsync(Host, new { type = "moderate", room = "lobby", action = "topic", text = "mine" });
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
        fields = fields.Replace("@ben", Ben.Id, StringComparison.Ordinal);
        foreach (var length in new[] { 201, 501 }) fields = fields.Replace($"@{length}", new string('y', length), StringComparison.Ordinal);
        var request = JsonNode.Parse(fields)!.AsObject();
        (request["type"], request["id"], request["room"]) = ("moderate", "x", Room);
        await Admin.Peer.SendTextAsync(request.ToJsonString());
        Assert.That((string?)(await Admin.Peer.ExpectAsync("error"))["code"], Is.EqualTo(code));
        await ActAsync(Admin, new { action = "topic", text = "still here" });
    }

    [Test]
    public async Task Everybody_sees_what_was_done()
    {
        var done = await ActAsync(Host, new { action = "mute", person = Ben.Id, seconds = 600, text = " flooding " });
        var seen = await ExpectAsync(Ben, "mute");
        Assert.That(seen.ToJsonString(), Is.EqualTo(done.ToJsonString()));
        Assert.That((string?)seen["from"]!["name"], Is.EqualTo("Hal"));
        Assert.That((string?)seen["person"]!["name"], Is.EqualTo("Ben"));
        Assert.That((string?)seen["text"], Is.EqualTo("flooding"));
        Assert.That((long)seen["until"]!, Is.EqualTo(Time.GetUtcNow().AddMinutes(10).ToUnixTimeMilliseconds()));
    }

    [Test]
    public async Task Anybody_s_message_is_deleted_by_those_who_keep_order()
    {
        foreach (var one in new[] { Host, Admin })
        {
            var said = await AskAsync(Ben, new { type = "say", room = Room, text = "rude" });
            var seq = (long)said["seq"]!;
            Assert.That((string?)(await AskAsync(one, new { type = "edit", room = Room, target = seq, text = "nice" }))["code"], Is.EqualTo("not_yours"));
            Assert.That((string?)(await AskAsync(one, new { type = "delete", room = Room, target = seq }))["kind"], Is.EqualTo("delete"));
        }
        var hosts = await AskAsync(Host, new { type = "say", room = Room, text = "mine" });
        Assert.That((string?)(await AskAsync(Ben, new { type = "delete", room = Room, target = (long)hosts["seq"]! }))["code"], Is.EqualTo("not_yours"));
    }
}
