using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Finding messages in the page, and going to the place of one.</summary>
public sealed class SearchPageTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });

    [Test]
    public async Task Goes_to_an_old_place_reads_on_both_ways_and_comes_back()
    {
        await using (var olga = await ChatPeer.JoinAsync(Server, "lobby", "Olga"))
        {
            for (var n = 1; n <= 1_500; n++) await olga.SendAsync(new { type = "say", room = "lobby", text = n == 300 ? "the needle" : $"m{n}" });
            for (var n = 1; n <= 1_500; n++) await olga.ExpectAsync("event");
        }
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "1500");
        await FindAsync(ann, "needle");
        await ann.Page.Keyboard.PressAsync("Enter");

        await Expect(ann.Page.Locator("#search-dialog")).ToBeHiddenAsync();
        await Expect(ann.Message("the needle")).ToBeInViewportAsync();
        Assert.That(await ann.Messages.CountAsync(), Is.LessThan(320), "only what stands around it");

        // What is said meanwhile waits at the end, and moves nothing.
        await ben.SayAsync("live");
        await Expect(ann.Page.Locator("#new-pill")).ToBeVisibleAsync();
        await Expect(ann.Message("the needle")).ToBeInViewportAsync();
        await Expect(ann.Message("live")).ToHaveCountAsync(0);

        // On towards the newest, step by step, without a gap.
        for (var last = 0L; last < 1_500;)
        {
            var sequence = await ann.SequenceAsync();
            Assert.That(sequence, Is.EqualTo(Enumerable.Range((int)sequence[0], sequence.Length)));
            Assert.That(sequence, Has.Length.LessThanOrEqualTo(600));
            (var before, last) = (last, sequence[^1]);
            if (last >= 1_500) break;
            await ann.Page.EvaluateAsync("() => { messages.scrollTop = messages.scrollHeight; }");
            await ann.UntilAsync($"Number([...document.querySelectorAll('.message')].at(-1).dataset.seq) > {Math.Max(before, last)}");
        }
        await Expect(ann.Message("live")).ToHaveCountAsync(1);

        // Up from the needle, and back by the button.
        await FindAsync(ann, "needle");
        await ann.Page.Locator("#search-results button").ClickAsync();
        await Expect(ann.Message("the needle")).ToBeInViewportAsync();
        await ann.Page.EvaluateAsync("() => { messages.scrollTop = 0; }");
        await ann.UntilAsync("Number(document.querySelector('.message').dataset.seq) < 200");
        await ann.Page.ClickAsync("#to-latest");
        await Expect(ann.Message("live")).ToBeInViewportAsync();
        await ben.SayAsync("live again");
        await Expect(ann.Message("live again")).ToBeInViewportAsync();
    }

    [Test]
    public async Task Who_writes_in_an_old_place_is_back_at_the_newest()
    {
        await History.WriteAsync(Server, "lobby", 400);
        var ann = await EnterAsync("Ann");
        await FindAsync(ann, "\"m17 lorem\"");
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(ann.Page.Locator(".message[data-seq='17']")).ToBeInViewportAsync();
        await ann.SayAsync("mine");
        await Expect(ann.Message("mine")).ToBeInViewportAsync();
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "401");
    }

    [TestCase("天", "今天天气很好")]
    [TestCase("天气", "今天天气很好")]
    [TestCase("今天天气", "今天天气很好")]
    [TestCase("WORLD hello", "hello world")]
    [TestCase("o", "hello world")]
    public async Task Chinese_and_English_are_found_and_marked(string query, string text)
    {
        var ann = await EnterAsync("Ann", options: new() { Locale = query[0] > '\x80' ? "zh-CN" : "en-US" });
        await ann.SayAsync("今天天气很好");
        await ann.SayAsync("hello world");
        await Expect(ann.Messages).ToHaveCountAsync(2);
        await FindAsync(ann, query);
        var results = ann.Page.Locator("#search-results .search-text");
        await Expect(results).ToHaveTextAsync(new[] { text });
        var marks = await results.Locator("mark").AllTextContentsAsync();
        Assert.That(string.Concat(marks), Is.Not.Empty.And.Length.LessThanOrEqualTo(query.Length * 2));
    }

    [Test]
    public async Task Everywhere_is_all_rooms_and_conversations_that_one_may_read()
    {
        var (ann, ben, eve) = (await EnterAsync("Ann"), await EnterAsync("Ben"), await EnterAsync("Eve"));
        await ben.JoinAsync("garden");
        await ben.SayAsync("a needle in the garden");
        await ann.OpenDirectAsync("Ben");
        await ann.SayAsync("a needle for Ben");
        await Expect(ann.Message("a needle for Ben")).ToBeVisibleAsync();
        foreach (var (who, count) in new[] { (eve, 1), (ben, 2) })
        {
            await FindAsync(who, "needle");
            await who.Page.Locator("#search-dialog input[type=radio]").Last.CheckAsync();
            await Expect(who.Page.Locator("#search-results button")).ToHaveCountAsync(count);
        }
        await eve.Page.Locator("#search-results button").ClickAsync();
        await Expect(eve.RoomTitle).ToHaveTextAsync("garden");
        await Expect(eve.Message("a needle in the garden")).ToBeInViewportAsync();
        await ben.Page.Locator("#search-results button").Filter(new() { HasText = "Ann" }).First.ClickAsync();
        await Expect(ben.RoomTitle).ToHaveTextAsync("Ann");
    }

    [Test]
    public async Task The_keyboard_is_enough()
    {
        var ann = await EnterAsync("Ann");
        foreach (var text in new[] { "apple one", "apple two" }) await ann.SayAsync(text);
        await Expect(ann.Messages).ToHaveCountAsync(2);
        await ann.Page.Keyboard.PressAsync("Control+Shift+F");
        await Expect(ann.Page.Locator("#search-field")).ToBeFocusedAsync();
        await ann.Page.Keyboard.TypeAsync("apple");
        var results = ann.Page.Locator("#search-results button");
        await Expect(results).ToHaveCountAsync(2);
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(results.First).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(results.Last).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        await ann.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(ann.Page.Locator("#search-field")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        if (await ann.Page.Locator("#search-dialog").IsVisibleAsync()) await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(ann.Page.Locator("#search-dialog")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Nothing_found_is_said_and_more_is_a_page_away()
    {
        await History.WriteAsync(Server, "lobby", 60);
        var ann = await EnterAsync("Ann");
        await FindAsync(ann, "no such thing");
        await Expect(ann.Page.Locator(".search-status")).ToHaveTextAsync("Nothing found here.");
        await ann.Page.FillAsync("#search-field", "m");
        var results = ann.Page.Locator("#search-results button");
        await Expect(results.First).ToContainTextAsync("m60");
        // A server that is busy may give less than a page of 20.
        for (var count = await results.CountAsync(); count < 60; count = await results.CountAsync())
        {
            await ann.Page.EvaluateAsync("() => { const body = document.querySelector('.search-body'); body.scrollTop = body.scrollHeight; }");
            await ann.UntilAsync($"document.querySelectorAll('#search-results button').length > {count}");
        }
        await Expect(results).ToHaveCountAsync(60);
        await Expect(ann.Page.Locator(".search-status")).ToHaveTextAsync("No more results.");
    }

    [Test]
    public async Task What_is_found_is_text()
    {
        await using (var peer = await ChatPeer.JoinAsync(Server, "lobby", "<img src=x onerror=hacked=1>"))
        {
            foreach (var payload in Payloads.All) await peer.SayAsync("lobby", $"needle {payload}");
        }
        var ann = await EnterAsync("Ann");
        await FindAsync(ann, "needle");
        var results = ann.Page.Locator("#search-results button");
        await Expect(results).ToHaveCountAsync(20);
        while (await results.CountAsync() < Payloads.All.Length)
        {
            var count = await results.CountAsync();
            await ann.Page.EvaluateAsync("() => { const body = document.querySelector('.search-body'); body.scrollTop = body.scrollHeight; }");
            await ann.UntilAsync($"document.querySelectorAll('#search-results button').length > {count}");
        }
        Assert.That(await ann.Page.EvaluateAsync<bool>("() => 'hacked' in window"), Is.False);
        Assert.That(
            await ann.Page.EvaluateAsync<int>("() => document.querySelectorAll('#search-results :not(li, button, span, bdi, time, mark)').length"), Is.Zero);
    }

    private static async Task FindAsync(Visitor who, string query)
    {
        await who.Page.ClickAsync("#search-open");
        await who.Page.FillAsync("#search-field", query);
        await who.Page.WaitForFunctionAsync(
            "() => document.querySelector('#search-results button') || /found|没有找到/.test(document.querySelector('.search-status').textContent)",
            null, new() { PollingInterval = 50 });
        await Expect(who.Page.Locator(".search-status")).Not.ToHaveTextAsync("Searching…");
    }
}
