using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Everything can be reached and seen without a mouse; AnnouncerTests has what is heard.</summary>
public sealed class KeyboardTests : BrowserTest
{
    /// <summary>What has the focus, and whether an outline or the border of a field shows it.</summary>
    private const string Focused =
        """
        () => {
          const e = document.activeElement;
          const style = getComputedStyle(e);
          const hasOutline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            && !/^rgba\(.*, 0\)$|transparent/.test(style.outlineColor);
          const field = e.closest('.composer-box, .field') ?? e;
          const isSeen = hasOutline || getComputedStyle(field).boxShadow !== 'none';
          const name = e.id || e.closest('[data-room]')?.dataset.room || e.className || e.tagName;
          return `${name}${isSeen ? '' : ' (unseen)'}`;
        }
        """;

    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task Tab_goes_through_rooms_messages_and_composer_and_is_always_seen()
    {
        var ann = await EnterAsync("Ann");
        await Expect(ann.Composer).ToBeFocusedAsync();
        var round = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            await ann.Page.Keyboard.PressAsync("Tab");
            round.Add(await ann.Page.EvaluateAsync<string>(Focused));
        }

        // Between the end of the page and its beginning the focus is on nothing of the page.
        round.RemoveAll(name => name.StartsWith("BODY", StringComparison.Ordinal));
        Assert.That(round.Distinct(), Is.EquivalentTo(new[]
        {
            "skip-link", "language", "lobby", "random", "join-room-name", "icon-button", "my-name", "my-menu",
            "search-open", "room-menu", "messages", "attach", "composer", "hand-button", "emoji-button",
        }));
    }

    [Test]
    public async Task A_person_without_a_mouse_can_do_everything()
    {
        var ann = await VisitAsync();
        await Expect(ann.NameInput).ToBeFocusedAsync();
        await ann.Page.Keyboard.TypeAsync("Ann");
        await ann.Page.Keyboard.PressAsync("Enter");
        await ann.WaitUntilReadyAsync();
        await ann.Page.Keyboard.TypeAsync("hello");
        await ann.Page.Keyboard.PressAsync("Enter");
        await ann.ExpectTextsAsync("hello");

        await TabToAsync(ann, "random");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("random");
        await Expect(ann.Composer).ToBeFocusedAsync();

        await TabToAsync(ann, "join-room-name");
        await ann.Page.Keyboard.TypeAsync("ops");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.RoomTitle).ToHaveTextAsync("ops");

        await TabToAsync(ann, "my-name");
        await ann.Page.Keyboard.PressAsync("Space");
        await Expect(ann.NameInput).ToBeFocusedAsync();
        await ann.Page.Keyboard.TypeAsync("Anna");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.MyName).ToHaveTextAsync("Anna");
        await Expect(ann.Page.Locator("#my-name")).ToBeFocusedAsync();
    }

    [Test]
    public async Task The_first_Tab_offers_the_way_to_the_composer()
    {
        var ann = await EnterAsync("Ann");
        await TabToAsync(ann, "skip-link");
        await Expect(ann.Page.Locator("#skip-link")).ToBeInViewportAsync(new() { Ratio = 1 });

        await ann.Page.Keyboard.PressAsync("Enter");

        await Expect(ann.Composer).ToBeFocusedAsync();
    }

    [Test]
    public async Task The_dialog_keeps_the_focus_until_it_is_answered()
    {
        var ann = await VisitAsync();
        await Expect(ann.NameInput).ToBeFocusedAsync();
        var round = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            await ann.Page.Keyboard.PressAsync("Tab");
            round.Add(await ann.Page.EvaluateAsync<string>(Focused));
        }

        round.RemoveAll(name => name.StartsWith("BODY", StringComparison.Ordinal));
        Assert.That(round.Distinct(), Is.EquivalentTo(new[] { "name-input", "name-skip", "name-save" }));
    }

    [Test]
    public async Task The_messages_scroll_by_key()
    {
        await History.WriteAsync(Server, "lobby", 30);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "30");
        await ann.Page.FocusAsync("#messages");
        await ann.Page.EvaluateAsync("() => { window.bottom = messages.scrollTop; }");

        await ann.Page.Keyboard.PressAsync("PageUp");

        await ann.UntilAsync("messages.scrollTop < bottom - 100");
    }

    [Test]
    public async Task Parts_of_the_page_have_roles_and_names()
    {
        var ann = await EnterAsync("Ann");
        var page = ann.Page;
        await Expect(page.GetByRole(AriaRole.Main)).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Rooms" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "People" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("lobby");
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Message" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send" })).ToBeVisibleAsync();
        var nameless = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('button')].filter(e => e.checkVisibility())
              .filter(e => !(e.getAttribute('aria-label') || e.textContent).trim())
              .map(e => e.outerHTML)
            """);
        Assert.That(nameless, Is.Empty);
    }

    private static async Task TabToAsync(Visitor visitor, string name)
    {
        for (var i = 0; i < 30; i++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if (await visitor.Page.EvaluateAsync<string>(Focused) == name) return;
        }
        Assert.Fail($"Tab does not come to {name}");
    }
}
