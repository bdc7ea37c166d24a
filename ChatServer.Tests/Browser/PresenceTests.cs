using System.Text.RegularExpressions;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Who is here, who is away, who came and went.</summary>
public sealed class PresenceTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task A_page_out_of_sight_is_somebody_away()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        var dot = ann.Person("Ben").Locator(".avatar");
        await Expect(dot).ToHaveAttributeAsync("data-presence", "online");

        await ben.ShowAsync(false);
        await Expect(dot).ToHaveAttributeAsync("data-presence", "away");
        await ben.ShowAsync(true);
        await Expect(dot).ToHaveAttributeAsync("data-presence", "online");
    }

    [Test]
    public async Task Who_touches_nothing_for_five_minutes_is_away()
    {
        var ann = await EnterAsync("Ann");
        var ben = await VisitAsync(prepare: page => page.Clock.InstallAsync());
        await ben.IntroduceAsync("Ben");
        var dot = ann.Person("Ben").Locator(".avatar");

        await ben.Page.Clock.FastForwardAsync("05:01");
        await Expect(dot).ToHaveAttributeAsync("data-presence", "away");
        await ben.Composer.PressAsync("x");
        await Expect(dot).ToHaveAttributeAsync("data-presence", "online");
    }

    [Test]
    public async Task Two_devices_are_one_person_who_is_away_when_both_are()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        var second = await ben.Context.NewPageAsync();
        await second.GotoAsync(Address().AbsoluteUri);
        await Expect(second.Locator("body")).ToHaveAttributeAsync("data-ready", "true");
        var dot = ann.Person("Ben").Locator(".avatar");

        await ben.ShowAsync(false);
        await ben.SayAsync("from out of sight");
        await ann.ExpectTextsAsync("from out of sight");
        await Expect(dot).ToHaveAttributeAsync("data-presence", "online");
        await second.CloseAsync();

        await Expect(dot).ToHaveAttributeAsync("data-presence", "away");
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
    }

    [Test]
    public async Task Who_comes_is_told_in_one_line_that_is_not_unread()
    {
        var ann = await EnterAsync("Ann");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await Expect(ann.QuietLines).ToHaveTextAsync(["Ben joined"]);
        await using var cem = await ChatPeer.JoinAsync(Server, "lobby", "Cem");
        await Expect(ann.QuietLines).ToHaveTextAsync(["Ben and Cem joined"]);
        await Expect(ann.Page).ToHaveTitleAsync("lobby · ChatServer");

        await ben.SendAsync(new { type = "say", room = "lobby", text = "hi" });
        await ann.ExpectTextsAsync("hi");
        await using var dai = await ChatPeer.JoinAsync(Server, "lobby", "Dai");
        await Expect(ann.QuietLines).ToHaveTextAsync(["Ben and Cem joined", "Dai joined"]);
    }

    [Test]
    public async Task Who_only_reconnects_is_not_told_and_who_stays_away_is()
    {
        var ann = await VisitAsync(prepare: page => page.Clock.InstallAsync());
        await ann.IntroduceAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("hi");
        await ann.ExpectTextsAsync("hi");
        await Expect(ann.QuietLines).ToHaveTextAsync(["Ben joined"]);

        await ben.ReloadAsync();
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
        await ann.Page.Clock.FastForwardAsync("00:11");
        await Expect(ann.QuietLines).ToHaveTextAsync(["Ben joined"]);

        await ben.Page.GotoAsync("about:blank");
        await Expect(ann.People).ToHaveTextAsync(["Ann"]);
        await ann.Page.Clock.FastForwardAsync("00:11");
        await Expect(ann.QuietLines).ToHaveTextAsync(["Ben joined", "Ben left"]);
    }

    [Test]
    public async Task A_crowd_is_counted_and_named_on_demand()
    {
        var ann = await EnterAsync("Ann");
        var crowd = await Task.WhenAll(Enumerable.Range(100, 205).Select(
            number => ChatPeer.JoinAsync(Server, "lobby", $"guest {number}")));
        await Expect(ann.Page.Locator("#people-count")).ToHaveTextAsync("206");
        await Expect(ann.People).ToHaveCountAsync(0);

        await ann.Page.ClickAsync("#people-show");
        await Expect(ann.People.Nth(99)).ToBeAttachedAsync();
        await ann.UntilAsync(
            "(people.parentElement.scrollTop = 1e6, document.querySelectorAll('#people li').length === 206)");

        await ann.Page.FillAsync("#people-find", "est 27");
        await Expect(ann.People).ToHaveTextAsync(
            [.. Enumerable.Range(270, 10).Select(number => $"guest {number}")]);
        await Expect(ann.QuietLines.Filter(new() { HasTextRegex = new Regex("left") })).ToHaveCountAsync(0);
        foreach (var peer in crowd) await peer.DisposeAsync();
    }
}
