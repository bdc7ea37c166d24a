using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Keys that work everywhere on the page.</summary>
public sealed class ShortcutTests : BrowserTest
{
    private const string FromBottom = "messages.scrollHeight - messages.scrollTop - messages.clientHeight";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });

    [Test]
    public async Task Alt_and_arrows_go_through_the_rooms_in_their_order_and_round()
    {
        var ann = await EnterInThreeRoomsAsync();
        foreach (var (key, room) in new[]
        {
            ("Alt+ArrowDown", "ops"), ("Alt+ArrowDown", "design"), ("Alt+ArrowDown", "lobby"), ("Alt+ArrowUp", "design"),
        })
        {
            await ann.Page.Keyboard.PressAsync(key);
            await Expect(ann.RoomTitle).ToHaveTextAsync(room);
            await Expect(ann.Composer).ToBeFocusedAsync();
        }
        await ann.UntilAsync("location.pathname === '/rooms/design'");
    }

    [Test]
    public async Task Alt_and_up_in_an_empty_box_edits_nothing()
    {
        var ann = await EnterInThreeRoomsAsync();
        await ann.SayAsync("mine");
        await ann.ExpectTextsAsync("mine");
        await ann.Page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(ann.RoomTitle).ToHaveTextAsync("design");
        await ann.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await ann.ExpectTextsAsync("mine");
        await Expect(ann.Page.Locator("#reply-bar")).ToBeHiddenAsync();
    }

    [Test]
    public async Task With_Shift_they_go_to_what_is_unread_and_nowhere_if_nothing_is()
    {
        var ann = await EnterInThreeRoomsAsync();
        await using var ben = await ChatPeer.JoinAsync(Server, "design", "Ben");
        await ben.SendAsync(new { type = "say", room = "design", text = "new" });
        await Expect(ann.Room("design").Locator(".unread")).ToHaveTextAsync("1");

        await ann.Page.Keyboard.PressAsync("Alt+Shift+ArrowDown");
        await Expect(ann.RoomTitle).ToHaveTextAsync("design");
        await ann.ExpectTextsAsync("new");
        await Expect(ann.Room("design").Locator(".unread")).ToBeHiddenAsync();
        await ann.Page.Keyboard.PressAsync("Alt+Shift+ArrowUp");
        await ann.SayAsync("still here");
        await ann.ExpectTextsAsync("new", "still here");
        await Expect(ann.RoomTitle).ToHaveTextAsync("design");
    }

    [Test]
    public async Task Escape_goes_to_the_newest_message_and_what_was_unread_is_read()
    {
        await History.WriteAsync(Server, "lobby", 100);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "100");
        await ann.Page.EvaluateAsync("() => { messages.scrollTop -= 1000; }");
        await Expect(ann.Page.Locator("#to-latest")).ToBeVisibleAsync();
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await ben.SendAsync(new { type = "say", room = "lobby", text = "new" });
        await Expect(ann.Page.Locator("#new-pill")).ToBeVisibleAsync();

        await ann.Page.Keyboard.PressAsync("Escape");

        await ann.UntilAsync($"{FromBottom} < 2");
        await Expect(ann.Page.Locator("#new-pill")).ToBeHiddenAsync();
        await Expect(ann.Page).ToHaveTitleAsync("lobby · ChatServer");
    }

    [Test]
    public async Task Escape_closes_what_is_on_top_and_nothing_below_it()
    {
        await History.WriteAsync(Server, "lobby", 100);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "100");
        await ann.Messages.Last.FocusAsync();
        await ann.Messages.Last.HoverAsync();
        await ann.Page.Locator("[data-tool=reply]").ClickAsync();
        var bar = ann.Page.Locator("#reply-bar");
        await Expect(bar).ToBeVisibleAsync();
        await ann.Page.EvaluateAsync("() => { messages.scrollTop -= 1000; }");
        await ann.Page.ClickAsync("#emoji-button");
        var picker = ann.Page.Locator("#emoji-picker");
        await Expect(picker).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(picker).ToBeHiddenAsync();
        await Expect(bar).ToBeVisibleAsync();

        await ann.Page.ClickAsync("#room-menu");
        await Expect(ann.Page.Locator("#room-actions")).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Page.Locator("#room-actions")).ToBeHiddenAsync();
        await Expect(bar).ToBeVisibleAsync();

        await ann.Page.EvaluateAsync("() => document.activeElement.blur()");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(bar).ToBeHiddenAsync();
        await ann.UntilAsync($"{FromBottom} > 500");
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.UntilAsync($"{FromBottom} < 2");
    }

    [Test]
    public async Task Escape_closes_a_drawer_and_leaves_the_place_in_the_log()
    {
        await History.WriteAsync(Server, "lobby", 100);
        var ann = await EnterAsync("Ann", options: new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "100");
        await ann.Page.EvaluateAsync("() => { messages.scrollTop -= 1000; }");
        await ann.Page.ClickAsync("#rooms-toggle");
        await Expect(ann.Page.Locator("#rooms-panel")).ToHaveAttributeAsync("data-open", "");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Page.Locator("#rooms-panel")).Not.ToHaveAttributeAsync("data-open", "");
        await ann.UntilAsync($"{FromBottom} > 500");
    }

    [Test]
    public async Task A_question_mark_shows_the_keys_unless_it_is_written()
    {
        var ann = await EnterAsync("Ann");
        await ann.Page.Keyboard.PressAsync("Shift+?");
        await Expect(ann.Composer).ToHaveValueAsync("?");
        var help = ann.Page.Locator("#help-dialog");
        await Expect(help).ToHaveCountAsync(0);

        await ann.Page.FocusAsync("#messages");
        await ann.Page.Keyboard.PressAsync("Shift+?");
        await Expect(help.GetByText("go to a room or a person")).ToBeInViewportAsync();
        await Expect(help.Locator("h2").First).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();

        await ann.ChooseAsync("help");
        await Expect(help.Locator("kbd").First).ToHaveTextAsync("Ctrl");
        await ann.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(help).ToBeVisibleAsync();
    }

    [Test]
    public async Task What_is_seldom_opened_is_not_loaded_before()
    {
        var loaded = new List<string>();
        var ann = await VisitAsync(prepare: page =>
        {
            page.Request += (_, request) => loaded.Add(request.Url);
            return Task.CompletedTask;
        });
        await ann.IntroduceAsync("Ann");
        string[] seldom =
        [
            "switcher.js", "switching.js", "help-dialog.js", "preferences-dialog.js", "invite-dialog.js", "qr-code.js",
            "projector.js", "projector.css", "rare.css",
        ];
        Assert.That(loaded.Where(url => seldom.Any(url.EndsWith)), Is.Empty);
        await ann.Page.Keyboard.PressAsync("Control+k");
        await Expect(ann.Page.Locator("#switcher")).ToBeVisibleAsync();
        Assert.That(loaded.Where(url => seldom.Any(url.EndsWith)), Is.Not.Empty);
    }

    private async Task<Visitor> EnterInThreeRoomsAsync()
    {
        var ann = await EnterAsync("Ann");
        await ann.JoinAsync("ops");
        await ann.JoinAsync("design");
        await ann.OpenAsync("lobby");
        return ann;
    }
}
