using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Long conversations: older messages come when scrolled to, and nothing being read moves.</summary>
public sealed class ScrollingTests : BrowserTest
{
    private const string FromBottom = "messages.scrollHeight - messages.scrollTop - messages.clientHeight";

    [SetUp]
    public Task StartAsync() =>
        ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });

    [Test]
    public async Task A_room_opens_at_its_newest_messages_and_follows_them()
    {
        await History.WriteAsync(Server, "lobby", 300);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "300");
        await ann.UntilAsync($"{FromBottom} < 2");

        await SayAsBenAsync("live");

        await Expect(ann.Messages.Last.Locator(".message-text")).ToHaveTextAsync("live");
        await ann.UntilAsync($"{FromBottom} < 2");
        await Expect(ann.Page.Locator("#new-pill")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Scrolling_up_loads_older_messages_and_keeps_the_place()
    {
        await History.WriteAsync(Server, "lobby", 300);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "300");

        for (var first = await FirstAsync(ann); first > 1; first = await FirstAsync(ann))
        {
            // In one step: to the top of what is there, and where the message in view then is.
            var before = await ann.Page.EvaluateAsync<Place>(
                """
                () => {
                  messages.scrollTop = 0;
                  const row = [...messages.querySelectorAll('.message')].find(
                    row => row.getBoundingClientRect().bottom > messages.getBoundingClientRect().top);
                  return { seq: row.dataset.seq, top: row.getBoundingClientRect().top };
                }
                """);
            await ann.UntilAsync($"document.querySelector('.message').dataset.seq < {first}");
            var after = await ann.Page.Locator($".message[data-seq=\"{before.Seq}\"]").EvaluateAsync<double>(
                "row => row.getBoundingClientRect().top");
            Assert.That(after, Is.EqualTo(before.Top).Within(2), $"m{before.Seq} moved");
        }

        await Expect(ann.Page.Locator(".room-start")).ToHaveTextAsync("This is the beginning of lobby.");
        Assert.That(await ann.SequenceAsync(), Is.EqualTo(Enumerable.Range(1, 300)));
    }

    [Test]
    public async Task News_do_not_move_what_is_being_read_and_are_counted()
    {
        await History.WriteAsync(Server, "lobby", 300);
        var ann = await EnterAsync("Ann");
        var pill = ann.Page.Locator("#new-pill");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "300");
        await ann.Page.EvaluateAsync("() => { messages.scrollTop -= 1000; }");
        await Expect(ann.Page.Locator("#to-latest")).ToBeVisibleAsync();
        var reading = await ann.Messages.Nth(await ann.Messages.CountAsync() - 12).ElementHandleAsync();
        var before = (await reading.BoundingBoxAsync())!.Y;

        await SayAsBenAsync("new 1", "new 2", "new 3");
        await Expect(pill).ToHaveTextAsync("3 new messages");

        Assert.That((await reading.BoundingBoxAsync())!.Y, Is.EqualTo(before).Within(2));
        await Expect(ann.Page).ToHaveTitleAsync("• lobby · ChatServer");

        await pill.ClickAsync();

        await ann.UntilAsync($"{FromBottom} < 2");
        await Expect(ann.Messages.Last.Locator(".message-text")).ToBeInViewportAsync();
        await Expect(pill).ToBeHiddenAsync();
        await Expect(ann.Page).ToHaveTitleAsync("lobby · ChatServer");
    }

    [Test]
    public async Task Ones_own_message_is_followed_to_the_end()
    {
        await History.WriteAsync(Server, "lobby", 100);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "100");
        await ann.Page.EvaluateAsync("() => { messages.scrollTop = 0; }");
        await Expect(ann.Page.Locator("#to-latest")).ToBeVisibleAsync();

        await ann.SayAsync("mine");

        await Expect(ann.Message("mine")).ToBeInViewportAsync();
        await ann.UntilAsync($"{FromBottom} < 2");
    }

    [Test]
    public async Task The_end_stays_in_view_while_the_field_grows()
    {
        await History.WriteAsync(Server, "lobby", 60);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "60");

        await ann.Composer.FillAsync(string.Join('\n', Enumerable.Range(1, 12)));

        await ann.UntilAsync($"composer.offsetHeight > 150 && {FromBottom} < 2");
        await Expect(ann.Messages.Last).ToBeInViewportAsync();
    }

    [Test]
    public async Task A_very_long_conversation_keeps_the_page_small_and_has_no_gap()
    {
        await History.WriteAsync(Server, "lobby", 700);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "700");
        // As somebody who keeps scrolling up does, until the beginning is there; then down again.
        await ann.UntilAsync("(messages.scrollTop = 0, document.querySelector('.room-start') !== null)");
        Assert.That(await ann.Messages.CountAsync(), Is.AtMost(600));
        await Expect(ann.Messages.First).ToHaveAttributeAsync("data-seq", "1");

        await ann.UntilAsync(
            "(messages.scrollTop += 500, messages.lastElementChild.dataset.seq === '700')");

        var sequence = await ann.SequenceAsync();
        Assert.That(sequence, Is.EqualTo(Enumerable.Range((int)sequence[0], sequence.Length)));
        Assert.That(sequence, Has.Length.AtMost(600));
    }

    private static async Task<long> FirstAsync(Visitor visitor) => (await visitor.SequenceAsync())[0];

    private async Task SayAsBenAsync(params string[] texts)
    {
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        foreach (var text in texts) await ben.SendAsync(new { type = "say", room = "lobby", text });
        foreach (var _ in texts) await ben.ExpectAsync("event");
    }

    private sealed class Place
    {
        public string Seq { get; set; } = "";

        public double Top { get; set; }
    }
}
