using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What stands where at the console: nothing over what is read or pressed, nothing cut off.</summary>
public sealed class DeskLooksTests : DeskBrowserTest
{
    private static readonly string LongName = new('W', 32);

    [Test]
    public async Task A_menu_stands_at_its_button([Values] bool onPhone)
    {
        var lily = await WorkAsync("Lily", options: onPhone ? Phone() : null);
        var (_, ticket) = await AskAsync("Wang", "hello?");

        await lily.Page.ClickAsync("#own-menu-button");
        await ExpectMenuAsync(lily, "#own-menu", "#own-menu-button");
        await lily.PressAsync("Escape");

        await lily.ClaimAsync(ticket);
        await lily.ActAsync(ticket, "priority");
        await ExpectMenuAsync(lily, "#priority-menu", ".column-actions [data-action=priority]");
    }

    [Test]
    public async Task An_admin_who_comes_back_is_told_of_no_connection()
    {
        await HireAsync("Lily");
        var admin = new Agent(await VisitAsync("/desk", prepare: page => page.Clock.InstallAsync()));
        await admin.EnterAsync(AdminKey);
        await Expect(admin.Page.Locator("#report h2")).ToBeVisibleAsync();
        await admin.Page.ReloadAsync();
        await Expect(admin.Page.Locator("#report h2")).ToBeVisibleAsync();

        await admin.Page.Clock.FastForwardAsync("00:05");

        await Expect(admin.Page.Locator("#banner")).ToBeHiddenAsync();
    }

    [Test]
    public async Task The_button_that_claims_lies_over_no_word([Values] bool onPhone)
    {
        var lily = await WorkAsync("Lily", options: onPhone ? Phone() : null);
        var (_, ticket) = await AskAsync("Wang", string.Join(' ', Enumerable.Repeat("teapot", 20)));
        var line = lily.Line(ticket);
        await Expect(line.Locator(".fact")).ToHaveTextAsync(["#1", "place 1"]);

        await ExpectApartAsync(line.Locator(".queue-claim"), line.Locator(".queue-question"));
        foreach (var fact in await line.Locator(".fact").AllAsync())
            await ExpectApartAsync(line.Locator(".queue-claim"), fact);
    }

    [Test]
    public async Task A_notice_lies_over_no_conversation_and_goes_when_its_ticket_is_opened([Values] bool onPhone)
    {
        var options = onPhone ? Phone() : null;
        var (lily, ben) = (await WorkAsync("Lily"), await WorkAsync("Ben", options: options));
        var (_, first) = await AskAsync("Eve", "hi");
        await ben.ClaimAsync(first);
        var (_, second) = await AskAsync("Wang", "hello?");
        await lily.ClaimAsync(second);
        await lily.ActAsync(second, "transfer");
        await lily.Asked.Locator(".main-button").ClickAsync();

        await Expect(ben.Notice).ToBeInViewportAsync(new() { Ratio = 1 });
        await ExpectApartAsync(ben.Notice, ben.Column(first));
        await ExpectApartAsync(ben.Notice, ben.Page.Locator("#tabs"));
        if (onPhone) await ben.Column(first).Locator(".column-back").ClickAsync();
        await Expect(ben.Notice).ToBeVisibleAsync();
        await ben.OpenAsync(second);

        await Expect(ben.Notice).ToBeHiddenAsync();
    }

    [Test]
    public async Task On_a_phone_nothing_of_what_was_found_is_cut_off()
    {
        var lily = await WorkAsync("Lily", options: Phone());
        var (wang, ticket) = await AskAsync(LongName, new string('x', 300));
        await lily.ClaimAsync(ticket);
        await lily.Column(ticket).Locator(".column-back").ClickAsync();
        Assert.That(await wang.ActAsync(ticket, "close"), Is.Null);

        await lily.Page.ClickAsync("#open-search");
        var found = lily.Page.Locator(".search-results button");
        await Expect(found).ToHaveCountAsync(1);

        await ExpectWithinAsync(found.Locator(".search-name"), lily.Page.Locator(".search-found"));
        await ExpectWithinAsync(found.Locator(".search-question"), lily.Page.Locator(".search-found"));
    }

    [Test]
    public async Task On_a_phone_the_report_has_every_figure_of_an_agent_with_its_name()
    {
        var olga = await WorkAsync("Olga", supervisor: true, options: Phone());
        var (_, ticket) = await AskAsync("Wang", "hello?");
        await olga.ClaimAsync(ticket);
        await olga.Column(ticket).Locator(".column-back").ClickAsync();

        await olga.Page.ClickAsync("#desk-nav [data-view=report]");
        var figures = olga.Page.Locator("#report-agents td");
        await Expect(figures).ToHaveCountAsync(6);

        foreach (var figure in await figures.AllAsync())
        {
            await ExpectWithinAsync(figure, olga.Page.Locator(".table-scroll"));
            var label = await figure.EvaluateAsync<string>("cell => getComputedStyle(cell, '::before').content");
            Assert.That(label, Does.Match("^\"[A-Z]"));
        }
    }

    [Test]
    public async Task A_key_is_shown_to_its_end([Values] bool onPhone)
    {
        await HireAsync("Olga");
        var admin = new Agent(await VisitAsync("/desk", onPhone ? Phone() : null));
        await admin.EnterAsync(AdminKey);
        await admin.Page.ClickAsync("#open-agents");
        await admin.Page.FillAsync("#agents-name", "Lily");
        await admin.Page.PressAsync("#agents-name", "Enter");

        var key = admin.Page.Locator(".made-key textarea");
        await Expect(key).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^[\\w-]{43}$"));
        Assert.That(
            await key.EvaluateAsync<bool>(
                "e => e.scrollWidth <= e.clientWidth && e.scrollHeight <= e.clientHeight"), Is.True);
    }

    [Test]
    public async Task A_long_name_leaves_the_composer_one_line_high()
    {
        var lily = await WorkAsync("Lily", options: Phone());
        var (_, first) = await AskAsync("Al", "hi");
        var (_, second) = await AskAsync(LongName, "hi");
        await lily.ClaimAsync(first);
        var height = (await lily.Input(first).BoundingBoxAsync())!.Height;
        await lily.Column(first).Locator(".column-back").ClickAsync();

        await lily.ClaimAsync(second);

        await Expect(lily.Input(second)).ToHaveAttributeAsync("placeholder", $"Message {LongName}");
        Assert.That((await lily.Input(second).BoundingBoxAsync())!.Height, Is.EqualTo(height));
    }

    private static BrowserNewContextOptions Phone() => new()
    {
        ViewportSize = new() { Width = 390, Height = 844 },
        IsMobile = true,
        HasTouch = true,
    };

    private static async Task ExpectMenuAsync(Agent agent, string menu, string button)
    {
        var (shown, anchor) = (agent.Page.Locator(menu), agent.Page.Locator(button));
        await Expect(shown).ToHaveCSSAsync("position", "fixed");
        await Expect(shown).ToHaveCSSAsync("border-top-left-radius", "12px");
        await Expect(shown.Locator("button").First).ToHaveCSSAsync("display", "block");
        await Expect(shown).ToBeInViewportAsync(new() { Ratio = 1 });
        var (box, at) = ((await shown.BoundingBoxAsync())!, (await anchor.BoundingBoxAsync())!);
        Assert.That(box.Y, Is.EqualTo(at.Y + at.Height + 4).Within(1), "below its button");
        Assert.That(box.X, Is.InRange(at.X + at.Width - box.Width - 8, at.X + 1), "at the side of its button");
    }

    private static async Task ExpectApartAsync(ILocator one, ILocator other)
    {
        // Who has not opened a second conversation has no tabs.
        if (!await other.IsVisibleAsync()) return;
        LocatorBoundingBoxResult? a = null, b = null;
        // What is drawn anew has none for a moment.
        await Eventually.IsAsync(async () => (a = await one.BoundingBoxAsync()) is not null
            && (b = await other.BoundingBoxAsync()) is not null);
        var isApart = a!.X + a.Width <= b!.X || b.X + b.Width <= a.X || a.Y + a.Height <= b.Y || b.Y + b.Height <= a.Y;
        Assert.That(isApart, Is.True, $"{one} lies over {other}");
    }

    private static async Task ExpectWithinAsync(ILocator one, ILocator around)
    {
        var (inner, outer) = ((await one.BoundingBoxAsync())!, (await around.BoundingBoxAsync())!);
        Assert.That(inner.X, Is.GreaterThanOrEqualTo(outer.X));
        Assert.That(inner.X + inner.Width, Is.LessThanOrEqualTo(outer.X + outer.Width));
    }
}
