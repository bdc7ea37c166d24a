using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What a screen reader is told: what is new in the open room, and nothing of what was there.</summary>
public sealed class AnnouncerTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });

    [Test]
    public async Task What_others_say_in_the_open_room_is_told_and_the_log_itself_is_silent()
    {
        await History.WriteAsync(Server, "lobby", 20);
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        var log = ann.Page.GetByRole(AriaRole.Log, new() { Name = "Messages in lobby" });
        await Expect(log).ToHaveAttributeAsync("aria-live", "off");
        await Expect(ann.Page.Locator("#announcer")).ToHaveAttributeAsync("aria-live", "polite");

        await ben.SayAsync("hello **Ann**");
        await Expect(Lines(ann)).ToHaveTextAsync(["Ben: hello Ann"]);
        await ann.SayAsync("mine");
        await ben.SayAsync("and again");
        await Expect(Lines(ann)).ToHaveTextAsync(["Ben: hello Ann", "Ben: and again"]);
    }

    [Test]
    public async Task History_jumps_and_other_rooms_are_not_told()
    {
        await History.WriteAsync(Server, "lobby", 300);
        var ann = await EnterAsync("Ann");
        await Expect(ann.Messages.Last).ToHaveAttributeAsync("data-seq", "300");
        await ann.UntilAsync("(messages.scrollTop = 0, document.querySelector('.message').dataset.seq < 150)");
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.JoinAsync("ops");
        await ann.OpenAsync("lobby");
        await using var ben = await ChatPeer.JoinAsync(Server, "ops", "Ben");
        await ben.SendAsync(new { type = "say", room = "ops", text = "elsewhere" });
        await Expect(ann.Room("ops").Locator(".unread")).ToHaveTextAsync("1");
        await using var cem = await ChatPeer.JoinAsync(Server, "lobby", "Cem");
        await cem.SendAsync(new { type = "say", room = "lobby", text = "here" });
        await Expect(Lines(ann)).ToHaveTextAsync(["Cem: here"]);

        await ann.ReloadAsync();
        await cem.SendAsync(new { type = "say", room = "lobby", text = "again" });
        await Expect(Lines(ann)).ToHaveTextAsync(["Cem: again"]);
    }

    [Test]
    public async Task A_flood_is_counted_and_the_region_stays_small()
    {
        var ann = await EnterAsync("Ann");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        for (var number = 1; number <= 20; number++)
            await ben.SendAsync(new { type = "say", room = "lobby", text = $"n{number}" });
        await ann.UntilAsync("/\\d+ new messages/.test(announcer.textContent)");
        await Expect(ann.Messages).ToHaveCountAsync(20);
        Assert.That(await Lines(ann).CountAsync(), Is.LessThanOrEqualTo(12));
    }

    private static ILocator Lines(Visitor visitor) => visitor.Page.Locator("#announcer p");
}
