using System.Collections.Concurrent;
using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Who is writing something.</summary>
public sealed class TypingTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task The_others_see_who_is_typing_until_the_message_is_there()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ann.Composer.FillAsync("so");

        await Expect(Typing(ben)).ToHaveTextAsync("Ann is typing…");
        await Expect(Typing(ann)).ToBeEmptyAsync();
        await ann.Composer.PressAsync("Enter");

        await ben.ExpectTextsAsync("so");
        await Expect(Typing(ben)).ToBeEmptyAsync();
    }

    [Test]
    public async Task Two_are_named_and_several_are_not()
    {
        var ann = await EnterAsync("Ann");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await using var cem = await ChatPeer.JoinAsync(Server, "lobby", "Cem");
        await using var dai = await ChatPeer.JoinAsync(Server, "lobby", "Dai");

        await ben.SendAsync(new { type = "typing", room = "lobby" });
        await cem.SendAsync(new { type = "typing", room = "lobby" });
        await Expect(Typing(ann)).ToHaveTextAsync("Ben and Cem are typing…");
        await dai.SendAsync(new { type = "typing", room = "lobby" });
        await Expect(Typing(ann)).ToHaveTextAsync("Several people are typing…");
    }

    [Test]
    public async Task It_is_gone_after_five_seconds_and_nothing_moves()
    {
        var ann = await VisitAsync(prepare: page => page.Clock.InstallAsync());
        await ann.IntroduceAsync("Ann");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await Expect(ann.QuietLines).ToHaveCountAsync(1);
        var before = (await ann.Composer.BoundingBoxAsync())!.Y;

        await ben.SendAsync(new { type = "typing", room = "lobby" });
        await Expect(Typing(ann)).ToHaveTextAsync("Ben is typing…");
        Assert.That((await ann.Composer.BoundingBoxAsync())!.Y, Is.EqualTo(before));

        await ann.Page.Clock.FastForwardAsync(5_100);
        await Expect(Typing(ann)).ToBeEmptyAsync();
    }

    [Test]
    public async Task A_command_is_nobodys_business()
    {
        var sent = new ConcurrentQueue<string>();
        var ann = await VisitAsync(prepare: page =>
        {
            page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) => sent.Enqueue(frame.Text!);
            return Task.CompletedTask;
        });
        await ann.IntroduceAsync("Ann");
        await ann.Composer.FillAsync("/topic");
        await ann.Composer.FillAsync("a word");

        await Eventually.IsAsync(() => sent.Any(text => text.Contains("typing", StringComparison.Ordinal)));
        await ann.Composer.FillAsync("/topic");
        await ann.JoinAsync("ops");
        await ann.Composer.FillAsync("/topic");
        await ann.JoinAsync("lobby2");
        Assert.That(sent.Count(text => text.Contains("typing", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    private static ILocator Typing(Visitor visitor) => visitor.Page.Locator("#typing");
}
