using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The console on a phone: the list, or one conversation.</summary>
public sealed class DeskPhoneTests : DeskBrowserTest
{
    private const int Width = 390;
    private const int Height = 844;

    [Test]
    public async Task One_thing_at_a_time_has_the_whole_screen_and_there_is_a_way_back()
    {
        var lily = await WorkAsync("Lily", supervisor: true, options: Phone());
        var (_, ticket) = await AskAsync(new string('W', 32), new string('x', 300));
        await Expect(lily.Column(ticket)).ToHaveCountAsync(0);
        await ExpectFitAsync(lily);

        await lily.ClaimAsync(ticket);

        await Expect(lily.Page.Locator("#queue")).ToBeHiddenAsync();
        await Expect(lily.Column(ticket)).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(lily.Input(ticket)).ToBeInViewportAsync(new() { Ratio = 1 });
        await ExpectFitAsync(lily);
        await lily.Column(ticket).Locator(".column-back").ClickAsync();
        await Expect(lily.Page.Locator("#queue")).ToBeVisibleAsync();
        await Expect(lily.Column(ticket)).ToBeHiddenAsync();
        foreach (var view in (string[])["report", "settings"])
        {
            await lily.Page.ClickAsync($"#desk-nav [data-view={view}]");
            await Expect(lily.Page.Locator($"#{view} h2")).ToBeVisibleAsync();
            await ExpectFitAsync(lily);
        }
    }

    private static BrowserNewContextOptions Phone() => new()
    {
        ViewportSize = new() { Width = Width, Height = Height },
        DeviceScaleFactor = 2,
        IsMobile = true,
        HasTouch = true,
    };

    private static async Task ExpectFitAsync(Agent agent)
    {
        var wide = await agent.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('html, body, main, #queue, .column, .ticket-log, dialog')]
              .filter(e => e.scrollWidth > e.clientWidth).map(e => e.id || e.className || e.tagName)
            """);
        Assert.That(wide, Is.Empty, "scrolls sideways");
    }
}
