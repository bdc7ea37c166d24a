using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Who comes back finds everything as it was, and what is new since.</summary>
public sealed class ReturningTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task A_reload_keeps_the_name_the_person_and_the_history()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ann.SayAsync("before");
        await ben.ExpectTextsAsync("before");
        var self = ann.Page.Locator("#people [data-person]").First;
        var person = (await self.GetAttributeAsync("data-person"))!;

        await ann.ReloadAsync();

        await Expect(ann.NameDialog).ToBeHiddenAsync();
        await Expect(ann.MyName).ToHaveTextAsync("Ann");
        await ann.ExpectTextsAsync("before");
        await Expect(self).ToHaveAttributeAsync("data-person", person);
        await Expect(ben.People).ToHaveTextAsync(["Ben", "Ann"]);

        await ann.SayAsync("after");
        await ben.ExpectTextsAsync("before", "after");
        await Expect(ben.Message("after")).ToHaveAttributeAsync("data-head", "false");
    }

    [Test]
    public async Task What_was_said_meanwhile_stands_below_a_line()
    {
        var ann = await EnterAsync("Ann");
        await ann.SayAsync("old");
        await ann.ExpectTextsAsync("old");
        await ann.Page.GotoAsync("about:blank");
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("new 1");
        await ben.SayAsync("new 2");
        await ben.ExpectTextsAsync("old", "new 1", "new 2");

        await ann.Page.GoBackAsync();
        await ann.WaitUntilReadyAsync();

        await ann.ExpectTextsAsync("old", "new 1", "new 2");
        await Expect(ann.Page.Locator(".new-separator")).ToHaveTextAsync("New");
        await Expect(ann.Page.Locator(".new-separator + .message .message-text")).ToHaveTextAsync("new 1");
    }

    [Test]
    public async Task Unread_messages_of_another_room_survive_a_reload()
    {
        var ann = await EnterAsync("Ann");
        await ann.JoinAsync("ops");
        await ann.OpenAsync("lobby");
        await using var ben = await ChatPeer.JoinAsync(Server, "ops", "Ben");
        foreach (var text in (string[])["a", "b", "c"])
            await ben.SendAsync(new { type = "say", room = "ops", text });

        await Expect(ann.Room("ops").Locator(".unread")).ToHaveTextAsync("3");
        await ann.ReloadAsync();
        await Expect(ann.Room("ops").Locator(".unread")).ToHaveTextAsync("3");
        await Expect(ann.Page).ToHaveTitleAsync("• lobby · ChatServer");

        await ann.OpenAsync("ops");
        await ann.ExpectTextsAsync("a", "b", "c");
        await Expect(ann.Room("ops").Locator(".unread")).ToBeHiddenAsync();
        await Expect(ann.Page).ToHaveTitleAsync("ops · ChatServer");
    }

    [Test]
    public async Task A_tab_in_the_background_marks_what_it_has_not_shown()
    {
        var ann = await EnterAsync("Ann");
        await ann.Page.EvaluateAsync(
            """
            () => {
              Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """);
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await ben.SendAsync(new { type = "say", room = "lobby", text = "psst" });
        await Expect(ann.Page).ToHaveTitleAsync("• lobby · ChatServer");

        await ann.Page.EvaluateAsync(
            """
            () => {
              delete document.visibilityState;
              document.dispatchEvent(new Event('visibilitychange'));
            }
            """);

        await Expect(ann.Page).ToHaveTitleAsync("lobby · ChatServer");
        await Expect(ann.Page.Locator(".new-separator + .message .message-text")).ToHaveTextAsync("psst");
    }

    [Test]
    public async Task What_was_being_written_is_still_there()
    {
        var ann = await EnterAsync("Ann");
        await ann.Composer.FillAsync("half a thou");

        await ann.ReloadAsync();

        await Expect(ann.Composer).ToHaveValueAsync("half a thou");
        await Expect(ann.Messages).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_second_tab_is_the_same_person()
    {
        var ann = await EnterAsync("Ann");
        var second = await ann.Context.NewPageAsync();
        await second.GotoAsync(Address().AbsoluteUri);

        await Expect(second.Locator("#my-name .person-name")).ToHaveTextAsync("Ann");
        await second.Locator("#composer").FillAsync("from the second tab");
        await second.Locator("#composer").PressAsync("Enter");

        await ann.ExpectTextsAsync("from the second tab");
        await Expect(ann.People).ToHaveTextAsync(["Ann"]);
    }
}
