using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>
/// A window of 1280 × 800 at 300 %: 427 × 267 pixels of CSS (WCAG 2.2, 1.4.10 asks for 320 wide). With what is long,
/// wide, or written from right to left, all of it can be read and reached.
/// </summary>
public sealed class ZoomTests : BrowserTest
{
    private const string LongName = "Wolfeschlegelsteinhausenbergerdo";

    /// <summary>What stands out of the window at the side, and can neither be scrolled to nor ends in «…».</summary>
    private const string Overflowing =
        """
        () => [...document.querySelectorAll('body *')].filter(one => {
          const { left, right, width, height } = one.getBoundingClientRect();
          if (width === 0 || height === 0 || right <= innerWidth + 1 && left >= -1) return false;
          for (let around = one.parentElement; around; around = around.parentElement) {
            const { overflowX, textOverflow } = getComputedStyle(around);
            if (/auto|scroll/.test(overflowX) && around.scrollWidth > around.clientWidth) return false;
            if (textOverflow === 'ellipsis') return false;
          }
          return getComputedStyle(one).visibility !== 'hidden' && !one.closest('.visually-hidden, .panel:not([data-open])');
        }).map(one => `${one.tagName} ${one.id} ${one.className}`)
        """;

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });

    [Test]
    public async Task At_300_percent_everything_can_be_read_and_reached()
    {
        await using (var peer = await ChatPeer.JoinAsync(Server, "lobby", LongName))
        {
            await peer.SayAsync("lobby", "https://example.com/" + string.Concat(Enumerable.Repeat("a-long-way/", 30)));
            await peer.SayAsync("lobby", new string('x', 16 * 1024));
            await peer.SayAsync("lobby", $"```\n{new string('w', 300)}\n```");
            await peer.SayAsync("lobby", "שלום לכולם (floor 3)");
        }
        await using var long1 = await ChatPeer.JoinAsync(Server, new string('r', 64), LongName);
        var ann = await EnterAsync("Ann", options: new()
        {
            ViewportSize = new() { Width = 427, Height = 267 },
            DeviceScaleFactor = 3,
            ReducedMotion = Microsoft.Playwright.ReducedMotion.Reduce,
        });
        var page = ann.Page;
        await Expect(ann.Texts).ToHaveCountAsync(4);
        await Expect(ann.Texts.Last).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(ann.Composer).ToBeInViewportAsync(new() { Ratio = 1 });
        await ExpectAllInsideAsync(ann, "a room");

        await page.ClickAsync("#rooms-toggle");
        await Expect(page.Locator("#joined-rooms .room")).ToBeInViewportAsync(new() { Ratio = 1 });
        await ExpectAllInsideAsync(ann, "the rooms");
        await page.ClickAsync("#my-menu");
        await Expect(page.Locator("#own-menu")).ToBeInViewportAsync(new() { Ratio = 1 });
        await ExpectAllInsideAsync(ann, "own menu");
        await page.ClickAsync("#own-menu [data-action=preferences]");
        await page.Locator("#preferences-sound").UncheckAsync();
        await ExpectAllInsideAsync(ann, "settings");
        await page.Keyboard.PressAsync("Escape");

        foreach (var (keys, dialog) in new[]
        {
            ("Control+k", "#switcher"), ("Control+Shift+F", "#search-dialog"), ("Alt+p", "#projector"),
        })
        {
            await page.Keyboard.PressAsync(keys);
            await Expect(page.Locator(dialog)).ToBeVisibleAsync();
            await ExpectAllInsideAsync(ann, dialog);
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.Locator(dialog)).ToBeHiddenAsync();
        }
        await page.ClickAsync("#emoji-button");
        await Expect(page.Locator("#emoji-grid button").First).ToBeInViewportAsync(new() { Ratio = 1 });
        await ExpectAllInsideAsync(ann, "emoji");
        await page.Keyboard.PressAsync("Escape");
        await ann.SayAsync("large");
        await Expect(ann.Texts.Last).ToHaveTextAsync("large");
        await Expect(ann.Texts.Last).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    private static async Task ExpectAllInsideAsync(Visitor person, string view) =>
        Assert.That(await person.Page.EvaluateAsync<string[]>(Overflowing), Is.Empty, view);
}
