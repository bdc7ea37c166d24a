using System.Text.RegularExpressions;
using ChatServer.Protocol;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The list of tickets at the console: who waits, who takes whom, what is unread.</summary>
public sealed class DeskQueueTests : DeskBrowserTest
{
    [Test]
    public async Task Who_waits_is_listed_with_place_age_department_and_question()
    {
        await HireAsync("Ben");
        await SetAsync(new DeskSettings { Departments = ["Sales", "配送"] });
        var (_, first) = await AskAsync("Wang", "Where is my parcel?", new { department = "配送" });
        var (_, second) = await AskAsync("Eve", "An invoice, please", new { department = "配送" });
        var (_, third) = await AskAsync("Ann", "A discount?", new { department = "Sales" });
        var lily = await WorkAsync("Lily");

        await Expect(lily.Group("waiting")).ToHaveCountAsync(3);
        await Expect(lily.Line(first).Locator(".queue-question")).ToHaveTextAsync("Where is my parcel?");
        await Expect(lily.Line(first)).ToContainTextAsync("place 1");
        await Expect(lily.Line(second)).ToContainTextAsync("place 2");
        await Expect(lily.Line(third)).ToContainTextAsync("place 3"); // Lily takes those of both
        await Expect(lily.Line(second).Locator("[data-fact=department]")).ToHaveTextAsync("配送");
        await Expect(lily.Line(first).Locator(".queue-age")).ToHaveTextAsync(new Regex(@"^\d+:\d\d$"));
        await Expect(lily.Page.Locator("#own-load")).ToHaveTextAsync("0 / 4");

        await lily.ClaimAsync(first);

        await Expect(lily.Group("waiting")).ToHaveCountAsync(2);
        await Expect(lily.Group("mine")).ToHaveCountAsync(1);
        await Expect(lily.Line(second)).ToContainTextAsync("place 1");
        await Expect(lily.Line(third)).ToContainTextAsync("place 2");
        await Expect(lily.Page.Locator("#own-load")).ToHaveTextAsync("1 / 4");

        await lily.PressAsync("Escape");
        await lily.PressAsync("a");
        await Expect(lily.Line(third)).ToContainTextAsync("place 1"); // nobody is there who takes both
    }

    [Test]
    public async Task Of_two_who_claim_one_has_it_and_the_other_is_told_who()
    {
        var lily = await WorkAsync("Lily", prepare: async page =>
        {
            // This page isn't told of what others do, as where two press in the same moment.
            await page.RouteWebSocketAsync("**/ws", route =>
            {
                var server = route.ConnectToServer();
                route.OnMessage(frame => server.Send(frame.Text!));
                server.OnMessage(frame =>
                {
                    if (!frame.Text!.Contains("\"state\":\"assigned\"")) route.Send(frame.Text);
                });
            });
        });
        var ben = await WorkAsync("Ben");
        var (_, ticket) = await AskAsync("Wang", "hello?");

        await ben.ClaimAsync(ticket);
        await lily.Line(ticket).Locator(".queue-claim").ClickAsync();

        await Expect(lily.Notice).ToContainTextAsync("Ben has taken it.");
        await Expect(ben.Group("mine")).ToHaveCountAsync(1);
    }

    [Test]
    public async Task What_another_has_taken_is_listed_as_theirs_and_cannot_be_written_in()
    {
        var (lily, ben) = (await WorkAsync("Lily"), await WorkAsync("Ben"));
        var (_, ticket) = await AskAsync("Wang", "hello?");
        await ben.ClaimAsync(ticket);

        await Expect(lily.Group("others")).ToHaveCountAsync(1);
        await Expect(lily.Line(ticket).Locator("[data-fact=agent]")).ToHaveTextAsync("Ben");
        await lily.OpenAsync(ticket);
        await Expect(lily.Texts(ticket)).ToHaveTextAsync(["hello?"]);
        await Expect(lily.Input(ticket)).ToBeHiddenAsync();
        await Expect(lily.Column(ticket).Locator("[data-action=take_over]")).ToBeHiddenAsync();
    }

    [Test]
    public async Task What_is_unread_is_counted_in_the_list_the_strip_and_the_title_and_is_heard()
    {
        var lily = await WorkAsync("Lily");
        var (wang, first) = await AskAsync("Wang", "hello?");
        await Expect(lily.Page.Locator("body")).ToHaveAttributeAsync("data-played", "waiting");
        var tickets = new List<long> { first };
        foreach (var name in new[] { "Eve", "Ann" }) tickets.Add((await AskAsync(name, "hi")).Ticket);
        foreach (var ticket in tickets) await lily.ClaimAsync(ticket);
        await Expect(lily.Columns).ToHaveCountAsync(2);
        await Expect(lily.Column(first)).ToHaveCountAsync(0);

        await wang.SayAsync(first, "are you there?");
        await wang.SayAsync(first, "?");

        await Expect(lily.Line(first).Locator(".queue-unread")).ToHaveTextAsync("2");
        await Expect(lily.Page.Locator($"#tabs [data-ticket=\"{first}\"] .count")).ToHaveTextAsync("2");
        await Expect(lily.Page).ToHaveTitleAsync("(2) Support desk");
        await Expect(lily.Page.Locator("body")).ToHaveAttributeAsync("data-played", "message");
        await lily.PressAsync("Alt+1");
        await Expect(lily.Input(first)).ToBeFocusedAsync();
        await Expect(lily.Line(first).Locator(".queue-unread")).ToBeHiddenAsync();
        await Expect(lily.Page).ToHaveTitleAsync("Support desk");
    }

    [Test]
    public async Task What_the_desk_gives_has_arrived_like_what_a_colleague_hands_over()
    {
        var lily = await WorkAsync("Lily");
        var (_, ticket) = await AskAsync("Wang", "hello?");
        await Expect(lily.Group("waiting")).ToHaveCountAsync(1);
        var body = lily.Page.Locator("body");
        await Expect(body).ToHaveAttributeAsync("data-played", "waiting");
        await body.EvaluateAsync("body => delete body.dataset.played");

        await SetAsync(new DeskSettings { Routing = DeskSettings.Auto });

        await Expect(lily.Group("mine")).ToHaveCountAsync(1);
        await Expect(lily.Notice).ToContainTextAsync("Wang was given to you.");
        await Expect(lily.Line(ticket).Locator(".queue-unread")).ToHaveTextAsync("1");
        await Expect(lily.Page).ToHaveTitleAsync("(1) Support desk");
        await Expect(body).ToHaveAttributeAsync("data-played", "waiting");
        await lily.OpenAsync(ticket);
        await Expect(lily.Line(ticket).Locator(".queue-unread")).ToBeHiddenAsync();
        await Expect(lily.Page).ToHaveTitleAsync("Support desk");
    }

    [Test]
    public async Task Where_the_desk_gives_tickets_out_who_waits_is_heard_only_if_nobody_has_room()
    {
        await SetAsync(new DeskSettings { Routing = DeskSettings.Auto });
        var (lily, ben) = (await WorkAsync("Lily"), await WorkAsync("Ben"));
        var (wang, first) = await AskAsync("Wang", "hello?"); // goes to Lily, who has been idle longest
        for (var n = 2; n <= 8; n++) await AskAsync($"Wang {n}", "hello?");
        await Expect(lily.Group("mine")).ToHaveCountAsync(4);
        await Expect(ben.Group("mine")).ToHaveCountAsync(4);
        var body = ben.Page.Locator("body");
        await body.EvaluateAsync("body => delete body.dataset.played");
        Assert.That(await wang.ActAsync(first, "close"), Is.Null);
        await Expect(ben.Group("others")).ToHaveCountAsync(3);
        var (_, next) = await AskAsync("Eve", "hi");
        await Expect(ben.Page.Locator($"[data-group=others] [data-ticket=\"{next}\"]")).ToBeVisibleAsync();
        await Expect(body).Not.ToHaveAttributeAsync("data-played", "waiting");

        await AskAsync("Ann", "hey");
        await Expect(body).ToHaveAttributeAsync("data-played", "waiting");
    }

    [Test]
    public async Task The_list_is_walked_and_tickets_are_claimed_by_key()
    {
        var lily = await WorkAsync("Lily");
        var (_, first) = await AskAsync("Wang", "hello?");
        var (_, second) = await AskAsync("Eve", "hi");
        await Expect(lily.Group("waiting")).ToHaveCountAsync(2);
        await lily.Page.Locator("#no-columns").ClickAsync();

        await lily.PressAsync("j");
        await Expect(lily.Line(first).Locator(".queue-line")).ToBeFocusedAsync();
        await lily.PressAsync("j");
        await Expect(lily.Line(second).Locator(".queue-line")).ToBeFocusedAsync();
        await lily.PressAsync("k");
        await lily.PressAsync("Enter");
        await Expect(lily.Column(first)).ToBeFocusedAsync();
        await lily.PressAsync("c");
        await Expect(lily.Input(first)).ToBeFocusedAsync();
        await lily.Page.Keyboard.TypeAsync("c is a letter here");
        await Expect(lily.Input(first)).ToHaveValueAsync("c is a letter here");
        await lily.PressAsync("Escape");
        await lily.PressAsync("?");
        await Expect(lily.Page.Locator("#help-dialog")).ToContainTextAsync("move in the list");
    }

    [Test]
    public async Task Who_is_away_says_so_and_others_see_it()
    {
        var lily = await WorkAsync("Lily");
        var ben = await ComeAsync(new { type = "hello", @as = "agent", key = await HireAsync("Ben") });

        await lily.Page.ClickAsync("#own-state");

        await Expect(lily.Page.Locator("#own-state")).ToHaveAttributeAsync("aria-checked", "false");
        await ben.UntilAsync(message => (string?)message["type"] == "agents"
            && message["agents"]!.AsArray().Any(agent =>
                (string?)agent!["name"] == "Lily" && (string?)agent["state"] == "away"));
        await lily.Page.ReloadAsync();
        await Expect(lily.Page.Locator("#queue")).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_console_speaks_Chinese()
    {
        var lily = await WorkAsync("王丽", options: new() { Locale = "zh-CN" });
        var (_, ticket) = await AskAsync("李雷", "请问什么时候发货？", new { language = "en" });

        await Expect(lily.Page.Locator("#queue h2").First).ToHaveTextAsync("排队中");
        await Expect(lily.Line(ticket)).ToContainTextAsync("第 1 位");
        await lily.ClaimAsync(ticket);
        await Expect(lily.Column(ticket).Locator("[data-fact=language] dd")).ToHaveTextAsync("英语");
        await Expect(lily.Column(ticket).Locator("[data-action=close]")).ToHaveTextAsync("结束");
        await Expect(lily.Column(ticket).Locator(".quiet-line")).ToContainTextAsync("王丽");
        await lily.Page.ClickAsync("#language");
        await Expect(lily.Column(ticket).Locator("[data-action=close]")).ToHaveTextAsync("Close");
    }
}
