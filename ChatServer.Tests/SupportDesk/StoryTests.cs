using System.Text.Json.Nodes;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.SupportDesk;

/// <summary>Visitors and agents over the wire.</summary>
public sealed class StoryTests
{
    [Test]
    public async Task Two_visitors_ask_two_agents_answer_and_each_is_rated()
    {
        await using var desk = await DeskServer.StartAsync();
        var (lily, tom) = (await desk.AgentAsync(await desk.HireAsync("Lily")), await desk.AgentAsync(await desk.HireAsync("Tom")));
        var (wang, one) = await desk.AskAsync("Wang", "where is my parcel?");
        var (li, two) = await desk.AskAsync("Li");
        var waiting = await li.TicketAsync(ticket => (int?)ticket["ahead"] == 1);
        Assert.That((string?)waiting["state"], Is.EqualTo("waiting"));

        Assert.That(await lily.ActAsync(one, "claim"), Is.Null);
        Assert.That(await tom.ActAsync(one, "claim"), Is.EqualTo("taken"));
        Assert.That((string?)tom.Told[^1]["text"], Is.EqualTo("Lily"));
        await li.TicketAsync(ticket => (int?)ticket["ahead"] == 0);
        var taken = await wang.TicketAsync(ticket => (string?)ticket["state"] == "assigned");
        Assert.That((string?)taken["agent"]!["name"], Is.EqualTo("Lily"));
        Assert.That(await tom.ActAsync(two, "claim"), Is.Null);

        await wang.JoinAsync(one);
        Assert.That((string?)(await lily.JoinAsync(one))["type"], Is.EqualTo("joined"));
        await lily.SayAsync(one, "on its way");
        Assert.That((string?)(await wang.UntilAsync(e => (string?)e["kind"] == "message"))["text"], Is.EqualTo("on its way"));
        await wang.TicketAsync(ticket => (bool?)ticket["answered"] == true);
        await wang.SayAsync(one, "thanks");
        await lily.TicketAsync(ticket => (long?)ticket["since"] is not null);

        var closed = await lily.AskAsync(new { type = "ticket", ticket = one, action = "close", tag = "parcel" });
        Assert.That((string?)closed["ticket"]!["tag"], Is.EqualTo("parcel"));
        var over = await wang.TicketAsync(ticket => (string?)ticket["state"] == "closed");
        Assert.That(over.ContainsKey("tag"), Is.False, "what agents write is theirs");
        Assert.That((string?)(await wang.SayAsync(one, "one more"))["code"], Is.EqualTo("ticket_closed"));
        await wang.AskAsync(new { type = "ticket", ticket = one, action = "rate", rating = 5, text = "quick" });
        var rated = await lily.TicketAsync(ticket => (int?)ticket["rating"] == 5);
        Assert.That((string?)rated["comment"], Is.EqualTo("quick"));
    }

    [Test]
    public async Task Why_an_agent_gives_a_ticket_back_is_for_agents_and_why_they_hand_it_over_for_the_visitor_too()
    {
        await using var desk = await DeskServer.StartAsync(agents: "Tom");
        await desk.SetAsync(new DeskSettings { Departments = ["Sales"] });
        var lily = await desk.AgentAsync(await desk.HireAsync("Lily"));
        var (wang, ticket) = await desk.AskAsync("Wang", department: "Sales");
        await ActAsync(new { type = "ticket", ticket, action = "claim" });
        await ActAsync(new { type = "ticket", ticket, action = "transfer", department = "Sales", text = "a question of prices" });
        var turn = (long)(await ActAsync(new { type = "ticket", ticket, action = "claim" }))["turn"]!;
        var given = await ActAsync(new { type = "ticket", ticket, action = "return", turn, text = "a rude one" });
        Assert.That((string?)given["acts"]!.AsArray()[^1]!["text"], Is.EqualTo("a rude one"));
        var told = await wang.TicketAsync(ticket => ticket["acts"]!.AsArray().Count == 4);
        Assert.That(told["acts"]!.AsArray().Select(act => ((string?)act!["kind"], (string?)act["text"])), Is.EqualTo(new[]
        {
            ("ticket_claim", null), ("ticket_transfer", "a question of prices"), ("ticket_claim", null),
            ((string?)"ticket_return", (string?)null),
        }));

        async Task<JsonObject> ActAsync(object act)
        {
            var answer = await lily.AskAsync(act);
            return answer["ticket"]?.AsObject() ?? throw new AssertionException(answer.ToJsonString());
        }
    }

    [Test]
    public async Task Who_comes_back_within_a_day_finds_the_conversation_and_only_with_the_token()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
        await using var desk = await DeskServer.StartAsync(time, agents: "Lily");
        var (wang, one) = await desk.AskAsync("Wang");
        await wang.JoinAsync(one);
        await wang.SayAsync(one, "are you there?");
        await wang.DisposeAsync();

        var again = await desk.VisitorAsync(wang.Token);
        Assert.That((long?)again.Welcome["desk"]!["ticket"]!["number"], Is.EqualTo(one));
        Assert.That((string?)again.Welcome["you"]!["name"], Is.EqualTo("Wang"));
        Assert.That((await again.JoinAsync(one))["events"]!.AsArray(), Has.Count.EqualTo(1));
        await again.ActAsync(one, "close");
        time.Advance(TimeSpan.FromHours(23));
        Assert.That((long?)(await desk.VisitorAsync(wang.Token)).Welcome["desk"]!["ticket"]!["number"], Is.EqualTo(one));
        time.Advance(TimeSpan.FromHours(2));
        Assert.That((await desk.VisitorAsync(wang.Token)).Welcome["desk"]!["ticket"], Is.Null);

        var stranger = await desk.VisitorAsync();
        Assert.That((await stranger.JoinAsync(one))["code"]!.GetValue<string>(), Is.EqualTo("no_such_ticket"));
        Assert.That(await stranger.ActAsync(one, "close"), Is.EqualTo("no_such_ticket"));
    }

    [Test]
    public async Task Of_fifty_agents_who_claim_at_once_one_has_it_and_the_others_are_told_who()
    {
        await using var desk = await DeskServer.StartAsync(change: settings => settings with { AgentLimit = 100 });
        var agents = new List<DeskPeer>();
        for (var n = 0; n < 50; n++) agents.Add(await desk.AgentAsync(await desk.HireAsync($"A{n}")));
        for (var round = 0; round < 5; round++)
        {
            var (_, ticket) = await desk.AskAsync($"V{round}");
            var answers = await Task.WhenAll(agents.Select(agent =>
                agent.AskAsync(new { type = "ticket", ticket, action = "claim" })));
            var winner = answers.Single(answer => answer["code"] is null);
            var losers = answers.Where(answer => answer["code"] is not null).ToList();
            Assert.That(losers, Has.Count.EqualTo(49));
            Assert.That(losers.Select(answer => ((string?)answer["code"], (string?)answer["text"])), Is.All.EqualTo(
                ("taken", (string?)winner["ticket"]!["agent"]!["name"])));
        }
    }

    [Test]
    public async Task A_question_that_was_refused_once_is_refused_again_and_leaves_no_trace()
    {
        await using var desk = await DeskServer.StartAsync(agents: "Lily");
        var (wang, ticket) = await desk.AskAsync("Wang");
        for (var n = 0; n < 3; n++)
        {
            Assert.That(await wang.CodeAsync(new { type = "ask", id = "again", name = "Wang", text = "hello?" }), Is.EqualTo("already_open"));
            var repeat = await wang.AskAsync(new { type = "ask", id = "q", name = "Wang", text = "hello?" });
            Assert.That((long?)repeat["ticket"]?["number"], Is.EqualTo(ticket));
        }
        await wang.ActAsync(ticket, "close");
        var next = await wang.AskAsync(new { type = "ask", id = "again", name = "Wang", text = "hello?" });
        Assert.That((long?)next["ticket"]?["number"], Is.EqualTo(ticket + 2), "only the close stands between the two");
    }

    [Test]
    public async Task A_rating_takes_the_place_of_an_earlier_one_also_among_what_happened()
    {
        await using var desk = await DeskServer.StartAsync(agents: "Lily");
        var (wang, ticket) = await desk.AskAsync("Wang");
        await wang.ActAsync(ticket, "close");
        JsonObject told = [];
        for (var rating = 1; rating <= 5; rating++)
            told = await wang.AskAsync(new { type = "ticket", ticket, action = "rate", rating, text = $"comment {rating}" });
        Assert.That(((int?)told["ticket"]!["rating"], (string?)told["ticket"]!["comment"]), Is.EqualTo((5, "comment 5")));
        Assert.That(told["ticket"]!["acts"]!.AsArray().Select(act => (string?)act!["kind"]), Is.EqualTo(new[] { "ticket_close", "ticket_rate" }));
        Assert.That(told["ticket"]!["acts"]!.ToJsonString(), Does.Not.Contain("comment"));
    }

    [Test]
    public async Task Tickets_are_given_to_who_got_none_for_longest_and_the_desk_is_named()
    {
        await using var desk = await DeskServer.StartAsync();
        await desk.SetAsync(new DeskSettings { Routing = DeskSettings.Auto });
        var lily = await desk.AgentAsync(await desk.HireAsync("Lily"));
        var tom = await desk.AgentAsync(await desk.HireAsync("Tom"));
        var given = new List<string>();
        for (var n = 0; n < 4; n++)
        {
            var (visitor, ticket) = await desk.AskAsync($"V{n}");
            // The desk may have been faster than the answer to the question.
            var told = visitor.Told[^1]["ticket"]!.AsObject();
            if ((string?)told["state"] != "assigned")
                told = await visitor.TicketAsync(one => (string?)one["state"] == "assigned");
            var act = told["acts"]!.AsArray()[^1]!;
            Assert.That(((string?)act["by"]!["id"], (string?)act["to"]!["id"]), Is.EqualTo(("", (string?)told["agent"]!["id"])));
            given.Add((string)told["agent"]!["id"]!);
            await visitor.ActAsync(ticket, "close");
        }
        Assert.That(given.Distinct(), Is.EquivalentTo(new[] { lily.Id, tom.Id }));
        Assert.That(given[0] == given[2] && given[1] == given[3], "they take turns though none has any");
    }

    [Test]
    public async Task Whoever_spoke_last_is_known_however_close_together_they_speak()
    {
        await using var desk = await DeskServer.StartAsync();
        var lily = await desk.AgentAsync(await desk.HireAsync("Lily"));
        var (wang, ticket) = await desk.AskAsync("Wang");
        await lily.ActAsync(ticket, "claim");
        await wang.JoinAsync(ticket);
        await lily.JoinAsync(ticket);
        for (var n = 0; n < 20; n++)
        {
            await Task.WhenAll(lily.SayAsync(ticket, $"a{n}"), wang.SayAsync(ticket, $"v{n}"));
            var page = await wang.AskAsync(new { type = "history", room = $"#{ticket}", after = 0, limit = 200 });
            var isAgents = (string?)page["events"]!.AsArray()[^1]!["from"]!["id"] == lily.Id;
            await Eventually.IsAsync(async () => (bool?)(await desk.VisitorAsync(wang.Token))
                .Welcome["desk"]!["ticket"]!["answered"] == (isAgents ? true : null));
        }
    }

    [Test]
    public async Task Who_is_not_connected_has_one_allowance_over_http_and_reading_gives_no_new_one()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
        await using var desk = await DeskServer.StartAsync(time, agents: "Lily");
        var (wang, ticket) = await desk.AskAsync("Wang");
        var token = DeskServer.Shown(wang.Token);
        await wang.DisposeAsync();
        await Eventually.IsAsync(() => desk.Server.Host.WebSockets == 0);
        var answers = new List<int>();
        for (var n = 0; n < HouseLimits.MessageBurst + 5; n++)
        {
            await desk.Api.GetAsync($"/api/tickets/{ticket}/transcript", token);
            answers.Add((int)(await desk.Api.PostAsync($"/api/tickets/{ticket}/messages", $"m{n}", "text/plain", token)).Status);
        }
        Assert.That(answers[0], Is.EqualTo(201));
        Assert.That(answers[^1], Is.EqualTo(429));
        Assert.That(answers.Count(status => status == 201), Is.EqualTo(HouseLimits.MessageBurst - 1), "the question was one");
    }
}
