using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What a person has read is read on all of their devices.</summary>
public sealed class ReadMarkTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() =>
        ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });

    [Test]
    public async Task What_is_read_on_one_device_is_no_longer_new_on_the_other()
    {
        var desk = await EnterAsync("Ann");
        await desk.JoinAsync("ops");
        await desk.OpenAsync("lobby");
        var phone = await SameAsync(await TokenAsync(desk), "/rooms/ops");
        await phone.OpenAsync("lobby");
        await using var ben = await ChatPeer.JoinAsync(Server, "ops", "Ben");
        await ben.SendAsync(new { type = "say", room = "ops", text = "one" });
        await Expect(desk.Room("ops").Locator(".unread")).ToHaveTextAsync("1");
        await Expect(phone.Room("ops").Locator(".unread")).ToHaveTextAsync("1");

        await phone.OpenAsync("ops");

        await Expect(desk.Room("ops").Locator(".unread")).ToBeHiddenAsync();
        await Expect(desk.Page).ToHaveTitleAsync("lobby · ChatServer");
    }

    [Test]
    public async Task A_new_device_begins_where_the_other_one_stopped()
    {
        var desk = await EnterAsync("Ann");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await ben.SendAsync(new { type = "say", room = "lobby", text = "old" });
        await desk.ExpectTextsAsync("old");
        await Expect(desk.Page).ToHaveTitleAsync("lobby · ChatServer");
        var token = await TokenAsync(desk);
        await desk.Page.GotoAsync("about:blank");
        await ben.SendAsync(new { type = "say", room = "lobby", text = "new" });

        var phone = await SameAsync(token, "/rooms/random");
        await phone.OpenAsync("lobby");

        await phone.ExpectTextsAsync("old", "new");
        await Expect(phone.Page.Locator(".new-separator + .message .message-text")).ToHaveTextAsync("new");
    }

    [Test]
    public async Task A_mention_is_marked_apart_from_what_is_unread()
    {
        var ann = await EnterAsync("Ann");
        await ann.JoinAsync("ops");
        await ann.OpenAsync("lobby");
        await using var ben = await ChatPeer.JoinAsync(Server, "ops", "Ben");
        await ben.SendAsync(new { type = "say", room = "ops", text = "nothing about her" });
        await Expect(ann.Room("ops").Locator(".unread")).ToHaveTextAsync("1");
        await Expect(ann.Room("ops").Locator(".mention")).ToBeHiddenAsync();

        await ben.SendAsync(new { type = "say", room = "ops", text = "are you there, @ann?" });
        await Expect(ann.Room("ops").Locator(".unread")).ToHaveTextAsync("2");
        await Expect(ann.Room("ops").Locator(".mention")).ToBeVisibleAsync();
        await ann.OpenAsync("ops");
        await Expect(ann.Room("ops").Locator(".mention")).ToBeHiddenAsync();
    }

    [Test]
    public async Task More_unread_than_is_loaded_is_told_as_such()
    {
        var ann = await EnterAsync("Ann");
        await ann.JoinAsync("ops");
        await ann.SayAsync("before");
        await ann.ExpectTextsAsync("before");
        await ann.OpenAsync("lobby");
        await ann.Page.GotoAsync("about:blank");
        await History.WriteAsync(Server, "ops", 80);

        await ann.Page.GoBackAsync();
        await ann.WaitUntilReadyAsync();

        await Expect(ann.Room("ops").Locator(".unread")).ToHaveTextAsync("50+");
        await Expect(ann.Page).ToHaveTitleAsync("• lobby · ChatServer");
    }

    private static Task<string> TokenAsync(Visitor visitor) =>
        visitor.Page.EvaluateAsync<string>("localStorage.getItem('chatserver.token')");

    /// <summary>The same person in another browser.</summary>
    private async Task<Visitor> SameAsync(string token, string path)
    {
        var other = await VisitAsync(path, prepare: page => page.AddInitScriptAsync(
            $$"""
            if (location.protocol === 'http:') {
              localStorage.setItem('chatserver.token', '{{token}}');
              localStorage.setItem('chatserver.name', '"Ann"');
            }
            """));
        await other.WaitUntilReadyAsync();
        return other;
    }
}
