using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The page on a phone: one column, the other two are drawers.</summary>
public sealed class PhoneTests : BrowserTest
{
    private const string Key = "the admin's key";
    private const int Width = 390;
    private const int Height = 844;

    /// <summary>Smallest side of what a finger is to hit, in CSS pixels (WCAG 2.5.5).</summary>
    private const int TouchPixels = 44;

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task The_conversation_has_the_whole_screen()
    {
        var ann = await EnterOnPhoneAsync();
        await ann.SayAsync($"{new string('x', 200)} and https://example.com/{new string('y', 200)}");
        await Expect(ann.Messages).ToHaveCountAsync(1);

        await Expect(ann.Page.Locator("#rooms")).ToBeHiddenAsync();
        await Expect(ann.Page.Locator("#people")).ToBeHiddenAsync();
        await Expect(ann.Composer).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(ann.Page.Locator("#send")).ToBeInViewportAsync(new() { Ratio = 1 });
        await ExpectNoSidewaysScrollingAsync(ann);
    }

    [TestCase("rooms")]
    [TestCase("people")]
    public async Task A_drawer_opens_by_its_button_and_closes_in_three_ways(string name)
    {
        var ann = await EnterOnPhoneAsync();
        var toggle = ann.Page.Locator($"#{name}-toggle");
        var list = ann.Page.Locator($"#{name}");
        Func<Task>[] ways =
        [
            () => ann.Page.Keyboard.PressAsync("Escape"),
            () => ann.Page.ClickAsync($"#{name}-panel .panel-close"),
            () => ann.Page.Touchscreen.TapAsync(name == "rooms" ? Width - 10 : 10, Height / 2),
        ];
        foreach (var close in ways)
        {
            await Expect(toggle).ToHaveAttributeAsync("aria-expanded", "false");
            await toggle.ClickAsync();
            await Expect(toggle).ToHaveAttributeAsync("aria-expanded", "true");
            await Expect(list).ToBeInViewportAsync(new() { Ratio = 1 });
            await Expect(ann.Page.Locator($"#{name}-panel :focus")).ToHaveCountAsync(1);
            await ExpectNoSidewaysScrollingAsync(ann);

            await close();

            await Expect(list).ToBeHiddenAsync();
            await Expect(toggle).ToBeFocusedAsync();
        }
    }

    [Test]
    public async Task Choosing_a_room_closes_the_drawer()
    {
        var ann = await EnterOnPhoneAsync();
        await ann.Page.ClickAsync("#rooms-toggle");

        await ann.OpenAsync("random");

        await Expect(ann.Page.Locator("#rooms")).ToBeHiddenAsync();
    }

    [Test]
    public async Task The_button_of_the_rooms_says_what_is_unread_elsewhere()
    {
        var ann = await EnterOnPhoneAsync();
        await ann.Page.ClickAsync("#rooms-toggle");
        await ann.OpenAsync("random");
        await History.WriteAsync(Server, "lobby", 2);

        var toggle = ann.Page.Locator("#rooms-toggle");
        await Expect(toggle).ToHaveAttributeAsync("data-unread", "2");
        await Expect(toggle).ToHaveAttributeAsync("aria-label", "Show rooms, 2 unread messages");
    }

    [Test]
    public async Task Turning_the_phone_keeps_the_newest_messages_in_view()
    {
        await History.WriteAsync(Server, "lobby", 25);
        var ann = await EnterOnPhoneAsync();
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "25");

        foreach (var (width, height) in ((int, int)[])[(Height, Width), (Width, Height)])
        {
            await ann.Page.SetViewportSizeAsync(width, height);
            await Expect(ann.Messages.Last).ToBeInViewportAsync();
            await ann.UntilAsync("messages.scrollHeight - messages.scrollTop - messages.clientHeight < 2");
        }
    }

    [Test]
    public async Task Everything_to_be_touched_is_large_enough()
    {
        var ann = await VisitAsync(options: Phone());
        await ExpectLargeEnoughAsync(ann);
        await ann.IntroduceAsync("Ann");
        await ann.Composer.FillAsync("hi");
        await ExpectLargeEnoughAsync(ann);
        await ann.Page.ClickAsync("#rooms-toggle");
        await Expect(ann.Page.Locator("#rooms")).ToBeInViewportAsync(new() { Ratio = 1 });
        await ExpectLargeEnoughAsync(ann);
    }

    [Test]
    public async Task The_webhooks_of_a_room_fit()
    {
        var ann = await EnterOnPhoneAsync();
        await ann.Page.ClickAsync("#rooms-toggle");
        await ann.BecomeAdminAsync(Key);
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Page.ClickAsync("#room-settings");
        await ann.Page.ClickAsync("#settings-webhooks");
        await ann.Page.FillAsync("#webhooks-url", $"http://10.1.2.3/{new string('x', 300)}");
        await ann.Page.FillAsync("#webhooks-name", new string('W', 32));
        await ann.Page.PressAsync("#webhooks-name", "Enter");

        var dialog = ann.Page.Locator("#webhooks-dialog");
        await Expect(dialog.Locator("li")).ToHaveCountAsync(1);
        await Expect(dialog.Locator(".copy-field")).ToBeInViewportAsync(new() { Ratio = 1 });
        await ExpectLargeEnoughAsync(ann);
        await ExpectNoSidewaysScrollingAsync(ann);
    }

    private static BrowserNewContextOptions Phone() => new()
    {
        ViewportSize = new() { Width = Width, Height = Height },
        DeviceScaleFactor = 2,
        IsMobile = true,
        HasTouch = true,
    };

    private Task<Visitor> EnterOnPhoneAsync() => EnterAsync("Ann", options: Phone());

    private static async Task ExpectNoSidewaysScrollingAsync(Visitor visitor)
    {
        var wide = await visitor.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('html, #main, #messages, #rooms, #people, dialog')]
              .filter(e => e.scrollWidth > e.clientWidth).map(e => e.id || e.tagName)
            """);
        Assert.That(wide, Is.Empty, "scrolls sideways");
    }

    private static async Task ExpectLargeEnoughAsync(Visitor visitor)
    {
        var small = await visitor.Page.EvaluateAsync<string[]>(
            """
            touch => [...document.querySelectorAll('button, input, select, textarea')]
              .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]'))
              .filter(e => e.offsetWidth < touch || e.offsetHeight < touch)
              .map(e => `${e.id || e.className}: ${e.offsetWidth} × ${e.offsetHeight}`)
            """,
            TouchPixels);
        Assert.That(small, Is.Empty, "too small to touch");
    }
}
