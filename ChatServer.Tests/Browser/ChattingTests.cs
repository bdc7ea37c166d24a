using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Two people in one room.</summary>
public sealed class ChattingTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task What_one_writes_appears_for_both()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");

        await ann.SayAsync("hi Ben");
        await ben.ExpectTextsAsync("hi Ben");
        await ben.SayAsync("hi Ann\nhow are you?");

        foreach (var person in (Visitor[])[ann, ben])
        {
            await person.ExpectTextsAsync("hi Ben", "hi Ann\nhow are you?");
            await Expect(person.Page.Locator(".message-author")).ToHaveTextAsync(["Ann", "Ben"]);
            Assert.That(await person.SequenceAsync(), Is.EqualTo(new[] { 1, 2 }));
        }
    }

    [Test]
    public async Task Who_is_here_is_listed_and_leaves_the_list()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");

        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
        await Expect(ben.People).ToHaveTextAsync(["Ben", "Ann"]);
        await Expect(ann.Page.Locator("#room-people")).ToHaveTextAsync("2 people");

        await ben.Page.CloseAsync();

        await Expect(ann.People).ToHaveTextAsync(["Ann"]);
        await Expect(ann.Page.Locator("#room-people")).ToHaveTextAsync("1 person");
    }

    [Test]
    public async Task Messages_that_follow_each_other_share_one_head()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        // That somebody came stands between two messages if it is learnt between them.
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);

        await ann.SayAsync("one");
        await ann.SayAsync("two");
        await ben.ExpectTextsAsync("one", "two");
        await ben.SayAsync("three");
        await ann.ExpectTextsAsync("one", "two", "three");

        Assert.That(
            await ann.Messages.EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.head)"),
            Is.EqualTo(new[] { "true", "false", "true" }));
        await Expect(ann.Message("one").Locator(".avatar")).ToBeVisibleAsync();
        await Expect(ann.Message("two").Locator(".avatar")).ToBeHiddenAsync();
    }

    [Test]
    public async Task A_pause_begins_a_new_head()
    {
        var clock = new ShiftedClock { Shift = TimeSpan.FromMinutes(-6) };
        await Server.DisposeAsync();
        await ServeAsync(time: clock);
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("before");
        await ann.ExpectTextsAsync("before");
        clock.Shift = TimeSpan.Zero;
        await ann.SayAsync("after");
        await ann.ExpectTextsAsync("before", "after");

        await Expect(ann.Message("after")).ToHaveAttributeAsync("data-head", "true");
    }

    [Test]
    public async Task A_message_has_the_time_at_which_the_server_took_it()
    {
        var ann = await EnterAsync("Ann");
        var before = TimeProvider.System.GetUtcNow();
        await ann.SayAsync("now");
        await ann.ExpectTextsAsync("now");

        var time = ann.Page.Locator(".message-time");
        var at = DateTimeOffset.Parse(
            (await time.GetAttributeAsync("datetime"))!, System.Globalization.CultureInfo.InvariantCulture);

        Assert.That(at, Is.InRange(before.AddSeconds(-1), TimeProvider.System.GetUtcNow().AddSeconds(1)));
        await Expect(time).ToHaveTextAsync(new Regex(@"^\d{1,2}:\d\d\s[AP]M$"));
    }

    [Test]
    public async Task Days_are_told_apart()
    {
        var clock = new ShiftedClock { Shift = TimeSpan.FromDays(-1) };
        await Server.DisposeAsync();
        await ServeAsync(time: clock);
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("before");
        await ann.ExpectTextsAsync("before");
        clock.Shift = TimeSpan.Zero;
        await ann.SayAsync("after");
        await ann.ExpectTextsAsync("before", "after");

        await Expect(ann.Page.Locator(".day-separator")).ToHaveTextAsync(["Yesterday", "Today"]);
        await Expect(ann.Message("after")).ToHaveAttributeAsync("data-head", "true");
    }

    [Test]
    public async Task A_message_is_pending_until_its_event_comes_back()
    {
        var wire = new Wire();
        var ann = await VisitAsync(prepare: wire.StandBeforeAsync);
        await ann.IntroduceAsync("Ann");
        wire.HoldEvents = true;

        await ann.SayAsync("slow");
        await Expect(ann.Message("slow")).ToHaveAttributeAsync("data-state", "pending");
        await Expect(ann.Page.GetByTitle("Waiting to be sent")).ToBeVisibleAsync();
        var row = await ann.Messages.ElementHandleAsync();
        wire.Release();

        await Expect(ann.Message("slow")).ToHaveAttributeAsync("data-state", "sent");
        Assert.That(await row.GetAttributeAsync("data-state"), Is.EqualTo("sent"), "the same element");
        await Expect(ann.Messages).ToHaveCountAsync(1);
    }

    [TestCase("see https://example.com/a?b=c#d.", "https://example.com/a?b=c#d")]
    [TestCase("(http://localhost:8000/x)", "http://localhost:8000/x")]
    [TestCase("看https://example.cn/路径，谢谢", "https://example.cn/路径")]
    public async Task An_address_becomes_a_link_that_opens_apart(string text, string address)
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync(text);
        await ann.ExpectTextsAsync(text);

        var link = ann.Page.Locator(".message-text a");
        await Expect(link).ToHaveTextAsync(address);
        await Expect(link).ToHaveAttributeAsync("href", address);
        await Expect(link).ToHaveAttributeAsync("target", "_blank");
        Assert.That((await link.GetAttributeAsync("rel"))!.Split(' '), Does.Contain("noopener"));
    }
}
