using System.Net.Http.Headers;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What scripts publish, and the keys that admins make for them.</summary>
public sealed class BotsTests : BrowserTest
{
    private const string Key = "the admin's key";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task What_a_script_publishes_shows_up_at_once_and_says_that_it_is_a_bots()
    {
        var ann = await EnterAsync("Ann");
        using var api = new ApiClient(Server);
        await api.PostAsync("/api/rooms/lobby/messages?name=Backup", "download **finished**", "text/plain");
        await ann.ExpectTextsAsync("download finished");
        await Expect(ann.Messages.Locator(".message-author")).ToHaveTextAsync("Backup");
        await Expect(ann.Messages.Locator(".bot-tag")).ToHaveTextAsync("bot");
        await ann.SayAsync("thanks");
        await Expect(ann.Message("thanks").Locator(".bot-tag")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task A_percentage_that_is_edited_in_place_is_a_bar()
    {
        var ann = await EnterAsync("Ann");
        using var api = new ApiClient(Server);
        var bar = ann.Page.Locator(".message-progress");
        await api.PostAsync("/api/rooms/lobby/messages?key=b", "build 40 %", "text/plain");
        await Expect(bar).ToHaveJSPropertyAsync("value", 40d);
        await api.PostAsync("/api/rooms/lobby/messages?key=b", "build 90.5%", "text/plain");
        await Expect(bar).ToHaveJSPropertyAsync("value", 90d);
        await Expect(ann.Messages).ToHaveCountAsync(1);
        await ann.ReloadAsync();
        await Expect(bar).ToHaveJSPropertyAsync("value", 90d);
        await api.PostAsync("/api/rooms/lobby/messages?key=b", "finished", "text/plain");
        await Expect(bar).ToBeHiddenAsync();
        await api.PostAsync("/api/rooms/lobby/messages", "100% sure", "text/plain");
        await ann.ExpectTextsAsync("finished", "100% sure");
        await Expect(ann.Page.Locator(".message-progress:visible")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task An_admin_makes_a_key_that_works_and_revokes_it()
    {
        var ann = await EnterAsync("Ann");
        await ann.BecomeAdminAsync(Key);
        await ann.ChooseAsync("keys");
        var dialog = ann.Page.Locator("#keys-dialog");
        await Expect(dialog).ToContainTextAsync("There are no keys yet.");
        await ann.Page.FillAsync("#keys-name", "ci");
        await ann.Page.PressAsync("#keys-name", "Enter");
        await Expect(dialog.Locator("[data-person] bdi")).ToHaveTextAsync("ci");
        var key = await dialog.Locator(".made-key textarea").InputValueAsync();
        await Expect(dialog.Locator(".command")).ToContainTextAsync(key);

        Assert.That(await PublishAsync(key), Is.EqualTo(201));
        await dialog.Locator("[data-person] button").ClickAsync();
        await Expect(dialog).ToContainTextAsync("There are no keys yet.");
        await Expect(dialog.Locator(".made-key textarea")).ToHaveCountAsync(0);
        Assert.That(await PublishAsync(key), Is.EqualTo(401));
        ann.Watch.Expect("409");
        await ann.Page.FillAsync("#keys-name", "Ann");
        await ann.Page.PressAsync("#keys-name", "Enter");
        await Expect(dialog.Locator(".field-error")).Not.ToBeEmptyAsync();
    }

    private async Task<int> PublishAsync(string key)
    {
        using var http = new HttpClient { BaseAddress = Server.HttpUri("/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var body = new StringContent("hi");
        using var answer = await http.PostAsync("/api/rooms/lobby/messages", body);
        return (int)answer.StatusCode;
    }
}
