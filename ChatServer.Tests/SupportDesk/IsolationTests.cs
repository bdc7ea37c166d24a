using System.Net;
using System.Reflection;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>What visitors and agents can't reach, tried over the wire.</summary>
public sealed class IsolationTests
{
    private static readonly string[] OfVisitors =
    [
        ClientMessageType.Join, ClientMessageType.Leave, ClientMessageType.Say, ClientMessageType.Edit, ClientMessageType.Delete,
        ClientMessageType.React, ClientMessageType.History, ClientMessageType.Messages, ClientMessageType.Read,
        ClientMessageType.Typing, ClientMessageType.Ask, ClientMessageType.Ticket, ClientMessageType.Hello, ClientMessageType.Claim,
    ];

    private static readonly string[] OfAgents =
        [.. OfVisitors.Except([ClientMessageType.Ask]).Append(ClientMessageType.Away)];

    private static IEnumerable<string> All => typeof(ClientMessageType)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(type => (string)type.GetValue(null)!);

    [Test]
    public async Task Of_all_requests_there_are_visitors_and_agents_have_their_own_and_no_other()
    {
        await using var desk = await DeskServer.StartAsync();
        var agent = await desk.AgentAsync(await desk.HireAsync("Lily"));
        var (visitor, ticket) = await desk.AskAsync("Wang");
        await visitor.JoinAsync(ticket);
        await agent.JoinAsync(ticket);
        foreach (var type in All.Except(OfVisitors))
            Assert.That(await visitor.CodeAsync(new { type, room = $"#{ticket}" }), Is.EqualTo("not_allowed"), type);
        foreach (var type in All.Except(OfAgents))
            Assert.That(await agent.CodeAsync(new { type, room = $"#{ticket}" }), Is.EqualTo("not_allowed"), type);
        await using var guest = await Guest.ComeAsync(desk.Server, "Eve");
        foreach (var type in new[] { ClientMessageType.Ask, ClientMessageType.Ticket })
            Assert.That((string?)(await guest.AskAsync(new { type, id = type, ticket }))["code"], Is.EqualTo("not_allowed"));
    }

    [Test]
    public async Task A_visitor_enters_their_own_ticket_and_nothing_else_that_has_a_name()
    {
        await using var desk = await DeskServer.StartAsync(agents: "Lily");
        var (wang, one) = await desk.AskAsync("Wang");
        var (li, two) = await desk.AskAsync("Li");
        await using var ann = await Guest.ComeAsync(desk.Server, "Ann");
        await using var ben = await Guest.ComeAsync(desk.Server, "Ben");
        var direct = (string)(await ann.AskAsync(new { type = "direct", id = "d", person = ben.Id }))["room"]!;
        foreach (var room in new[] { $"#{two}", $"#{one}.notes", $"#{two}.notes", "#999", "#0", "#", "#-1", $"#0{one}", "lobby", direct, ":desk", "", "secret" })
            Assert.That(await wang.CodeAsync(new { type = "join", room }), Is.EqualTo("no_such_ticket"), room);
        var agent = await desk.AgentAsync(await desk.HireAsync("Nosy"));
        await agent.JoinAsync(one);
        var joined = await wang.JoinAsync(one);
        Assert.That(((string?)joined["type"], joined["people"]!.AsArray().Count), Is.EqualTo(("joined", 0)));
        await agent.AskAsync(new { type = "leave", room = $"#{one}" });
        foreach (var action in new[] { "claim", "take_over", "transfer", "return", "priority" })
            Assert.That(await wang.ActAsync(one, action), Is.EqualTo("not_allowed"), action);
        Assert.That(await wang.ActAsync(two, "close"), Is.EqualTo("no_such_ticket"));

        Assert.That(wang.Welcome["rooms"]!.AsArray(), Is.Empty);
        Assert.That(wang.Welcome["directs"]!.AsArray(), Is.Empty);
        await wang.SayAsync(one, "of Wang");
        await li.JoinAsync(two);
        await li.SayAsync(two, "of Li");
        Assert.That(li.Told.Concat([li.Welcome]).Select(told => told.ToJsonString()), Has.None.Contains("Wang"));
        Assert.That(
            wang.Told.Concat([wang.Welcome]).Select(told => told.ToJsonString()),
            Has.None.Contains("\"Li\"").And.None.Contains("Nosy"), "nor which agents look in");
    }

    [Test]
    public async Task An_agent_enters_tickets_and_neither_rooms_nor_conversations_of_two()
    {
        await using var desk = await DeskServer.StartAsync();
        var agent = await desk.AgentAsync(await desk.HireAsync("Lily", supervisor: true));
        var (_, ticket) = await desk.AskAsync("Wang");
        await using var ann = await Guest.ComeAsync(desk.Server, "Ann");
        await using var ben = await Guest.ComeAsync(desk.Server, "Ben");
        var direct = (string)(await ann.AskAsync(new { type = "direct", id = "d", person = ben.Id }))["room"]!;
        await ann.AskAsync(new { type = "join", id = "j", room = direct });
        await ann.AskAsync(new { type = "say", id = "s", room = direct, text = "between us" });
        foreach (var room in new[] { "lobby", direct, "#999", ":agents" })
            Assert.That(await agent.CodeAsync(new { type = "join", room }), Is.EqualTo("no_such_ticket"), room);
        Assert.That((string?)(await agent.JoinAsync(ticket))["type"], Is.EqualTo("joined"));
        Assert.That((string?)(await agent.AskAsync(new { type = "join", room = $"#{ticket}.notes" }))["type"], Is.EqualTo("joined"));
        // Neither is an agent somebody whom people of the house find.
        Assert.That((string?)(await ann.AskAsync(new { type = "direct", id = "e", person = agent.Id }))["code"], Is.EqualTo("no_such_person"));
    }

    [Test]
    public async Task People_of_the_house_find_no_ticket_and_no_visitor()
    {
        await using var desk = await DeskServer.StartAsync(agents: "Lily");
        var (wang, ticket) = await desk.AskAsync("Wang");
        await wang.JoinAsync(ticket);
        await wang.SayAsync(ticket, "a secret");
        await using var eve = await Guest.ComeAsync(desk.Server, "Eve", wang.Token);
        Assert.That(eve.Id, Is.Not.EqualTo(wang.Id), "the same token is somebody else in the house");
        Assert.That((string?)(await eve.AskAsync(new { type = "join", id = "j", room = $"#{ticket}" }))["code"], Is.EqualTo("bad_room"));
        Assert.That((string?)(await eve.AskAsync(new { type = "direct", id = "d", person = wang.Id }))["code"], Is.EqualTo("no_such_person"));
        await eve.AskAsync(new { type = "admin", id = "a", key = DeskServer.AdminKey });
        Assert.That((string?)(await eve.AskAsync(new { type = "join", id = "k", room = $"#{ticket}" }))["code"], Is.EqualTo("bad_room"));
        Assert.That((await eve.AskAsync(new { type = "rooms", id = "r" })).ToJsonString(), Does.Not.Contain("#"));

        foreach (var path in new[] { "", "/messages", "/events", "/export", "/webhooks" })
        {
            var answer = await desk.Api.GetAsync($"/api/rooms/%23{ticket}{path}", DeskServer.Shown(DeskServer.AdminKey));
            Assert.That((int)answer.Status, Is.EqualTo(400).Or.EqualTo(401), path);
            Assert.That(answer.Text, Does.Not.Contain("secret"));
        }
    }

    [Test]
    public async Task Over_http_a_ticket_is_its_visitors_and_the_agents_and_nobody_elses()
    {
        await using var desk = await DeskServer.StartAsync();
        var key = await desk.HireAsync("Lily");
        var (wang, ticket) = await desk.AskAsync("Wang");
        var (li, _) = await desk.AskAsync("Li");
        var paths = new[] { $"/api/tickets/{ticket}/transcript", $"/api/tickets/{ticket}/messages/1/files/1" };
        foreach (var path in paths)
        {
            Assert.That((await desk.Api.GetAsync(path)).Problem, Is.EqualTo((401, "key_needed")));
            Assert.That((await desk.Api.GetAsync(path, DeskServer.Shown(li.Token))).Problem, Is.EqualTo((404, "no_such_ticket")));
            Assert.That((await desk.Api.GetAsync(path, DeskServer.Shown(DeskServer.AdminKey))).Problem, Is.EqualTo((401, "bad_token")));
        }
        Assert.That((await desk.Api.GetAsync(paths[0], DeskServer.Shown(wang.Token))).Text, Does.Contain("Wang: hello?"));
        Assert.That((await desk.Api.GetAsync(paths[0], DeskServer.Shown(key))).Status, Is.EqualTo(HttpStatusCode.OK));

        var say = await desk.Api.PostAsync($"/api/tickets/{ticket}/messages", "hi", "text/plain", DeskServer.Shown(li.Token));
        Assert.That(say.Problem, Is.EqualTo((404, "no_such_ticket")));
        say = await desk.Api.PostAsync($"/api/tickets/{ticket}/messages", "hi", "text/plain", DeskServer.Shown(key));
        Assert.That(say.Problem, Is.EqualTo((403, "not_yours")), "the agent doesn't have it");
        foreach (var path in new[] { "/api/agents", "/api/desk/settings", "/api/desk/report?from=0&to=1", "/api/desk/tickets" })
            Assert.That((int)(await desk.Api.GetAsync(path, DeskServer.Shown(wang.Token))).Status, Is.EqualTo(401).Or.EqualTo(403), path);
        foreach (var path in new[] { "/api/agents", "/api/desk/settings", "/api/desk/report?from=0&to=1" })
            Assert.That((int)(await desk.Api.GetAsync(path, DeskServer.Shown(key))).Status, Is.EqualTo(401).Or.EqualTo(403), path);
    }

    [Test]
    public async Task Notes_are_the_agents_and_the_visitor_is_told_nothing_of_them()
    {
        await using var desk = await DeskServer.StartAsync();
        var agent = await desk.AgentAsync(await desk.HireAsync("Lily"));
        var (wang, ticket) = await desk.AskAsync("Wang");
        await wang.JoinAsync(ticket);
        var notes = $"#{ticket}.notes";
        await agent.AskAsync(new { type = "join", room = notes });
        Assert.That((string?)(await agent.AskAsync(new { type = "say", room = notes, text = "a difficult one" }))["kind"], Is.EqualTo("message"));
        await agent.SendAsync(new { type = "read", room = notes, seq = 1 });
        await agent.AskAsync(new { type = "history", room = notes, after = 0 });
        await wang.SayAsync(ticket, "anybody?");
        Assert.That(wang.Told.Select(told => told.ToJsonString()), Has.None.Contains("notes").And.None.Contains("difficult"));
        Assert.That((await desk.Api.GetAsync($"/api/tickets/{ticket}/transcript", DeskServer.Shown(wang.Token))).Text, Does.Not.Contain("difficult"));
    }

    [Test]
    public async Task Without_an_agent_there_is_no_desk_and_a_key_that_is_revoked_ends_the_connection()
    {
        await using var desk = await DeskServer.StartAsync();
        await using (var early = await ChatPeer.OpenAsync(desk.Server))
        {
            await early.SendAsync(new { type = "hello", @as = "visitor" });
            Assert.That((string?)(await early.ExpectAsync("error"))["code"], Is.EqualTo("no_desk"));
            await early.SendAsync(new { type = "hello", @as = "agent", key = "no such key" });
            Assert.That((string?)(await early.ExpectAsync("error"))["code"], Is.EqualTo("bad_key"));
            await early.SendAsync(new { type = "hello", @as = "king" });
            Assert.That((string?)(await early.ExpectAsync("error"))["code"], Is.EqualTo("bad_message"));
        }
        var agent = await desk.AgentAsync(await desk.HireAsync("Lily"));
        var (wang, ticket) = await desk.AskAsync("Wang");
        await agent.ActAsync(ticket, "claim");
        await desk.Api.SendAsync(HttpMethod.Delete, "/api/agents/Lily", null, DeskServer.Shown(DeskServer.AdminKey));
        Assert.That(await agent.Peer.ExpectCloseAsync(), Is.EqualTo(CloseCode.KeyRevoked));
        var back = await wang.TicketAsync(told => (bool?)told["returned"] == true);
        Assert.That((string?)back["acts"]!.AsArray()[^1]!["text"], Is.EqualTo("gone"));
    }
}
