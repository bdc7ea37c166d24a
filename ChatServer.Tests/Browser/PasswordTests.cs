using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>A server, and rooms, that ask who comes in for a password.</summary>
public sealed class PasswordTests : BrowserTest
{
    private const string Secret = "open sesame";
    private const string Key = "the admin's key";

    [Test]
    public async Task The_server_asks_once()
    {
        await ServeAsync(settings => settings with { Password = Secret });
        var ann = await VisitAsync();
        await ann.NameInput.FillAsync("Ann");
        await ann.Page.ClickAsync("#name-save");

        await ann.AnswerAsync("open barley");
        await Expect(ann.Page.Locator("#password-error")).ToHaveTextAsync("This password is wrong.");
        await ann.AnswerAsync(Secret);

        await ann.WaitUntilReadyAsync();
        await Expect(ann.PasswordDialog).ToBeHiddenAsync();
        await ann.ReloadAsync();
        await Expect(ann.PasswordDialog).ToBeHiddenAsync();
        await Expect(ann.MyName).ToHaveTextAsync("Ann");
    }

    [Test]
    public async Task Without_the_servers_password_there_is_no_way_around_the_question()
    {
        await ServeAsync(settings => settings with { Password = Secret });
        var ben = await VisitAsync();
        await ben.Page.ClickAsync("#name-skip");
        await Expect(ben.PasswordDialog).ToBeVisibleAsync();

        for (var press = 0; press < 3; press++) await ben.Page.Keyboard.PressAsync("Escape");

        await Expect(ben.PasswordDialog).ToBeVisibleAsync();
    }

    [Test]
    public async Task Who_guesses_too_often_is_told_when_to_try_again()
    {
        await ServeAsync(settings => settings with { Password = Secret });
        await using var guesser = await ChatPeer.OpenAsync(Server);
        for (var guess = 0; guess < 10; guess++)
        {
            await guesser.SendAsync(new { type = "hello", password = $"guess {guess}" });
            await guesser.ExpectAsync("error");
        }
        var ann = await VisitAsync();
        await ann.Page.ClickAsync("#name-skip");

        await ann.AnswerAsync("guess 11");

        await Expect(ann.Page.Locator("#password-error")).ToContainTextAsync("Too many attempts. Try again in ");
        await Expect(ann.Page.Locator("#password-save")).ToBeDisabledAsync();
        await Expect(ann.Page.Locator("#password-save")).ToBeEnabledAsync();
        await ann.AnswerAsync(Secret);
        await ann.WaitUntilReadyAsync();
    }

    [Test]
    public async Task A_room_asks_for_its_own_and_the_browser_remembers_it()
    {
        await ServeAsync(settings => settings with { AdminKey = Key });
        await using var host = await HostAsync("vault");
        var ann = await EnterAsync("Ann");
        await ann.Page.FillAsync("#join-room-name", "vault");
        await ann.Page.PressAsync("#join-room-name", "Enter");

        await Expect(ann.Page.Locator("#password-title")).ToHaveTextAsync("“vault” needs a password");
        await ann.AnswerAsync("open barley");
        await Expect(ann.Page.Locator("#password-error")).ToHaveTextAsync("This password is wrong.");
        await ann.AnswerAsync(Secret);

        await Expect(ann.RoomTitle).ToHaveTextAsync("vault");
        await Expect(ann.PasswordDialog).ToBeHiddenAsync();
        await ann.ReloadAsync();
        await Expect(ann.RoomTitle).ToHaveTextAsync("vault");
        await Expect(ann.PasswordDialog).ToBeHiddenAsync();
        await ann.SayAsync("inside");
        await ann.ExpectTextsAsync("inside");
    }

    [Test]
    public async Task Who_does_not_know_the_password_of_a_room_stays_where_they_are()
    {
        await ServeAsync(settings => settings with { AdminKey = Key });
        await using var host = await HostAsync("vault");
        var ann = await EnterAsync("Ann", "/rooms/lobby");
        await ann.Page.FillAsync("#join-room-name", "vault");
        await ann.Page.PressAsync("#join-room-name", "Enter");
        await Expect(ann.PasswordDialog).ToBeVisibleAsync();

        await ann.Page.Keyboard.PressAsync("Escape");

        await Expect(ann.PasswordDialog).ToBeHiddenAsync();
        await Expect(ann.Page.Locator("#join-room-error")).ToHaveTextAsync("It needs a password.");
        await Expect(ann.RoomTitle).ToHaveTextAsync("lobby");
    }

    /// <summary>Somebody in a room that they have given a password.</summary>
    private async Task<ChatPeer> HostAsync(string room)
    {
        var host = await ChatPeer.JoinAsync(Server, room, "Olga");
        await host.SendAsync(new { type = "admin", key = Key });
        await host.ExpectAsync("role");
        await host.SendAsync(new { type = "moderate", room, action = "password", text = Secret });
        await host.ExpectAsync("event");
        return host;
    }
}
