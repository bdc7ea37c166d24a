using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Who is banned sees why, and stays out until the ban ends.</summary>
public sealed class BannedTests : BrowserTest
{
    private const string Key = "the admin's key";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task A_ban_is_explained_and_lifted()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await ann.ChooseAsync("admin");
        await ann.AnswerAsync(Key);
        await Expect(ann.Page.Locator("#room-settings")).ToBeVisibleAsync();
        await HostTests.ActAsync(ann, "Ben", "ban", "insults");

        var page = ben.Page.Locator("#banned");
        await Expect(page).ToContainTextAsync("You are banned from this chat");
        await Expect(page).ToContainTextAsync("The ban ends: ");
        await Expect(page).ToContainTextAsync("Reason: insults");
        await ben.ExpectConnectionAsync("refused");
        await Expect(ann.People).ToHaveTextAsync(["Ann"]);

        await ben.Page.ReloadAsync();
        await Expect(page).ToBeVisibleAsync();
        await ben.ExpectConnectionAsync("refused");
        var retried = await ben.Page.RunAndWaitForWebSocketAsync(() => ben.Page.ClickAsync("#banned-retry"));
        await Expect(page).ToBeVisibleAsync();
        await ben.ExpectConnectionAsync("refused");
        await Eventually.IsAsync(() => retried.IsClosed);

        await ann.Page.ClickAsync("#room-settings");
        await Expect(ann.Page.Locator("[data-list=bans] .settings-name")).ToContainTextAsync("insults");
        await ann.Page.ClickAsync("[data-list=bans] button");
        await Expect(ann.Page.Locator("[data-list=bans]")).ToHaveCountAsync(0);
        await ben.Page.ClickAsync("#banned-retry");
        await Expect(page).ToBeHiddenAsync();
        await Expect(ann.People).ToHaveTextAsync(["Ann", "Ben"]);
    }
}
