using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Two people alone.</summary>
public sealed class DirectTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task Two_people_talk_and_a_third_one_hears_nothing()
    {
        var (ann, ben, cem) = (await EnterAsync("Ann"), await EnterAsync("Ben"), await EnterAsync("Cem"));
        await ann.OpenDirectAsync("Ben");
        await Expect(ann.Composer).ToHaveAttributeAsync("placeholder", "Message Ben");
        await ann.SayAsync("psst");

        await Expect(ben.Directs).ToHaveCountAsync(1);
        await Expect(ben.Directs.Locator(".room-name")).ToHaveTextAsync("Ann");
        await Expect(ben.Directs.Locator(".unread")).ToHaveTextAsync("1");
        await Expect(ben.Directs.Locator(".avatar")).ToHaveAttributeAsync("data-presence", "online");
        await ben.Directs.Locator(".room").ClickAsync();
        await Expect(ben.RoomTitle).ToHaveTextAsync("Ann");
        await ben.ExpectTextsAsync("psst");
        await ben.SayAsync("what?");

        await ann.ExpectTextsAsync("psst", "what?");
        await Expect(cem.Directs).ToHaveCountAsync(0);
        await Expect(cem.Messages).ToHaveCountAsync(0);
        await Expect(cem.Page.Locator("[data-room^='@']")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_conversation_has_no_address_of_its_own_and_is_there_after_a_reload()
    {
        var ann = await EnterAsync("Ann");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await ann.OpenDirectAsync("Ben");
        await ann.SayAsync("psst");
        await ann.ExpectTextsAsync("psst");
        await Expect(ann.Page).ToHaveURLAsync(Address().AbsoluteUri);

        await ann.ReloadAsync();

        await Expect(ann.RoomTitle).ToHaveTextAsync("Ben");
        await ann.ExpectTextsAsync("psst");
        await ann.OpenAsync("lobby");
        await ann.Page.GoBackAsync();
        await Expect(ann.RoomTitle).ToHaveTextAsync("Ben");
        await Expect(ann.Page.Locator("body")).Not.ToContainTextAsync("@", new() { UseInnerText = true });
    }

    [Test]
    public async Task A_closed_conversation_comes_back_with_what_is_new()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ann.OpenDirectAsync("Ben");
        await ann.SayAsync("one");
        await ben.Directs.Locator(".room").ClickAsync();
        await ben.ExpectTextsAsync("one");

        await ben.Page.GetByLabel("Close the conversation with Ann").ClickAsync();
        await Expect(ben.Directs).ToHaveCountAsync(0);
        await Expect(ben.RoomTitle).ToHaveTextAsync("lobby");
        await ben.ReloadAsync();
        await Expect(ben.Directs).ToHaveCountAsync(0);

        await ann.SayAsync("two");
        await Expect(ben.Directs.Locator(".unread")).ToHaveTextAsync("1");
        await ben.Directs.Locator(".room").ClickAsync();
        await ben.ExpectTextsAsync("one", "two");
    }

    [Test]
    public async Task What_came_while_somebody_was_away_is_unread()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
        await ben.Page.GotoAsync("about:blank");
        await using var cem = await ChatPeer.JoinAsync(Server, "lobby", "Cem");
        await cem.SendAsync(new { type = "direct", name = "Ben" });
        var room = (string)(await cem.ExpectAsync("direct"))["room"]!;
        await cem.SendAsync(new { type = "join", room });
        await cem.ExpectAsync("joined");
        await cem.SendAsync(new { type = "say", room, text = "psst" });
        await cem.ExpectAsync("event");

        await ben.Page.GoBackAsync();
        await ben.WaitUntilReadyAsync();

        await Expect(ben.Directs.Locator(".room-name")).ToHaveTextAsync("Cem");
        await Expect(ben.Directs.Locator(".unread")).ToHaveTextAsync("1");
        await Expect(ben.Page).ToHaveTitleAsync("(1) lobby · ChatServer");
    }
}
