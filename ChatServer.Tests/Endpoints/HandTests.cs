using System.Text.Json.Nodes;
using ChatServer.Rooms;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>The line of raised hands over the wire: who may do what, and that two at once are not both done.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HandTests : ModerationTest
{
    [Test]
    public async Task Hands_stand_in_line_in_order_and_the_host_calls_the_next()
    {
        var eve = await JoinAsync("Eve");
        foreach (var one in new[] { Ben, eve }) await DoneAsync(one, "raise");
        Assert.That(await LineAsync(), Is.EqualTo(new[] { "Ben", "Eve" }));

        var called = await DoneAsync(Host, "call", Ben.Id);
        Assert.That((string?)called["kind"], Is.EqualTo("hand"));
        Assert.That(((bool?)called["on"], (bool?)called["called"]), Is.EqualTo(((bool?)false, (bool?)true)));
        Assert.That(((string?)called["from"]!["name"], (string?)called["person"]!["name"]), Is.EqualTo(("Hal", "Ben")));
        Assert.That(await LineAsync(), Is.EqualTo(new[] { "Eve" }));
    }

    [Test]
    public async Task A_hand_says_whose_it_is_and_since_when()
    {
        var raised = await DoneAsync(Ben, "raise");
        Assert.That((bool?)raised["on"], Is.True);
        Assert.That((raised["called"], (string?)raised["person"]!["id"]), Is.EqualTo(((JsonNode?)null, Ben.Id)));
        var hand = (await JoinedAsync(Ben.Token))["rules"]!["hands"]![0]!;
        Assert.That(((string?)hand["person"]!["id"], (long?)hand["since"]), Is.EqualTo((Ben.Id, (long?)raised["at"])));
        Assert.That((await ExpectAsync(Host, "hand")).ToJsonString(), Is.EqualTo(raised.ToJsonString()));
    }

    [Test]
    public async Task A_hand_that_is_raised_keeps_its_place_and_one_that_is_not_cannot_be_lowered()
    {
        Assert.That(await CodeOfAsync(Ben, "lower"), Is.EqualTo("not_in_line"));
        await DoneAsync(Ben, "raise");
        await DoneAsync(Host, "raise");
        Assert.That(await CodeOfAsync(Ben, "raise"), Is.EqualTo("in_line"));
        Assert.That(await LineAsync(), Is.EqualTo(new[] { "Ben", "Hal" }));
        await DoneAsync(Ben, "lower");
        Assert.That(await LineAsync(), Is.EqualTo(new[] { "Hal" }));
    }

    [Test]
    public async Task What_one_connection_asks_without_waiting_is_done_in_order()
    {
        foreach (var (id, action) in new[] { ("h1", "raise"), ("h2", "lower"), ("h3", "raise"), ("h4", "raise") })
            await Ben.Peer.SendAsync(new { type = "hand", id, room = Room, action });
        var refused = await Ben.Peer.ExpectAsync("error");
        Assert.That(((string?)refused["re"], (string?)refused["code"]), Is.EqualTo(("h4", "in_line")));
        Assert.That(await LineAsync(), Is.EqualTo(new[] { "Ben" }));
    }

    [Test]
    public async Task Of_two_hosts_who_call_at_once_one_has_called()
    {
        var pupils = new List<Guest> { Ben, await JoinAsync("Cem"), await JoinAsync("Eve"), await JoinAsync("Kai") };
        foreach (var pupil in pupils) await DoneAsync(pupil, "raise");
        foreach (var next in pupils)
        {
            Task<JsonObject>[] calls = [AskHandAsync(Host, "call", next.Id), AskHandAsync(Admin, "call", next.Id)];
            var answers = await Task.WhenAll(calls);
            Assert.That(
                answers.Select(answer => (string?)answer["code"] ?? (string?)answer["person"]!["name"]),
                Is.EquivalentTo(new[] { "not_in_line", next.Name }));
        }
        Assert.That(await LineAsync(), Is.Empty);
        var events = (await JoinedAsync(Ben.Token))["events"]!.AsArray();
        Assert.That(
            events.Where(e => (bool?)e!["called"] == true).Select(e => (string?)e!["person"]!["name"]),
            Is.EqualTo(pupils.Select(pupil => pupil.Name)));
    }

    [Test]
    public async Task Nobody_is_called_out_of_turn()
    {
        var eve = await JoinAsync("Eve");
        foreach (var one in new[] { Ben, eve }) await DoneAsync(one, "raise");
        Assert.That(await CodeOfAsync(Host, "call", eve.Id), Is.EqualTo("not_in_line"));
        await DoneAsync(Ben, "lower");
        await DoneAsync(Ben, "raise");
        Assert.That(await CodeOfAsync(Host, "call", Ben.Id), Is.EqualTo("not_in_line"), "he was the first when the host looked");
        await DoneAsync(Host, "call", eve.Id);
    }

    [Test]
    public async Task A_call_that_is_sent_again_is_answered_with_the_first_one()
    {
        await DoneAsync(Ben, "raise");
        var call = new { type = "hand", id = "c-1", room = Room, action = "call", person = Ben.Id };
        var first = await Host.AskAsync(call);
        Assert.That((await Host.AskAsync(call)).ToJsonString(), Is.EqualTo(first.ToJsonString()));
        Assert.That((bool?)first["called"], Is.True);
    }

    [Test]
    public async Task A_host_lowers_any_hand_or_all()
    {
        var eve = await JoinAsync("Eve");
        foreach (var one in new[] { Ben, eve, Admin }) await DoneAsync(one, "raise");
        var lowered = await DoneAsync(Host, "lower", eve.Id);
        Assert.That(lowered["called"], Is.Null);
        Assert.That(await LineAsync(), Is.EqualTo(new[] { "Ben", "Ada" }));
        Assert.That((await DoneAsync(Host, "clear"))["person"], Is.Null);
        Assert.That(await LineAsync(), Is.Empty);
        Assert.That(await CodeOfAsync(Host, "clear"), Is.EqualTo("not_in_line"));
    }

    [Test]
    public async Task Who_keeps_no_order_does_nothing_about_the_hands_of_others()
    {
        await DoneAsync(Host, "raise");
        foreach (var action in new[] { "lower", "call" })
            Assert.That(await CodeOfAsync(Ben, action, Host.Id), Is.EqualTo("not_allowed"), action);
        Assert.That(await CodeOfAsync(Ben, "clear"), Is.EqualTo("not_allowed"));
        Assert.That(await CodeOfAsync(Host, "raise", Ben.Id), Is.EqualTo("not_allowed"), "everybody raises their own");
        Assert.That(await CodeOfAsync(Admin, "call", Host.Id), Is.Null, "an admin is a host everywhere");
    }

    [TestCase(null, null, "bad_message")]
    [TestCase("dance", null, "bad_message")]
    [TestCase("call", null, "bad_message")]
    [TestCase("call", "nobody", "no_such_person")]
    [TestCase("lower", "nobody", "no_such_person")]
    public async Task What_makes_no_sense_is_refused(string? action, string? person, string code) =>
        Assert.That((string?)(await AskAsync(Host, new { type = "hand", room = Room, action, person }))["code"], Is.EqualTo(code));

    [Test]
    public async Task Who_may_not_speak_raises_a_hand_but_nobody_does_in_an_archived_room()
    {
        await ActAsync(Host, new { action = "mute", person = Ben.Id });
        await ActAsync(Host, new { action = "hosts_only" });
        await DoneAsync(Ben, "raise");
        await DoneAsync(Ben, "lower");
        await ActAsync(Admin, new { action = "archive" });
        foreach (var one in new[] { Ben, Admin }) Assert.That(await CodeOfAsync(one, "raise"), Is.EqualTo("archived"));
    }

    [Test]
    public async Task In_a_conversation_of_two_there_is_no_line()
    {
        var direct = (string?)(await AskAsync(Ben, new { type = "direct", person = Host.Id }))["room"];
        await AskAsync(Ben, new { type = "join", room = direct });
        Assert.That((string?)(await AskAsync(Ben, new { type = "hand", room = direct, action = "raise" }))["code"], Is.EqualTo("not_allowed"));
    }

    [Test]
    public async Task Hands_that_go_up_and_down_are_slowed_down()
    {
        for (var n = 0; n < Allowances.HandBurst; n++)
        {
            await DoneAsync(Ben, "raise");
            await DoneAsync(Ben, "lower");
        }
        var refused = await AskHandAsync(Ben, "raise");
        Assert.That(((string?)refused["code"], (int?)refused["retryAfter"]), Is.EqualTo(("rate_limited", (int?)5)));
        Time.Advance(TimeSpan.FromSeconds(5));
        await DoneAsync(Ben, "raise");
    }

    [Test]
    public async Task The_line_is_the_same_after_a_restart_also_for_who_has_been_gone_since()
    {
        var eve = await JoinAsync("Eve");
        foreach (var one in new[] { Ben, eve, Admin }) await DoneAsync(one, "raise");
        await DoneAsync(Host, "call", Ben.Id);
        await DoneAsync(Ben, "raise");
        var (host, admin) = (Host.Token, Admin.Token);
        var before = (await JoinedAsync(host))["rules"]!["hands"]!.ToJsonString();
        await RestartAsync();

        var again = await JoinAsync(null, host);
        Assert.That((await JoinedAsync(admin))["rules"]!["hands"]!.ToJsonString(), Is.EqualTo(before));
        Assert.That(await LineAsync(), Is.EqualTo(new[] { "Eve", "Ada", "Ben" }));
        await DoneAsync(again, "call", eve.Id);
        Assert.That(await LineAsync(), Is.EqualTo(new[] { "Ada", "Ben" }));
    }

    [Test]
    public async Task What_is_told_as_text_says_who_called_whom()
    {
        await using var text = await ChatPeer.OpenAsync(Server, $"/rooms/{Room}?name=Tom");
        await text.SendTextAsync("here");
        Assert.That(await text.ReceiveTextAsync(), Is.EqualTo("Tom: here"));
        await DoneAsync(Ben, "raise");
        await DoneAsync(Host, "call", Ben.Id);
        foreach (var line in new[] { "* Ben raised a hand", "* Hal called Ben" })
            Assert.That(await text.ReceiveTextAsync(), Is.EqualTo(line));
    }

    private Task<JsonObject> AskHandAsync(Guest by, string action, string? person = null) =>
        AskAsync(by, new { type = "hand", room = Room, action, person });

    private async Task<string?> CodeOfAsync(Guest by, string action, string? person = null) =>
        (string?)(await AskHandAsync(by, action, person))["code"];

    private async Task<JsonObject> DoneAsync(Guest by, string action, string? person = null)
    {
        var answer = await AskHandAsync(by, action, person);
        Assert.That((string?)answer["type"], Is.EqualTo("event"), answer.ToJsonString());
        return answer;
    }

    // As somebody is told who comes in now.
    private async Task<List<string>> LineAsync()
    {
        await using var guest = await Guest.ComeAsync(Server, null);
        var hands = (await guest.Peer.JoinAsync(Room))["rules"]!["hands"];
        return [.. (hands?.AsArray() ?? []).Select(hand => (string)hand!["person"]!["name"]!)];
    }
}
