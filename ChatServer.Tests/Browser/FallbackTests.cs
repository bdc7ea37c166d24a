using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Networks that let no WebSocket through: the page takes server-sent events, or long-polling, by itself.</summary>
public sealed class FallbackTests : BrowserTest
{
    private const string Key = "the admin's key";

    private BlockingProxy _proxy = null!;

    [Test]
    public async Task Everything_works_over_server_sent_events()
    {
        await ServeAsync(settings => settings with { AdminKey = Key });
        var ann = await BehindAsync("Ann", refusesUpgrades: true, holdsStreams: false);
        await DoEverythingAsync(ann);
        Assert.That(_proxy.Seen is { Upgrades: 1, Streams: 1, Polls: 0 }, $"{_proxy.Seen}");
    }

    [Test]
    public async Task Everything_works_over_long_polling()
    {
        await ServeAsync(settings => settings with { AdminKey = Key });
        var ann = await BehindAsync("Ann", refusesUpgrades: true, holdsStreams: true);
        await DoEverythingAsync(ann);
        Assert.That(_proxy.Seen is { Upgrades: 1, Streams: 1, Polls: > 0 }, $"{_proxy.Seen}");
    }

    [Test]
    public async Task What_works_is_found_out_also_where_nothing_is_refused_and_remembered_for_the_tab()
    {
        await ServeAsync();
        var ann = await BehindAsync("Ann", refusesUpgrades: false, holdsStreams: false);
        await ann.SayAsync("found");
        await ann.ExpectTextsAsync("found");
        await ann.ReloadAsync();
        await ann.ExpectTextsAsync("found");
        Assert.That(_proxy.Seen is { Upgrades: 1, Streams: 2, Polls: 0 }, $"{_proxy.Seen}");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_restart_of_the_server_loses_nothing(bool isPolled)
    {
        await ServeAsync(settings => settings with { DataPath = DataPath });
        var ann = await BehindAsync("Ann", refusesUpgrades: true, holdsStreams: isPolled);
        ann.Watch.Expect("502");
        await ann.SayAsync("before");
        await ann.ExpectTextsAsync("before");
        await StopServerAsync();
        await ann.ExpectConnectionAsync("waiting|connecting");
        await ann.SayAsync("meanwhile");
        await StartServerAgainAsync();
        await ann.ExpectTextsAsync("before", "meanwhile");
        await ann.ExpectConnectionAsync("connected");
    }

    [Test]
    public async Task Who_is_banned_is_told_here_too_and_stays_away()
    {
        await ServeAsync(settings => settings with { AdminKey = Key });
        var ann = await BehindAsync("Ann", refusesUpgrades: true, holdsStreams: false);
        ann.Watch.Expect("/api/connections/"); // what was on its way when the connection was closed
        await using var admin = await Guest.ComeAsync(Server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "a", key = Key });
        await admin.AskAsync(new { type = "join", id = "j", room = "lobby" });
        var id = await ann.Page.EvaluateAsync<string>("() => document.querySelector('#people [data-person]').dataset.person");
        await admin.AskAsync(new { type = "moderate", id = "b", room = "lobby", action = "ban", person = id, text = "insults" });
        await Expect(ann.Page.Locator("#banned")).ToContainTextAsync("insults");
        await ann.ExpectConnectionAsync("refused");
    }

    private async Task<Visitor> BehindAsync(string name, bool refusesUpgrades, bool holdsStreams)
    {
        Proxy = _proxy = new BlockingProxy(Server.Port, refusesUpgrades, holdsStreams);
        var visitor = await VisitAsync();
        visitor.Watch.Expect("WebSocket connection to");
        visitor.Watch.Expect("net::ERR_");
        await visitor.IntroduceAsync(name);
        return visitor;
    }

    // Ben has a WebSocket.
    private async Task DoEverythingAsync(Visitor ann)
    {
        Proxy = null;
        var ben = await EnterAsync("Ben");
        Proxy = _proxy;

        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
        await ben.Composer.FillAsync("hi");
        await Expect(ann.Page.Locator("#typing")).ToContainTextAsync("Ben");
        await ben.Composer.PressAsync("Enter");
        foreach (var n in (int[])[1, 2, 3]) await ann.SayAsync($"{n}");
        foreach (var person in (Visitor[])[ann, ben]) await person.ExpectTextsAsync("hi", "1", "2", "3");

        await ann.Composer.PressAsync("ArrowUp");
        await ann.Composer.FillAsync("three");
        await ann.Composer.PressAsync("Enter");
        foreach (var person in (Visitor[])[ann, ben]) await person.ExpectTextsAsync("hi", "1", "2", "three");

        await ann.RenameAsync("Anna");
        await Expect(ben.People).ToHaveTextAsync(["Ben", "Anna"]);
        await ann.JoinAsync("quiet");
        await ann.SayAsync("alone");
        await ann.ExpectTextsAsync("alone");
        await ann.OpenAsync("lobby");
        await ann.ExpectTextsAsync("hi", "1", "2", "three");

        await ann.OpenDirectAsync("Ben");
        await ann.SayAsync("psst");
        await ben.Directs.First.ClickAsync();
        await ben.ExpectTextsAsync("psst");
        await ben.SayAsync("yes?");
        await ann.ExpectTextsAsync("psst", "yes?");

        await ann.ChooseAsync("admin");
        await ann.AnswerAsync(Key);
        await ann.OpenAsync("lobby");
        await Expect(ann.Page.Locator("#room-settings")).ToBeVisibleAsync();
    }
}
