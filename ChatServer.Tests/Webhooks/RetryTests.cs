using System.Globalization;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Webhooks;

/// <summary>What happens when a receiver doesn't take what is posted.</summary>
public sealed class RetryTests : WebhookTest
{
    private const double Jitter = 1.25;

    [Test]
    public async Task Tries_are_further_and_further_apart_and_after_ten_the_next_message_has_its_turn()
    {
        var made = await ConnectAsync();
        var seq = await SayAsync("in vain");
        await SayAsync("the next");
        for (var tries = 1; tries <= 10; tries++)
        {
            var posted = await Receiver.NextAsync();
            Assert.That((posted.Id, posted.Text), Is.EqualTo(($"{made["id"]}-{seq}", "in vain")));
            await posted.AnswerAsync(tries % 2 == 0 ? 500 : 404);
            if (tries == 10) break;
            Time.Advance(await BackoffAsync(tries));
        }
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("the next"));
        var warning = Server.Lines.Single(line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.That(warning, Does.Contain((string)made["id"]!).And.Contain("127.0.0.1").And.Contain("500").And.Contain("10 tries"));
    }

    [Test]
    public async Task A_retry_is_the_same_delivery_signed_anew()
    {
        var made = await ConnectAsync();
        await SayAsync("hi");
        var first = await Receiver.NextAsync();
        await first.AnswerAsync(503);
        Time.Advance(await BackoffAsync(1));
        var second = await Receiver.TakeAsync();
        Assert.That(second.Id, Is.EqualTo(first.Id));
        Assert.That(second.Body, Is.EqualTo(first.Body));
        Assert.That(second.Headers["X-ChatServer-Signature"], Is.Not.EqualTo(first.Headers["X-ChatServer-Signature"]));
        Assert.That(second.IsSignedBy((string)made["secret"]!));
    }

    [Test]
    public async Task A_receiver_that_does_not_answer_or_breaks_off_is_tried_again()
    {
        await ConnectAsync();
        await SayAsync("hi");
        var first = await Receiver.NextAsync();
        await Time.NextTimerAsync(TimeSpan.FromSeconds(10));
        Time.Advance(TimeSpan.FromSeconds(10));
        Time.Advance(await BackoffAsync(1));
        var second = await Receiver.NextAsync();
        second.End();
        Time.Advance(await BackoffAsync(2));
        var third = await Receiver.NextAsync();
        await third.WriteAsync("this is no HTTP\r\n\r\n");
        third.End();
        Time.Advance(await BackoffAsync(3));
        Assert.That((await Receiver.TakeAsync()).Id, Is.EqualTo(first.Id));
    }

    [TestCase(429, "120", 120)]
    [TestCase(503, "7", 7)]
    [TestCase(503, "0", 1, Description = "a second at least")]
    [TestCase(429, "86400", 300, Description = "five minutes at most")]
    public async Task Retry_After_is_honoured(int status, string asked, int seconds)
    {
        await ConnectAsync();
        await SayAsync("hi");
        var posted = await Receiver.NextAsync();
        Time.PassOver();
        await posted.AnswerAsync(status, "", $"Retry-After: {asked}");
        Time.Advance(await Time.NextTimerAsync(TimeSpan.FromSeconds(seconds)));
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("hi"));
    }

    [Test]
    public async Task Retry_After_may_be_a_date_and_means_nothing_with_other_statuses()
    {
        await ConnectAsync();
        await SayAsync("hi");
        var date = Time.GetUtcNow().AddSeconds(100).ToString("R", CultureInfo.InvariantCulture);
        await (await Receiver.NextAsync()).AnswerAsync(503, "", $"Retry-After: {date}");
        Time.Advance(await Time.NextTimerAsync(TimeSpan.FromSeconds(98), TimeSpan.FromSeconds(101)));
        await (await Receiver.NextAsync()).AnswerAsync(500, "", "Retry-After: 100");
        Time.Advance(await BackoffAsync(2));
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("hi"));
    }

    [Test]
    public async Task Redirects_are_not_followed()
    {
        await using var elsewhere = new WebhookReceiver();
        await ConnectAsync();
        await SayAsync("hi");
        await (await Receiver.NextAsync()).AnswerAsync(307, "", $"Location: {elsewhere.Url}");
        Time.Advance(await BackoffAsync(1));
        await Receiver.TakeAsync();
        Assert.That(elsewhere.Count, Is.Zero);
    }

    [Test]
    public async Task Gone_removes_the_webhook_and_the_room_is_told()
    {
        var made = await ConnectAsync();
        await SayAsync("one");
        await SayAsync("two");
        await (await Receiver.NextAsync()).AnswerAsync(410);
        await Eventually.IsAsync(async () => (await EventsAsync()).Count(e => (string?)e["kind"] == "webhook") == 2);
        var told = (await EventsAsync())[^1];
        Assert.That(((bool?)told["on"], (string?)told["person"]!["name"]), Is.EqualTo(((bool?)false, "helper")));
        Assert.That(await ListAsync(), Is.Empty);
        await RestartAsync();
        Assert.That(await ListAsync(), Is.Empty);
        await SayAsync("three");
        Assert.That(Receiver.Count, Is.EqualTo(1));
        Assert.That((await Api.SendAsync(HttpMethod.Delete, $"/api/rooms/lobby/webhooks/{made["id"]}", null, Admin)).Problem, Is.EqualTo((404, "not_found")));
    }

    [Test]
    public async Task What_is_taken_back_between_two_tries_is_not_told_and_what_is_edited_is_told_as_it_stands()
    {
        await ConnectAsync();
        await using var ann = await Guest.ComeAsync(Server, null, Ann);
        await ann.AskAsync(new { type = "join", id = "j", room = "lobby" });
        var taken = await SayAsync("a slip");
        var edited = await SayAsync("teh");
        await (await Receiver.NextAsync()).AnswerAsync(500);
        var wait = await BackoffAsync(1);
        await ann.AskAsync(new { type = "delete", id = "d", room = "lobby", target = taken });
        await ann.AskAsync(new { type = "edit", id = "e", room = "lobby", target = edited, text = "the" });
        Time.Advance(wait);
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("the"));
    }

    [Test]
    public async Task A_webhook_that_is_removed_posts_nothing_more()
    {
        var made = await ConnectAsync();
        await SayAsync("one");
        await (await Receiver.NextAsync()).AnswerAsync(500);
        var wait = await BackoffAsync(1);
        Assert.That((int)(await Api.SendAsync(HttpMethod.Delete, $"/api/rooms/lobby/webhooks/{made["id"]}", null, Admin)).Status, Is.EqualTo(204));
        await using var other = new WebhookReceiver();
        await ConnectAsync(url: other.Url);
        Time.Advance(wait);
        await SayAsync("two");
        await other.TakeAsync();
        Assert.That(Receiver.Count, Is.EqualTo(1));
    }

    // The exact second before the jitter is somebody else's timer, or nearly never this one.
    private Task<TimeSpan> BackoffAsync(int tries)
    {
        var least = TimeSpan.FromSeconds(Math.Pow(2, tries - 1));
        return Time.NextTimerAsync(least, least * Jitter);
    }
}
