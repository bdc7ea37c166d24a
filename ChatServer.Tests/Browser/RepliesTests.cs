using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Answering a message, and finding what an answer is to.</summary>
public sealed class RepliesTests : BrowserTest
{
    private static readonly LocatorAssertionsToBeInViewportOptions Whole = new() { Ratio = 1 };

    [Test]
    public async Task An_answer_shows_what_it_is_to()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("Who brings the **cake**?");

        await ann.ExpectTextsAsync("Who brings the cake?");
        await ann.Messages.HoverAsync();
        await ann.Page.ClickAsync(".message-tools [data-tool=reply]");
        await Expect(ann.Page.Locator("#reply-title")).ToHaveTextAsync("Replying to Ben");
        await Expect(ann.Page.Locator("#reply-text")).ToHaveTextAsync("Who brings the cake?");
        await Expect(ann.Composer).ToBeFocusedAsync();
        await ann.SayAsync("I do");

        await Expect(ann.Page.Locator("#reply-bar")).ToBeHiddenAsync();
        foreach (var person in (Visitor[])[ann, ben])
        {
            await person.ExpectTextsAsync("Who brings the cake?", "I do");
            var quote = person.Message("I do").Locator(".quote");
            await Expect(quote.Locator(".quote-author")).ToHaveTextAsync("Ben");
            await Expect(quote.Locator(".quote-text")).ToHaveTextAsync("Who brings the cake?");
        }
        await ann.SayAsync("next");
        await Expect(ann.Message("next").Locator(".quote")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task An_answer_can_be_given_up_and_the_text_stays()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("one");
        await ann.ExpectTextsAsync("one");
        var bar = ann.Page.Locator("#reply-bar");
        await ann.TypeAsync("words");
        await ann.UseToolAsync("one", "reply");
        await Expect(bar).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(bar).ToBeHiddenAsync();

        await ann.UseToolAsync("one", "reply");
        await ann.Page.ClickAsync("#reply-cancel");

        await Expect(bar).ToBeHiddenAsync();
        await Expect(ann.Composer).ToHaveValueAsync("words");
    }

    [Test]
    public async Task A_quote_says_what_its_original_says_now()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("at five");
        await ann.ExpectTextsAsync("at five");
        await ann.ReplyAsync("at five", "fine");
        await ben.ExpectTextsAsync("at five", "fine");
        var quote = ann.Page.Locator(".quote-text");

        await ben.Composer.PressAsync("ArrowUp");
        await ben.SayAsync("at six");
        await Expect(quote).ToHaveTextAsync("at six");

        await ben.DeleteAsync("at six");
        await Expect(quote).ToHaveTextAsync("Message deleted");
        await ann.ReloadAsync();
        await Expect(quote).ToHaveTextAsync("Message deleted");
    }

    [Test]
    public async Task An_original_that_is_not_on_the_page_is_fetched_and_found()
    {
        await ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });
        await History.WriteAsync(Server, "lobby", 400);
        await using var olga = await ChatPeer.JoinAsync(Server, "lobby", "Pia");
        await olga.SendAsync(new { type = "say", room = "lobby", text = "about the third", reply = 3 });
        await olga.ExpectAsync("event");
        var ann = await EnterAsync("Ann");
        var original = ann.Page.Locator(".message[data-seq='3']");
        await Expect(ann.Page.Locator(".quote-text")).ToContainTextAsync("m3 lorem");
        await Expect(original).ToHaveCountAsync(0);

        await ann.Page.ClickAsync(".quote");

        await Expect(original).ToBeInViewportAsync(Whole);
        await Expect(original).ToHaveClassAsync("message shown");
    }

    [Test]
    public async Task Originals_that_do_not_fit_into_one_answer_are_fetched_in_several()
    {
        const int count = 50;
        await ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });
        await using var olga = await ChatPeer.JoinAsync(Server, "lobby", "Olga");
        // In JSON a line feed takes two bytes: 50 of these are more than a page.
        for (var n = 1; n <= count; n++)
            await olga.SayAsync("lobby", $"about {n} {new string('\n', 15_000)}.");
        for (var n = 1; n <= count; n++)
        {
            await olga.SendAsync(new { type = "say", room = "lobby", text = $"answer {n}", reply = n });
            await olga.ExpectAsync("event");
        }

        var ann = await EnterAsync("Ann");

        await Expect(ann.Messages).ToHaveCountAsync(count);
        var quotes = ann.Page.Locator(".quote-text");
        for (var n = 1; n <= count; n++) await Expect(quotes.Nth(n - 1)).ToContainTextAsync($"about {n} ");
    }

    [Test]
    public async Task An_answer_begun_survives_a_reload_and_one_written_offline_a_restart()
    {
        await ServeAsync(settings => settings with { DataPath = DataPath });
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("question");
        await ann.ExpectTextsAsync("question");
        await ann.UseToolAsync("question", "reply");
        await ann.TypeAsync("half an ans");
        await ann.ReloadAsync();
        await Expect(ann.Page.Locator("#reply-text")).ToHaveTextAsync("question");
        await Expect(ann.Composer).ToHaveValueAsync("half an ans");

        await StopServerAsync();
        await ann.SayAsync("answer");
        await Expect(ann.Message("answer")).ToHaveAttributeAsync("data-state", "pending");
        await StartServerAgainAsync();

        await ben.ExpectTextsAsync("question", "answer");
        await Expect(ben.Message("answer").Locator(".quote-text")).ToHaveTextAsync("question");
    }

    [Test]
    public async Task Messages_can_be_answered_without_a_mouse()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("one");
        await ann.SayAsync("two");
        await ann.ExpectTextsAsync("one", "two");

        await ann.Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(ann.Page.Locator("#attach")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(ann.Page.Locator("#messages")).ToBeFocusedAsync();
        foreach (var key in (string[])["ArrowUp", "ArrowUp"]) await ann.Page.Keyboard.PressAsync(key);
        await Expect(ann.Message("one")).ToBeFocusedAsync();
        await Expect(ann.Message("one").Locator(".message-tools")).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Enter");
        foreach (var _ in Enumerable.Range(0, 7)) await ann.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(ann.Page.Locator("[data-tool=reply]")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Enter");

        await Expect(ann.Page.Locator("#reply-text")).ToHaveTextAsync("one");
        await Expect(ann.Composer).ToBeFocusedAsync();
    }

    [Test]
    public async Task On_a_phone_a_tap_on_a_message_opens_what_can_be_done()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann", options: new()
        {
            ViewportSize = new() { Width = 390, Height = 844 },
            IsMobile = true,
            HasTouch = true,
        });
        await ann.SayAsync("one");
        await ann.ExpectTextsAsync("one");

        await ann.Texts.TapAsync();
        var tools = ann.Page.Locator(".message-tools");
        await Expect(tools).ToBeInViewportAsync(Whole);
        var small = await tools.Locator("button").EvaluateAllAsync<string[]>(
            "all => all.filter(e => e.offsetWidth < 44 || e.offsetHeight < 44).map(e => e.outerHTML)");
        Assert.That(small, Is.Empty, "too small to touch");

        await ann.Page.TapAsync(".message-tools [data-tool=reply]");
        await Expect(ann.Page.Locator("#reply-text")).ToHaveTextAsync("one");
        await Expect(tools).ToHaveCountAsync(0);
    }
}
