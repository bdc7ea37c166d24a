using ChatServer.Protocol;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The whole story with both pages: two visitors and two agents, each in a browser of their own.</summary>
public sealed class DeskStoryTests : DeskBrowserTest
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

    [TestCase("en-US", "You are next", "1 person before you", "Lily handed you over to Ben: knows the depot", "Thank you!")]
    [TestCase("zh-CN", "下一位就是您", "前面还有 1 人", "Lily 已将您转接给 Ben：knows the depot", "感谢您的评价！")]
    public async Task Two_visitors_wait_are_served_handed_over_and_rate_it(
        string locale, string next, string behind, string handed, string thanks)
    {
        var there = new BrowserNewContextOptions { Locale = locale };
        var (lily, ben) = (await WorkAsync("Lily", options: there), await WorkAsync("Ben", options: there));
        var wang = await ComeToSupportAsync("Wang", "Where is my parcel?", there);
        await Expect(wang.Page.Locator("#queue-text")).ToContainTextAsync(next);
        var li = await ComeToSupportAsync("Li", "An invoice, please.", there);
        await Expect(li.Page.Locator("#queue-text")).ToContainTextAsync(behind);
        var (one, two) = (await TicketAsync(lily, 0), await TicketAsync(lily, 1));

        await lily.ClaimAsync(one);
        await Expect(wang.Page.Locator("#title")).ToHaveTextAsync("Lily");
        await Expect(li.Page.Locator("#queue-text")).ToContainTextAsync(next);
        await ben.ClaimAsync(two);
        await lily.SayAsync(one, "for Wang");
        await ben.SayAsync(two, "for Li");
        await Expect(wang.Texts).ToHaveTextAsync(["Where is my parcel?", "for Wang"]);
        await Expect(li.Texts).ToHaveTextAsync(["An invoice, please.", "for Li"]);

        await lily.ActAsync(one, "transfer");
        await lily.Page.FillAsync("#ask-text", "knows the depot");
        await lily.Page.PressAsync("#ask-text", "Enter");
        await Expect(wang.Page.Locator(".quiet-line").Last).ToHaveTextAsync(handed);
        await ben.OpenAsync(one);
        await ben.SayAsync(one, "Ben here");
        await Expect(wang.Texts.Last).ToHaveTextAsync("Ben here");
        await wang.Page.FillAsync(".ticket-input", "Thanks, Ben");
        await wang.Page.PressAsync(".ticket-input", "Enter");
        await Expect(ben.Texts(one).Last).ToHaveTextAsync("Thanks, Ben");

        await ben.ActAsync(one, "close");
        await ben.Page.FillAsync("#ask-tag", "parcel");
        await ben.Page.PressAsync("#ask-tag", "Enter");
        await Expect(wang.Page.Locator("#farewell")).ToBeVisibleAsync();
        await wang.Page.Locator(".stars input").Last.CheckAsync(new() { Force = true });
        await wang.Page.ClickAsync(".rating .main-button");
        await Expect(wang.Page.Locator("#farewell")).ToContainTextAsync(thanks);
        await Expect(li.Page.Locator(".ticket-input")).ToBeEditableAsync();
    }

    [TestCase("en-US", "We kept you waiting, sorry. You are first in the queue again")]
    [TestCase("zh-CN", "抱歉让您久等，您已回到队列最前面")]
    public async Task An_agent_who_says_nothing_loses_the_ticket_and_the_visitor_is_told(string locale, string told)
    {
        var there = new BrowserNewContextOptions { Locale = locale };
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));
        await ServeAsync(settings => settings with { AdminKey = AdminKey }, time);
        var lily = await WorkAsync("Lily", options: there);
        await SetAsync(new DeskSettings { SilenceMinutes = 1 });
        var wang = await ComeToSupportAsync("Wang", "hello?", there);
        var ticket = await TicketAsync(lily, 0);
        await lily.ClaimAsync(ticket);
        await Expect(wang.Page.Locator("#title")).ToHaveTextAsync("Lily");

        for (var passed = Step; passed < TimeSpan.FromMinutes(1); passed += Step) time.Advance(Step);
        await Expect(lily.Group("mine")).ToHaveCountAsync(1);
        time.Advance(Step);

        await Expect(wang.Page.Locator(".quiet-line").Last).ToHaveTextAsync(told);
        await Expect(lily.Group("waiting")).ToHaveCountAsync(1);
        await Expect(lily.Group("mine")).ToHaveCountAsync(0);
    }

    private async Task<Visitor> ComeToSupportAsync(string name, string text, BrowserNewContextOptions options)
    {
        var visitor = await VisitAsync("/support", options);
        await visitor.Page.FillAsync("#ask-name", name);
        await visitor.Page.FillAsync("#ask-text", text);
        await visitor.Page.ClickAsync("#ask .main-button");
        await Expect(visitor.Page.Locator(".ticket-input")).ToBeEditableAsync();
        return visitor;
    }

    /// <summary>Number of the ticket at a place of the queue.</summary>
    private static async Task<long> TicketAsync(Agent agent, int place)
    {
        var line = agent.Group("waiting").Nth(place);
        await Expect(line).ToBeVisibleAsync();
        return long.Parse((await line.GetAttributeAsync("data-ticket"))!, null);
    }
}
