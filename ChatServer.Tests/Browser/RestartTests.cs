using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The server goes away under the pages, and comes back with its log.</summary>
public sealed class RestartTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { DataPath = DataPath });

    [Test]
    public async Task Both_pages_go_on_after_a_restart()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("before");
        await ben.ExpectTextsAsync("before");

        await StopServerAsync();
        await StartServerAgainAsync();
        foreach (var person in (Visitor[])[ann, ben]) await person.ExpectConnectionAsync("connected");
        await ben.SayAsync("after");

        foreach (var person in (Visitor[])[ann, ben]) await person.ExpectTextsAsync("before", "after");
        await Expect(ann.MyName).ToHaveTextAsync("Ann");
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
        await ExpectTheLogOnAsync(ann, ben);
    }

    [Test]
    public async Task What_both_write_while_it_is_away_is_sent_once_and_in_order()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("before");
        await ben.ExpectTextsAsync("before");
        await StopServerAsync();

        foreach (var number in (int[])[1, 2, 3])
        {
            await ann.SayAsync($"a{number}");
            await ben.SayAsync($"b{number}");
        }
        foreach (var person in (Visitor[])[ann, ben])
        {
            await Expect(person.Banner).ToContainTextAsync("Connection lost.");
            await person.ExpectConnectionAsync("waiting|connecting");
            await Expect(person.Page.Locator(".message[data-state=pending]")).ToHaveCountAsync(3);
        }
        await StartServerAgainAsync();

        foreach (var person in (Visitor[])[ann, ben])
        {
            await Expect(person.Page.Locator(".message[data-state=sent]")).ToHaveCountAsync(7);
            await Expect(person.Messages).ToHaveCountAsync(7);
            var texts = await person.Texts.AllTextContentsAsync();
            Assert.That(texts[0], Is.EqualTo("before"));
            Assert.That(texts.Where(text => text[0] == 'a'), Is.EqualTo(new[] { "a1", "a2", "a3" }));
            Assert.That(texts.Skip(1).Where(text => text[0] == 'b'), Is.EqualTo(new[] { "b1", "b2", "b3" }));
            await Expect(person.Banner).ToBeHiddenAsync();
        }
        await ExpectTheLogOnAsync(ann, ben);
    }

    [Test]
    public async Task Try_now_does_not_wait_for_the_back_off()
    {
        var ann = await EnterAsync("Ann");
        // The longest back-off that there is, so that the page is found waiting.
        await ann.Page.EvaluateAsync("() => { Math.random = () => 0.999; }");
        await StopServerAsync();
        await ann.SayAsync("waiting");
        var tryNow = ann.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Try now" });
        await Expect(tryNow).ToBeVisibleAsync();
        // From here on no timer of the page fires: only the button can bring the connection back.
        await ann.Page.EvaluateAsync(
            "() => { for (let i = setTimeout(() => {}); i > 0; i--) clearTimeout(i); }");
        await ann.ExpectConnectionAsync("waiting");
        await StartServerAgainAsync();

        await tryNow.ClickAsync();

        await ann.ExpectConnectionAsync("connected");
        await ann.ExpectTextsAsync("waiting");
    }

    [Test]
    public async Task What_was_written_before_a_reload_without_a_server_is_sent_by_the_next_page()
    {
        var ann = await EnterAsync("Ann");
        await StopServerAsync();
        await ann.SayAsync("left behind");
        await Expect(ann.Message("left behind")).ToHaveAttributeAsync("data-state", "pending");
        await ann.Page.GotoAsync("about:blank");
        await StartServerAgainAsync();

        await ann.Page.GotoAsync(Address().AbsoluteUri);

        await ann.ExpectTextsAsync("left behind");
        await ExpectTheLogOnAsync(ann);
    }

    [Test]
    public async Task A_message_whose_event_was_lost_with_the_connection_is_stored_once()
    {
        var wire = new Wire();
        var ann = await VisitAsync(prepare: wire.StandBeforeAsync);
        await ann.IntroduceAsync("Ann");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        wire.HoldEvents = true;
        await ann.SayAsync("once");
        Assert.That((string?)(await ben.ExpectAsync("event"))["text"], Is.EqualTo("once"));
        await Expect(ann.Message("once")).ToHaveAttributeAsync("data-state", "pending");

        await wire.CutAsync();

        await ann.ExpectTextsAsync("once");
        Assert.That(wire.Connections, Is.EqualTo(2));
        await ExpectTheLogOnAsync(ann);
    }

    [Test]
    public async Task A_server_that_lost_its_log_is_taken_as_it_is()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("forgotten");
        await ann.ExpectTextsAsync("forgotten");

        await StopServerAsync();
        Directory.Delete(DataPath, recursive: true);
        await StartServerAgainAsync();
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await ben.SendAsync(new { type = "say", room = "lobby", text = "a new world" });

        await ann.ExpectTextsAsync("a new world");
        await Expect(ann.MyName).ToHaveTextAsync("Ann");
    }

    /// <summary>Every page shows what is in the log: all of it, in its order, once.</summary>
    private async Task ExpectTheLogOnAsync(params Visitor[] people)
    {
        await using var peer = await ChatPeer.OpenAsync(Server);
        await peer.SendAsync(new { type = "hello" });
        await peer.SendAsync(new { type = "join", room = "lobby" });
        var events = (await peer.ExpectAsync("joined"))["events"]!.AsArray();
        var sequence = events.Select(e => (long)e!["seq"]!).ToArray();
        Assert.That(sequence, Is.EqualTo(Enumerable.Range(1, sequence.Length)));
        foreach (var person in people)
        {
            Assert.That(await person.SequenceAsync(), Is.EqualTo(sequence));
            Assert.That(
                await person.Texts.AllTextContentsAsync(),
                Is.EqualTo(events.Select(e => (string)e!["text"]!)));
        }
    }
}
