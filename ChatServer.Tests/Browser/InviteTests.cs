using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The way into this very room, to scan and to copy.</summary>
public sealed class InviteTests : BrowserTest
{
    private const string Key = "the admin's key";
    private const string Secret = "open sesame";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task Who_opens_the_address_is_in_the_room()
    {
        var ann = await EnterAsync("Ann", "/rooms/数学课");
        await ann.SayAsync("here");
        var address = await InviteAsync(ann);
        await Expect(ann.Page.Locator("#invite-dialog svg path")).ToHaveCountAsync(1);
        await Expect(ann.Page.Locator(".invite-note")).ToHaveCountAsync(0);

        var ben = await EnterAsync("Ben", new Uri(address).AbsolutePath);

        await Expect(ben.RoomTitle).ToHaveTextAsync("数学课");
        await ben.ExpectTextsAsync("here");
    }

    [Test]
    public async Task The_password_is_not_in_it_and_the_dialog_says_that_one_is_asked()
    {
        var ann = await EnterAsync("Ann", "/rooms/vault");
        await ann.BecomeAdminAsync(Key);
        await ann.Page.ClickAsync("#room-settings");
        await ann.Page.FillAsync("#settings-password", Secret);
        await ann.Page.PressAsync("#settings-password", "Enter");
        await Expect(ann.Page.Locator("#room-people")).ToContainTextAsync("password");
        await ann.Page.Keyboard.PressAsync("Escape");
        var address = await InviteAsync(ann);

        Assert.That(Uri.UnescapeDataString(address), Does.Not.Contain(Secret).And.EndsWith("/rooms/vault"));
        await Expect(ann.Page.Locator(".invite-note")).ToContainTextAsync("asked for the room’s password");
        var ben = await VisitAsync(new Uri(address).PathAndQuery);
        await ben.Page.ClickAsync("#name-skip");
        await ben.AnswerAsync(Secret);
        await Expect(ben.RoomTitle).ToHaveTextAsync("vault");
    }

    [Test]
    public async Task The_address_is_copied()
    {
        var ann = await EnterAsync("Ann", options: new() { Permissions = ["clipboard-read", "clipboard-write"] });
        var address = await InviteAsync(ann);
        await ann.Page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(ann.Page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.That(await ann.Page.EvaluateAsync<string>("navigator.clipboard.readText()"), Is.EqualTo(address));
    }

    private static async Task<string> InviteAsync(Visitor visitor)
    {
        await visitor.ChooseInRoomAsync("invite");
        var link = visitor.Page.GetByLabel("Address of the room");
        await Expect(link).Not.ToHaveValueAsync("");
        return await link.InputValueAsync();
    }
}
