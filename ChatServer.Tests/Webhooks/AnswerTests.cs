using ChatServer.Tests.Support;

namespace ChatServer.Tests.Webhooks;

/// <summary>What a receiver answers is said in the room, by the bot, once.</summary>
public sealed class AnswerTests : WebhookTest
{
    [Test]
    public async Task A_text_in_the_answer_is_posted_as_the_bot_in_reply()
    {
        var made = await ConnectAsync();
        var seq = await SayAsync("what is the time?");
        await (await Receiver.NextAsync()).SayAsync(new { text = "half past **four**" });
        var said = (await SaidByBotsAsync(1))[0];
        Assert.That((string?)said["text"], Is.EqualTo("half past **four**"));
        Assert.That((long?)said["reply"], Is.EqualTo(seq));
        Assert.That(((string?)said["from"]!["id"], (string?)said["from"]!["name"]), Is.EqualTo(((string?)made["bot"]!["id"], "helper")));
    }

    [Test]
    public async Task It_may_be_no_reply_and_a_key_edits_in_place()
    {
        await ConnectAsync();
        await SayAsync("start");
        await (await Receiver.NextAsync()).SayAsync(new { text = "40 %", reply = false, key = "job" });
        var first = (await SaidByBotsAsync(1))[0];
        Assert.That(first["reply"], Is.Null);
        await WhenDeliveredAsync(await SayWhenAsync("and now?", new { text = "90 %", reply = false, key = "job" }));
        var said = await SaidByBotsAsync(1);
        Assert.That(said.Select(e => (string?)e["text"]), Is.EqualTo(new[] { "90 %" }));
    }

    [TestCase("ok")]
    [TestCase("")]
    [TestCase("[1,2]")]
    [TestCase("{\"text\":7}")]
    [TestCase("{\"text\":\"\\ud800\"}")]
    [TestCase("{\"text\":\"half")]
    [TestCase("{\"text\":\" \"}")]
    [TestCase("{\"text\":\"\"}")]
    [TestCase("{\"text\":null}")]
    [TestCase("{\"other\":\"hi\"}")]
    [TestCase("{\"text\":\"hi\",\"key\":\"\"}")]
    [TestCase("{\"text\":\"hi\",\"reply\":\"yes\"}")]
    [TestCase("<html>\u0000")]
    public async Task What_is_no_answer_is_passed_over(string body)
    {
        await ConnectAsync();
        await SayAsync("one");
        await (await Receiver.NextAsync()).AnswerAsync(200, body);
        await SayAsync("two");
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("two"));
        Assert.That((await EventsAsync()).Where(IsOfBot), Is.Empty);
    }

    [Test]
    public async Task An_answer_may_have_64_KiB_and_no_more()
    {
        await ConnectAsync();
        await SayAsync("one");
        var most = 64 * 1024;
        var wrapper = "{\"text\":\"just\",\"x\":\"\"}".Length;
        await (await Receiver.NextAsync()).AnswerAsync(200, $$"""{"text":"just","x":"{{new string('x', most - wrapper)}}"}""");
        await SaidByBotsAsync(1);
        await SayAsync("two");
        await (await Receiver.NextAsync()).AnswerAsync(200, $$"""{"text":"much","x":"{{new string('x', most - wrapper + 1)}}"}""");
        await SayAsync("three");
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("three"), "it was delivered all the same");
        Assert.That((await EventsAsync()).Count(IsOfBot), Is.EqualTo(1));
    }

    [Test]
    public async Task A_bot_that_is_muted_says_nothing()
    {
        var made = await ConnectAsync();
        await using var admin = await Guest.ComeAsync(Server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "a", key = AdminKey });
        await admin.AskAsync(new { type = "join", id = "j", room = "lobby" });
        await SayWhenAsync("one", new { text = "first" });
        await SaidByBotsAsync(1);
        await admin.AskAsync(new { type = "moderate", id = "m", room = "lobby", action = "mute", person = (string)made["bot"]!["id"]! });
        await WhenDeliveredAsync(await SayWhenAsync("two", new { text = "second" }));
        Assert.That((await EventsAsync()).Count(IsOfBot), Is.EqualTo(1));
        Assert.That(Server.Lines, Has.Some.Contains("muted"));
    }

    [Test]
    public async Task After_a_crash_a_delivery_that_is_made_again_is_answered_once()
    {
        var made = await ConnectAsync();
        var seq = await SayAsync("hi");
        await (await Receiver.NextAsync()).SayAsync(new { text = "hello" });
        await SaidByBotsAsync(1);
        // How far it has got is written every 2 s, and the clock stands still.
        await CrashAsync();
        var again = await Receiver.NextAsync();
        Assert.That(again.Id, Is.EqualTo($"{made["id"]}-{seq}"));
        await again.SayAsync(new { text = "hello again" });
        await WhenDeliveredAsync(seq);
        Assert.That((await EventsAsync()).Where(IsOfBot).Select(e => (string?)e["text"]), Is.EqualTo(new[] { "hello" }));
    }

    private async Task<long> SayWhenAsync(string text, object answer)
    {
        var seq = await SayAsync(text);
        await (await Receiver.NextAsync()).SayAsync(answer);
        return seq;
    }
}
