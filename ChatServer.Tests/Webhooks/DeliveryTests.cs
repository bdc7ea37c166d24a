using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Webhooks;

/// <summary>What is posted for which messages, and how it is signed.</summary>
public sealed class DeliveryTests : WebhookTest
{
    [Test]
    public async Task A_message_is_posted_as_the_event_with_a_signature_that_verifies()
    {
        var made = await ConnectAsync();
        var seq = await SayAsync("你好 @helper \u0001\"<&>\" 😀");
        var posted = await Receiver.TakeAsync();

        Assert.That(posted.RequestLine, Is.EqualTo("POST /hooks/path-that-is-secret?token=query-that-is-secret HTTP/1.1"));
        Assert.That(posted.Headers["Content-Type"], Is.EqualTo("application/json"));
        Assert.That(posted.Headers["User-Agent"], Is.EqualTo("ChatServer"));
        Assert.That(posted.Headers["Host"], Is.EqualTo($"127.0.0.1:{Receiver.Port}"));
        Assert.That(posted.Id, Is.EqualTo($"{made["id"]}-{seq}"));
        Assert.That((string?)posted.Json["webhook"], Is.EqualTo((string?)made["id"]));
        Assert.That(JsonNode.DeepEquals(posted.Json["event"], (await EventsAsync())[^1]), "it is the event as the room has it");
        Assert.That(posted.IsSignedBy((string)made["secret"]!));
        Assert.That(posted.IsSignedBy("another"), Is.False);
        Assert.That(posted.Headers["X-ChatServer-Signature"], Does.StartWith($"t={Time.GetUtcNow().ToUnixTimeSeconds()},v1="));
    }

    [Test]
    public async Task Messages_come_in_order_each_once()
    {
        await ConnectAsync();
        var texts = Enumerable.Range(1, 250).Select(n => $"message {n}").ToList();
        foreach (var text in texts) await SayAsync(text);
        Assert.That(await Receiver.TakeTextsAsync(texts.Count), Is.EqualTo(texts));
    }

    [Test]
    public async Task What_was_said_before_is_not_posted_and_other_rooms_are_not_either()
    {
        await SayAsync("before");
        await ConnectAsync();
        await SayAsync("elsewhere", "random");
        await SayAsync("after");
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("after"));
    }

    [Test]
    public async Task Neither_bots_nor_edits_nor_reactions_nor_deletions_are_posted()
    {
        await ConnectAsync();
        await using var ann = await Guest.ComeAsync(Server, null, Ann);
        await ann.AskAsync(new { type = "join", id = "j", room = "lobby" });
        Assert.That((int)(await Api.PostAsync("/api/rooms/lobby/messages", "from a script @helper", "text/plain")).Status, Is.EqualTo(201));
        var seq = await SayAsync("one");
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("one"));
        await ann.AskAsync(new { type = "edit", id = "e", room = "lobby", target = seq, text = "two" });
        await ann.AskAsync(new { type = "react", id = "r", room = "lobby", target = seq, text = "👍" });
        await ann.AskAsync(new { type = "delete", id = "d", room = "lobby", target = seq });
        await SayAsync("three");
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("three"));
    }

    [Test]
    public async Task With_mention_only_what_mentions_the_bot_is_posted()
    {
        await ConnectAsync("mention");
        foreach (var text in new[] { "nobody", "mail helper@example.com", "`@helper`", "@helpers", "@Helper: help" }) await SayAsync(text);
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("@Helper: help"));
    }

    [Test]
    public async Task Two_webhooks_of_a_room_do_not_wait_for_each_other_and_their_bots_do_not_talk_for_ever()
    {
        await using var other = new WebhookReceiver();
        await ConnectAsync(bot: "one");
        await ConnectAsync(bot: "two", url: other.Url);
        await SayAsync("hello");
        var hanging = await Receiver.NextAsync();
        await (await other.NextAsync()).SayAsync(new { text = "@one hello" });
        await SaidByBotsAsync(1);
        await hanging.SayAsync(new { text = "@two hello" });
        await SaidByBotsAsync(2);
        await SayAsync("the next");
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("the next"));
        Assert.That((await other.TakeAsync()).Text, Is.EqualTo("the next"));
    }

    [Test]
    public async Task A_bot_that_hosts_have_sent_out_hears_nothing_meanwhile()
    {
        var made = await ConnectAsync();
        await using var admin = await Guest.ComeAsync(Server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "a", key = AdminKey });
        await admin.AskAsync(new { type = "join", id = "j", room = "lobby" });
        await SayAsync("one");
        // It is known as a person once it has said something.
        await (await Receiver.NextAsync()).SayAsync(new { text = "hi" });
        await SaidByBotsAsync(1);
        await admin.AskAsync(new { type = "moderate", id = "k", room = "lobby", action = "kick", person = (string)made["bot"]!["id"]!, seconds = 600 });
        await WhenDeliveredAsync(await SayAsync("two"));
        await admin.AskAsync(new { type = "moderate", id = "u", room = "lobby", action = "kick", person = (string)made["bot"]!["id"]!, on = false });
        await SayAsync("three");
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("three"));
        await admin.AskAsync(new { type = "moderate", id = "b", room = "lobby", action = "ban", person = (string)made["bot"]!["id"]! });
        await WhenDeliveredAsync(await SayAsync("four"));
        Assert.That(Receiver.Count, Is.EqualTo(2));
    }
}
