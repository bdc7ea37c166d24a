using ChatServer.Protocol;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What visitors give is text at the console, whatever it looks like.</summary>
public sealed class DeskSafetyTests : DeskBrowserTest
{
    private const string Fine = "https://hostile.example/hacked";

    [Test]
    public async Task Nothing_runs_of_what_a_visitor_says_of_themselves()
    {
        const string markup = "<img src=x onerror=hacked=1>";
        await HireAsync("Ben");
        await SetAsync(new DeskSettings { Fields = [new(markup)], Departments = ["<b>Sales</b>"] });
        var lily = await WorkAsync("Lily", supervisor: true, prepare: PretendAsync);
        var (eve, ticket) = await AskAsync(markup, $"{markup} javascript:hacked=1", new
        {
            page = Fine,
            language = "x-hacked",
            contact = "\"><svg onload=hacked=1>@example.com",
            department = "<b>Sales</b>",
            fields = new Dictionary<string, string> { [markup] = "</dd><script>hacked=1</script>" },
        });

        await lily.ClaimAsync(ticket);
        await eve.SayAsync(ticket, $"[click](javascript:hacked=1) {markup}");
        await Expect(lily.Texts(ticket)).ToHaveCountAsync(2);

        await Expect(lily.Line(ticket).Locator(".queue-name")).ToHaveTextAsync(markup);
        await Expect(lily.Column(ticket).Locator("[data-fact=page] dd")).ToHaveTextAsync("javascript:hacked=1");
        await Expect(lily.Column(ticket).Locator("[data-fact=page] a")).ToHaveCountAsync(0);
        foreach (var action in (string[])["transfer", "return", "close"])
        {
            await lily.ActAsync(ticket, action);
            await Expect(lily.Asked).ToBeVisibleAsync();
            await ExpectNothingRanAsync(lily);
            await lily.PressAsync("Escape");
        }
        await lily.ActAsync(ticket, "close");
        await lily.Page.FillAsync("#ask-tag", markup);
        await lily.Page.PressAsync("#ask-tag", "Enter");
        await Expect(lily.Group("mine")).ToHaveCountAsync(0);
        await lily.Column(ticket).FocusAsync();
        await lily.PressAsync("/");
        await lily.Page.Locator(".search-results button").ClickAsync();
        await Expect(lily.Page.Locator(".transcript")).ToContainTextAsync(markup);
        await ExpectNothingRanAsync(lily);
        await lily.PressAsync("Escape");
        await lily.Page.ClickAsync("[data-view=report]");
        await Expect(lily.Page.Locator("#report")).ToContainTextAsync(markup);
        await ExpectNothingRanAsync(lily);
        await lily.Page.ClickAsync("[data-view=settings]");
        await Expect(lily.Page.Locator("[data-rows=departments] input")).ToHaveValueAsync("<b>Sales</b>");
        await ExpectNothingRanAsync(lily);
    }

    /// <summary>The server takes no page that isn't on the web; a page of ours doesn't rely on it.</summary>
    private static Task PretendAsync(IPage page) => page.RouteWebSocketAsync("**/ws", route =>
    {
        var server = route.ConnectToServer();
        route.OnMessage(frame => server.Send(frame.Text!));
        server.OnMessage(frame =>
            route.Send(frame.Text!.Replace(Fine, "javascript:hacked=1", StringComparison.Ordinal)));
    });

    private static async Task ExpectNothingRanAsync(Agent agent)
    {
        Assert.That(
            await agent.Page.EvaluateAsync<bool>("() => typeof hacked === 'undefined'"), "ran as code");
        var strange = await agent.Page.EvaluateAsync<string[]>(
            """
            () => [...document.body.querySelectorAll('*')]
              .filter(e => e.matches('img, script, iframe, object, embed, style, link, meta, base, b')
                || [...e.attributes].some(({ name }) => name.startsWith('on'))
                || e.matches('a[target]') && !/^https?:$/.test(new URL(e.href).protocol))
              .map(e => e.outerHTML)
            """);
        Assert.That(strange, Is.Empty);
    }
}
