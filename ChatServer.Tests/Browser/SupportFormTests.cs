using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What a visitor is asked, and what they read where nobody is there.</summary>
public sealed class SupportFormTests : SupportBrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeDeskAsync();

    [Test]
    public async Task A_server_without_agents_says_that_nobody_answers_here()
    {
        var wang = await VisitAsync("/support");
        await Expect(wang.Page.Locator("#no-desk")).ToContainTextAsync("Nobody answers here yet");
        await Expect(wang.Page.Locator("#ask")).ToBeHiddenAsync();
    }

    [Test]
    public async Task The_fields_are_those_that_are_set_and_what_is_needed_is_asked_for()
    {
        var lily = await WorkAsync("Lily");
        await SetAsync(new()
        {
            Greeting = "Good day!",
            Departments = ["Sales", "Repairs"],
            Fields = [new("order", Required: true), new("size")],
        });
        var page = (await ComeAsync()).Page;
        await Expect(page.Locator(".greeting")).ToHaveTextAsync("Good day!");

        await page.ClickAsync("#ask .main-button");
        await Expect(page.Locator("#ask [aria-invalid=true]")).ToHaveCountAsync(4);
        await Expect(page.Locator("#ask-name")).ToBeFocusedAsync();
        await Expect(page.Locator("#ask-name-error")).ToHaveTextAsync("Please fill this in.");

        await page.FillAsync("#ask-name", "Wang");
        await page.SelectOptionAsync("#ask-department", "Repairs");
        await page.FillAsync("#ask-field-0", "8841");
        await page.FillAsync("#ask-text", "It is broken.");
        await page.ClickAsync("#ask .main-button");
        var ticket = await lily.TicketAsync(ticket => (string?)ticket["question"] == "It is broken.");
        Assert.That((string?)ticket["department"], Is.EqualTo("Repairs"));
        Assert.That((string?)ticket["fields"]!["order"], Is.EqualTo("8841"));
        Assert.That((string?)ticket["language"], Is.EqualTo("en"));
    }

    [Test]
    public async Task Where_nobody_is_there_a_question_is_left_with_a_way_to_answer_it()
    {
        var key = await HireAsync("Lily");
        await SetAsync(new() { RequireContact = true });
        var page = (await ComeAsync()).Page;
        await Expect(page.Locator(".offline-note")).ToContainTextAsync("Nobody is here right now.");
        await page.FillAsync("#ask-name", "Wang");
        await page.FillAsync("#ask-text", "Are you open on Sunday?");
        await page.ClickAsync("#ask .main-button");
        await Expect(page.Locator("#ask-contact")).ToBeFocusedAsync();

        await page.FillAsync("#ask-contact", "wang@example.com");
        await page.ClickAsync("#ask .main-button");
        await Expect(page.Locator("#queue-text")).ToContainTextAsync("We have your question");

        await using var lily = await SupportDesk.DeskPeer.ComeAsync(Server, new { type = "hello", @as = "agent", key });
        var ticket = lily.Welcome["console"]!["tickets"]![0]!;
        Assert.That((string?)ticket["contact"], Is.EqualTo("wang@example.com"));
        Assert.That((bool?)ticket["offline"], Is.True);
        await Expect(page.Locator("#queue-text")).ToContainTextAsync("You are next");
    }

    [Test]
    public async Task A_closed_desk_says_when_it_opens_by_the_clock_of_the_visitor()
    {
        await WorkAsync("Lily");
        var day = TimeProvider.System.GetUtcNow().AddDays(3);
        var week = new Dictionary<string, IReadOnlyList<string>>
        {
            [day.ToString("ddd", CultureInfo.InvariantCulture).ToLowerInvariant()] = ["12:00-13:00"],
        };
        await SetAsync(new() { Hours = new() { TimeZone = "UTC", Week = week } });
        var page = (await ComeAsync(new() { TimezoneId = "Asia/Shanghai" })).Page;
        var note = page.Locator(".offline-note");
        await Expect(note).ToContainTextAsync("We are closed right now.");
        await Expect(note).ToContainTextAsync(day.ToString("dddd", CultureInfo.InvariantCulture));
        await Expect(note).ToContainTextAsync("8:00 PM");
    }

    [Test]
    public async Task What_was_written_stays_when_the_desk_changes_under_it()
    {
        await WorkAsync("Lily");
        var page = (await ComeAsync()).Page;
        await page.FillAsync("#ask-name", "Wang");
        await page.FillAsync("#ask-text", "Where is");

        await SetAsync(new() { Fields = [new("order")] });

        await Expect(page.Locator("#ask-field-0")).ToBeVisibleAsync();
        await Expect(page.Locator("#ask-text")).ToHaveValueAsync("Where is");
        await Expect(page.Locator("#ask-text")).ToBeFocusedAsync();
    }

    [TestCase(ColorScheme.Light)]
    [TestCase(ColorScheme.Dark)]
    public async Task Every_text_that_a_visitor_reads_stands_out(ColorScheme scheme)
    {
        var lily = await WorkAsync("Lily");
        BrowserNewContextOptions options = new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce };
        var asking = await ComeAsync(options);
        await asking.Page.ClickAsync("#ask .main-button");
        await ColourTests.ExpectContrastAsync(asking, "the form");
        var wang = await AskAsync("Wang", "see https://example.com/", options);
        await ColourTests.ExpectContrastAsync(wang, "the queue");
        var number = await TakeAsync(lily);
        await lily.SayAsync(number, "see https://example.com/");
        await Expect(wang.Messages).ToHaveCountAsync(2);
        await ColourTests.ExpectContrastAsync(wang, "the conversation");
        await lily.ActAsync(number, "close");
        await Expect(wang.Page.Locator("#farewell")).ToBeVisibleAsync();
        await ColourTests.ExpectContrastAsync(wang, "the end");
    }

    [Test]
    public async Task Nothing_runs_of_what_visitors_and_agents_write()
    {
        var lily = await WorkAsync("<img src=x onerror=hacked=1>");
        await SetAsync(new()
        {
            Greeting = "<img src=x onerror=hacked=1>",
            Fields = [new("<b onclick=hacked=1>order")],
        });
        const string Hostile = "\"><img src=x onerror=hacked=1>";
        var wang = await AskAsync("<script>hacked=1</script>", Hostile);
        var number = await TakeAsync(lily);
        foreach (var payload in Payloads.All.Take(25)) await lily.SayAsync(number, payload);
        await lily.SayAsync(number, "the end");
        await Expect(wang.Texts.Last).ToHaveTextAsync("the end");
        await Expect(wang.Texts.First).ToHaveTextAsync(Hostile);
        await Expect(wang.Page.Locator("#title")).ToHaveTextAsync("<img src=x onerror=hacked=1>");
        await lily.ActAsync(number, "close");
        await Expect(wang.Page.Locator("#farewell")).ToBeVisibleAsync();
        Assert.That(await wang.Page.EvaluateAsync<bool>("typeof hacked === 'undefined'"));
        Assert.That(await wang.Page.Locator("main :is(script, iframe, img, object)").CountAsync(), Is.Zero);
    }
}
