using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Webhooks;

/// <summary>The limits of messages hold for what a webhook's bot says.</summary>
public sealed class AnswerPaceTests : WebhookTest
{
    [Test]
    public async Task What_is_too_much_at_once_is_said_a_little_later()
    {
        await ConnectAsync();
        for (var n = 0; n < HouseLimits.MessageBurst; n++)
            Assert.That((int)(await Api.PostAsync("/api/rooms/lobby/messages?name=helper", "busy", "text/plain")).Status, Is.EqualTo(201));
        Assert.That((await Api.PostAsync("/api/rooms/lobby/messages?name=helper", "busy", "text/plain")).Problem, Is.EqualTo((429, "rate_limited")));
        await SayAsync("hi");
        var posted = await Receiver.NextAsync();
        Time.PassOver();
        await posted.SayAsync(new { text = "at last" });
        Time.Advance(await Time.NextTimerAsync(TimeSpan.Zero, TimeSpan.FromMilliseconds(101)));
        Assert.That((string?)(await SaidByBotsAsync(HouseLimits.MessageBurst + 1))[^1]["text"], Is.EqualTo("at last"));
    }

    [Test]
    public async Task What_slow_mode_forbids_for_longer_is_dropped()
    {
        await ConnectAsync();
        await using var admin = await Guest.ComeAsync(Server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "a", key = AdminKey });
        await admin.AskAsync(new { type = "join", id = "j", room = "lobby" });
        await admin.AskAsync(new { type = "moderate", id = "s", room = "lobby", action = "slow", seconds = 60 });
        await admin.AskAsync(new { type = "say", id = "1", room = "lobby", text = "one" });
        await (await Receiver.NextAsync()).SayAsync(new { text = "first" });
        await SaidByBotsAsync(1);
        await admin.AskAsync(new { type = "say", id = "2", room = "lobby", text = "two" });
        await (await Receiver.NextAsync()).SayAsync(new { text = "second" });
        var third = await admin.AskAsync(new { type = "say", id = "3", room = "lobby", text = "three" });
        await Receiver.TakeAsync();
        await WhenDeliveredAsync((long)third["seq"]!);
        Assert.That((await EventsAsync()).Where(IsOfBot).Select(e => (string?)e["text"]), Is.EqualTo(new[] { "first" }));
    }

    private protected override Settings Set(Settings settings) => settings with { Limits = new HouseLimits() };
}
