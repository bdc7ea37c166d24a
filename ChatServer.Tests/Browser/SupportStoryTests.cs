using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>A visitor's way through the desk: the question, the queue, the conversation, its end.</summary>
public sealed class SupportStoryTests : SupportBrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeDeskAsync();

    [TestCase("en-US", 1280, "You are next", "is here for you", "Seen", "Lily is typing")]
    [TestCase("zh-CN", 390, "下一位就是您", "正在为您服务", "已读", "Lily 正在输入")]
    public async Task A_visitor_asks_waits_talks_rates_and_keeps_a_copy(
        string locale, int width, string next, string here, string seen, string typing)
    {
        var lily = await WorkAsync("Lily");
        var wang = await AskAsync("Wang", "Where is my parcel?", new()
        {
            Locale = locale,
            ViewportSize = new() { Width = width, Height = 844 },
        });
        var page = wang.Page;
        await Expect(page.Locator("#queue-text")).ToHaveTextAsync(next);
        await Expect(wang.Texts).ToHaveTextAsync("Where is my parcel?");

        var number = await TakeAsync(lily);
        await Expect(page.Locator("#title")).ToHaveTextAsync("Lily");
        await Expect(page.Locator("#subtitle")).ToHaveTextAsync(here);
        await Expect(page.Locator("#queue")).ToBeHiddenAsync();
        await lily.SendAsync(new { type = "typing", room = $"#{number}" });
        await Expect(page.Locator(".ticket-typing")).ToContainTextAsync(typing);
        await lily.SayAsync(number, "On its *way*.");
        await Expect(wang.Texts.Last).ToHaveTextAsync("On its way.");

        await page.FillAsync(".ticket-input", "thank you");
        await lily.UntilAsync(told => (string?)told["type"] == "preview" && (string?)told["text"] == "thank you");
        await page.PressAsync(".ticket-input", "Enter");
        var said = await lily.UntilAsync(told => (string?)told["text"] == "thank you" && told["seq"] is not null);
        await Expect(page.Locator(".ticket-input")).ToHaveValueAsync("");
        await lily.SendAsync(new { type = "read", room = $"#{number}", seq = (long)said["seq"]! });
        await Expect(page.Locator(".ticket-seen")).ToHaveTextAsync(seen);

        await lily.ActAsync(number, "close");
        await Expect(page.Locator("#farewell")).ToBeVisibleAsync();
        await Expect(page.Locator(".ticket-composer")).ToBeHiddenAsync();
        await page.Locator(".stars input").First.FocusAsync();
        for (var star = 1; star < 4; star++) await page.Keyboard.PressAsync("ArrowRight");
        await page.FillAsync(".rating textarea", "quick");
        await page.ClickAsync(".rating .main-button");
        var rated = await lily.TicketAsync(ticket => ticket["rating"] is not null);
        Assert.That(((int)rated["rating"]!, (string?)rated["comment"]), Is.EqualTo((4, "quick")));
        await Expect(page.Locator(".given-stars [data-on]")).ToHaveCountAsync(4);

        var saved = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#save-transcript"));
        var copy = await File.ReadAllTextAsync(await saved.PathAsync());
        Assert.That(copy, Does.Contain("Where is my parcel?").And.Contain("Lily: On its *way*.").And.Contain("thank you"));
        Assert.That(copy, locale == "zh-CN" ? Does.Match(@"\p{IsCJKUnifiedIdeographs}") : Does.Match("[a-z]"));

        await page.ClickAsync("#ask-again");
        await Expect(page.Locator("#ask-name")).ToHaveValueAsync("Wang");
        await Expect(page.Locator("#ask-text")).ToHaveValueAsync("");
        await page.ReloadAsync();
        await Expect(page.Locator("#ask")).ToBeVisibleAsync();
    }

    [Test]
    public async Task The_place_in_the_queue_is_kept_true()
    {
        var lily = await WorkAsync("Lily");
        var (first, second) = (await AskAsync("Ann", "one?"), await AskAsync("Ben", "two?"));
        await Expect(second.Page.Locator("#queue-text")).ToContainTextAsync("1 person before you");
        await Expect(second.Page.Locator("#queue-text")).ToHaveAttributeAsync("role", "status");

        await TakeAsync(lily);

        await Expect(first.Page.Locator("#queue")).ToBeHiddenAsync();
        await Expect(second.Page.Locator("#queue-text")).ToContainTextAsync("You are next");
    }

    [Test]
    public async Task Who_comes_back_finds_the_conversation_and_what_was_being_written()
    {
        var lily = await WorkAsync("Lily");
        var wang = await AskAsync("Wang", "Where is my parcel?");
        var number = await TakeAsync(lily);
        await wang.Page.FillAsync(".ticket-input", "by the way");
        await wang.Page.CloseAsync(new() { RunBeforeUnload = true });
        await lily.SayAsync(number, "On its way.");

        var again = await wang.Context.NewPageAsync();
        await again.GotoAsync(Address("/support").AbsoluteUri);

        await Expect(again.Locator("#title")).ToHaveTextAsync("Lily");
        await Expect(again.Locator(".message-text")).ToHaveTextAsync(["Where is my parcel?", "On its way."]);
        await Expect(again.Locator(".ticket-input")).ToHaveValueAsync("by the way");
    }

    [Test]
    public async Task Nothing_is_lost_and_nothing_doubled_while_the_connection_is()
    {
        var lily = await WorkAsync("Lily");
        var wire = new Wire();
        var wang = await VisitAsync("/support", prepare: wire.StandBeforeAsync);
        await wang.Page.FillAsync("#ask-name", "Wang");
        await wang.Page.FillAsync("#ask-text", "Where is my parcel?");
        await wang.Page.ClickAsync("#ask .main-button");
        var number = await TakeAsync(lily);
        await Expect(wang.Page.Locator("#title")).ToHaveTextAsync("Lily");

        wire.HoldEvents = true;
        await wang.Page.FillAsync(".ticket-input", "hello?");
        await wang.Page.PressAsync(".ticket-input", "Enter");
        await lily.UntilAsync(told => (string?)told["text"] == "hello?" && told["seq"] is not null);
        await lily.SayAsync(number, "I am here.");
        await wire.CutAsync();

        await Expect(wang.Texts).ToHaveTextAsync(["Where is my parcel?", "hello?", "I am here."]);
        await Expect(wang.Page.Locator(".message:not([data-state=sent])")).ToHaveCountAsync(0);
        Assert.That(wire.Connections, Is.GreaterThan(1));
    }

    [Test]
    public async Task A_lost_connection_is_told_and_comes_back()
    {
        await WorkAsync("Lily");
        var wang = await AskAsync("Wang", "hello?");
        await StopServerAsync();
        await Expect(wang.Banner).ToContainTextAsync("Connection lost");
        var (banner, place) = ((await wang.Banner.BoundingBoxAsync())!, (await wang.Page.Locator("#queue").BoundingBoxAsync())!);
        Assert.That(place.Y, Is.GreaterThanOrEqualTo(banner.Y + banner.Height), "the place in the queue is still to be seen");
    }

    [Test]
    public async Task The_visitor_is_told_in_friendly_words_who_comes_and_goes()
    {
        var (lily, tom) = (await WorkAsync("Lily"), await WorkAsync("Tom"));
        await SetAsync(new() { Departments = ["Sales"] });
        var wang = await AskAsync("Wang", "hello?");
        var number = await TakeAsync(lily);
        await lily.AskAsync(new { type = "ticket", ticket = number, action = "transfer", person = tom.Id, text = "he knows" });
        await Expect(wang.QuietLines.Last).ToHaveTextAsync("Lily handed you over to Tom: he knows");
        await Expect(wang.Page.Locator("#title")).ToHaveTextAsync("Tom");

        await tom.AskAsync(new { type = "ticket", ticket = number, action = "transfer", department = "Sales" });
        await Expect(wang.QuietLines.Last).ToContainTextAsync("first in the queue");
        await Expect(wang.Page.Locator("#queue-text")).ToContainTextAsync("You are first in the queue");
        await Expect(wang.Page.Locator("#title")).ToHaveTextAsync("Support");
    }

    [Test]
    public async Task Files_go_both_ways_and_pictures_are_seen()
    {
        var lily = await WorkAsync("Lily");
        var wang = await AskAsync("Wang", "it is broken");
        var number = await TakeAsync(lily);
        var dot = Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

        await wang.Page.SetInputFilesAsync(
            ".ticket-composer input[type=file]",
            new FilePayload[]
            {
                new() { Name = "photo.png", MimeType = "image/png", Buffer = dot },
                new() { Name = "<b>log.txt", MimeType = "text/plain", Buffer = "42"u8.ToArray() },
            });

        var sent = await lily.UntilAsync(told => told["files"] is not null);
        Assert.That((string?)sent["room"], Is.EqualTo($"#{number}"));
        await Expect(wang.Page.Locator(".picture img")).ToHaveAttributeAsync("src", new Regex("^blob:"));
        await Expect(wang.Page.Locator(".upload")).ToHaveCountAsync(0);
        var saved = await wang.Page.RunAndWaitForDownloadAsync(
            () => wang.Page.Locator(".file", new() { HasText = "log" }).ClickAsync());
        Assert.That(await File.ReadAllTextAsync(await saved.PathAsync()), Is.EqualTo("42"));
    }

    [Test]
    public async Task The_visitor_ends_it_after_a_second_thought()
    {
        var lily = await WorkAsync("Lily");
        var wang = await AskAsync("Wang", "hello?");
        var number = await TakeAsync(lily);
        await wang.Page.ClickAsync("#end");
        await wang.Page.ClickAsync("#end-dialog .quiet-button");
        await Expect(wang.Page.Locator(".ticket-input")).ToBeVisibleAsync();

        await wang.Page.ClickAsync("#end");
        await wang.Page.ClickAsync("#end-dialog .main-button");

        await lily.TicketAsync(ticket => (long?)ticket["number"] == number && (string?)ticket["state"] == "closed");
        await Expect(wang.QuietLines.Last).ToHaveTextAsync("You ended the conversation");
        await Expect(wang.Page.Locator("#farewell-title")).ToBeFocusedAsync();
    }
}
