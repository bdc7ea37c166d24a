using ChatServer.Tests.Support;

namespace ChatServer.Tests.Webhooks;

/// <summary>Webhooks, and how far they have got, outlast the server; and the room outlasts them.</summary>
public sealed class LastingWebhookTests : WebhookTest
{
    [Test]
    public async Task After_a_restart_in_the_middle_nothing_is_lost_and_the_order_is_kept()
    {
        var made = await ConnectAsync();
        for (var n = 1; n <= 10; n++) await SayAsync($"{n}");
        Assert.That(await Receiver.TakeTextsAsync(3), Is.EqualTo(new[] { "1", "2", "3" }));
        var broken = await Receiver.NextAsync();
        await RestartAsync();
        await SayAsync("11");
        var again = await Receiver.TakeAsync();
        Assert.That((again.Id, again.Text), Is.EqualTo((broken.Id, "4")));
        Assert.That(again.IsSignedBy((string)made["secret"]!));
        Assert.That(await Receiver.TakeTextsAsync(7), Is.EqualTo(new[] { "5", "6", "7", "8", "9", "10", "11" }));
    }

    [Test]
    public async Task After_an_orderly_stop_nothing_comes_twice()
    {
        await ConnectAsync();
        var seq = await SayAsync("one");
        await Receiver.TakeAsync();
        await WhenDeliveredAsync(seq);
        await RestartAsync();
        await SayAsync("two");
        Assert.That((await Receiver.TakeAsync()).Text, Is.EqualTo("two"));
    }

    [Test]
    public async Task How_far_it_has_got_is_written_every_two_seconds()
    {
        await ConnectAsync();
        var seq = await SayAsync("one");
        await Receiver.TakeAsync();
        await WhenDeliveredAsync(seq);
        await Time.NextTimerAsync(TimeSpan.FromSeconds(2));
        Time.Advance(TimeSpan.FromSeconds(2));
        // Writes are taken in order.
        await SayAsync("two");
        await SayAsync("in another stream", "random");
        var second = await Receiver.NextAsync();
        await CrashAsync();
        var next = await Receiver.TakeAsync();
        Assert.That(next.Text, Is.EqualTo(second.Text));
    }

    [Test]
    public async Task A_receiver_that_hangs_holds_up_nobody()
    {
        await ConnectAsync();
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        for (var n = 1; n <= 1_000; n++) await ben.SendAsync(new { type = "say", room = "lobby", text = $"{n}" });
        for (var n = 1; n <= 1_000; n++)
            Assert.That((string?)(await ben.ExpectAsync("event"))["text"], Is.EqualTo($"{n}"));
        var hanging = await Receiver.NextAsync();
        Assert.That(Receiver.Count, Is.EqualTo(1));
        await hanging.AnswerAsync(204);
        Assert.That(await Receiver.TakeTextsAsync(999), Is.EqualTo(Enumerable.Range(2, 999).Select(n => $"{n}")));
    }

    [Test]
    public async Task One_that_was_made_with_the_flag_reaches_nothing_inside_without_it()
    {
        await ConnectAsync();
        await ConnectAsync(url: $"http://localhost:{Receiver.Port}/");
        await RestartAsync(allowInternal: false);
        await SayAsync("hi");
        await Time.NextTimerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.25));
        await Time.NextTimerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.25));
        Assert.That(Receiver.Count, Is.Zero);
        Assert.That(Server.Lines.Count(line => line.Contains("the address points inside", StringComparison.Ordinal)), Is.EqualTo(2));
    }
}
