using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>Every view of the chat page by the rules of axe-core, light and dark, on a phone and on a desk.</summary>
public sealed class AccessibilityTests : BrowserTest
{
    private const string Key = "the admin's key";

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task What_is_wrong_is_found()
    {
        var ann = await EnterAsync("Ann");
        await ann.Page.EvaluateAsync(
            """
            () => {
              const picture = new Image();
              const faint = Object.assign(document.createElement('p'), { textContent: 'faint' });
              faint.style.color = 'silver';
              document.querySelector('.room-head').append(picture, document.createElement('button'), faint);
            }
            """);

        var found = (await Accessible.ViolationsAsync(ann.Page)).Select(line => line.Split(':')[0]);

        Assert.That(found, Is.SupersetOf(new[] { "image-alt", "button-name", "color-contrast" }));
    }

    [Test]
    public async Task The_conversation(
        [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values] bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        var ann = await VisitAsync(options: Accessible.Screen(scheme, onPhone));
        var page = ann.Page;
        await Accessible.ExpectAsync(page, "who are you");
        await ann.IntroduceAsync("Ann");
        await Accessible.ExpectAsync(page, "an empty room");

        await History.WriteAsync(Server, "lobby", 30);
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("# head\n- one\n- two\n\n```js\nlet a = 1;\n```\n> quoted, @Ann, see https://example.com/ :smile:");
        await ben.SayAsync("/me waves");
        await ben.Page.ClickAsync("#hand-button");
        await ann.SayAsync("\u200b\u200b");
        await Expect(page.Locator(".message-failure")).ToBeVisibleAsync();
        await ann.SayAsync("mine");
        await ToolsAsync(ann, onPhone);
        await Accessible.ExpectAsync(page, "a full room, with the tools of a message");
        await page.Locator("[data-tool=quick]").First.ClickAsync();
        await Expect(page.Locator(".reaction")).ToBeVisibleAsync();
        await ToolsAsync(ann, onPhone);
        await page.Locator("[data-tool=reply]").ClickAsync();
        await ann.Composer.FillAsync("answer @B");
        await ann.Composer.PressAsync("End");
        await ann.Composer.PressSequentiallyAsync("e");
        await Expect(page.Locator("#completions")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(page, "an answer, with suggestions");
        await ann.Composer.PressAsync("Tab");
        await ann.Composer.PressAsync("Enter");
        await ToolsAsync(ann, onPhone);
        await page.Locator("[data-tool=delete]").ClickAsync();
        await Accessible.ExpectAsync(page, "is it to be deleted");
        await page.Locator("[data-tool=remove]").ClickAsync();
        await page.ClickAsync("#emoji-button");
        await Expect(page.Locator("#emoji-picker")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(page, "emoji");
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync("#hand-button");
        await Expect(page.Locator("#hands-mine")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(page, "a hand is up");
        if (onPhone) await InDrawersAsync(ann);

        await StopServerAsync();
        await Expect(ann.Banner).ToBeVisibleAsync();
        await Accessible.ExpectAsync(page, "no connection");
    }

    [Test]
    public async Task What_opens(
        [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values] bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        var ann = await EnterAsync("Ann", options: Accessible.Screen(scheme, onPhone));
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("hello @Ann");
        var page = ann.Page;
        await page.Keyboard.PressAsync("Control+k");
        await ExpectDialogAsync(ann, "#switcher");
        await page.ClickAsync("#room-menu");
        await Accessible.ExpectAsync(page, "menu of the room");
        await page.ClickAsync("#room-actions [data-action=invite]");
        await Expect(page.Locator("#invite-dialog svg path")).ToHaveCountAsync(1);
        await ExpectDialogAsync(ann, "#invite-dialog");
        await page.Keyboard.PressAsync("Alt+p");
        await Expect(page.Locator("#projector svg path")).ToHaveCountAsync(1);
        await ben.Page.ClickAsync("#hand-button");
        await Expect(page.Locator("#projector-hands li")).ToHaveCountAsync(1);
        await ExpectDialogAsync(ann, "#projector");
        foreach (var (action, dialog) in new[]
        {
            ("rename", "#name-dialog"), ("preferences", "#preferences-dialog"), ("handover", "#handover-dialog"),
            ("help", "#help-dialog"), ("admin", "#password-dialog"),
        })
        {
            await OwnMenuAsync(ann, onPhone);
            if (action == "rename") await Accessible.ExpectAsync(page, "own menu");
            await page.ClickAsync($"#own-menu [data-action={action}]");
            await ExpectDialogAsync(ann, dialog);
        }
        if (onPhone) await page.Keyboard.PressAsync("Escape");
        if (onPhone) await page.ClickAsync("#people-toggle");
        await ann.Person("Ben").ClickAsync();
        await Expect(page.Locator("#person-menu")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(page, "menu of a person");
    }

    [Test]
    public async Task Files_and_what_is_found(
        [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values] bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        var ann = await VisitAsync(options: Accessible.Screen(scheme, onPhone));
        var page = ann.Page;
        await ann.IntroduceAsync("Ann");
        await page.SetInputFilesAsync("#file-picker", new FilePayload[]
        {
            new() { Name = "photo.png", MimeType = "image/png", Buffer = TestPicture.Png(400, 300) },
            new() { Name = "notes.txt", MimeType = "text/plain", Buffer = [1, 2, 3] },
        });
        await Expect(page.Locator("#chosen-files img")).ToHaveCountAsync(1);
        await Accessible.ExpectAsync(page, "files to be sent");
        await ann.SayAsync("look at this");
        var picture = page.Locator(".message[data-state=sent] .picture[data-state=shown]");
        await Expect(picture).ToHaveCountAsync(1);
        await Accessible.ExpectAsync(page, "a picture and a file");
        await picture.ClickAsync();
        await Expect(page.Locator(".picture-dialog")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(page, "a picture by itself");
        await page.Keyboard.PressAsync("Escape");

        await page.ClickAsync("#search-open");
        await Accessible.ExpectAsync(page, "a search before it begins");
        await page.FillAsync("#search-field", "look");
        await Expect(page.Locator("#search-results button")).ToHaveCountAsync(1);
        await Accessible.ExpectAsync(page, "what was found");
        await page.FillAsync("#search-field", "nowhere");
        await Expect(page.Locator("#search-results button")).ToHaveCountAsync(0);
        await Accessible.ExpectAsync(page, "nothing was found");
        await page.Keyboard.PressAsync("Escape");
        await OwnMenuAsync(ann, onPhone);
        await page.ClickAsync("#own-menu [data-action=no-way-in]");
        await ExpectDialogAsync(ann, "#doctor-dialog");
    }

    [Test]
    public async Task What_hosts_and_admins_open(
        [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values] bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        var (ann, ben) = (await EnterAsync("Ann", options: Accessible.Screen(scheme, onPhone)), await EnterAsync("Ben"));
        var page = ann.Page;
        await OwnMenuAsync(ann, onPhone);
        await page.ClickAsync("#own-menu [data-action=admin]");
        await ann.AnswerAsync(Key);
        await Expect(ann.Notice).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await ben.Page.ClickAsync("#hand-button");
        await Expect(page.Locator("#hands-line")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(page, "a host with a line of hands, and a notice");
        await page.ClickAsync("#room-settings");
        await ExpectDialogAsync(ann, "#settings-dialog");
        await page.ClickAsync("#room-settings");
        await page.ClickAsync("#settings-webhooks");
        await ExpectDialogAsync(ann, "#webhooks-dialog");
        await OwnMenuAsync(ann, onPhone);
        await page.ClickAsync("#own-menu [data-action=keys]");
        await ExpectDialogAsync(ann, "#keys-dialog");
        if (onPhone) await page.Keyboard.PressAsync("Escape");
        if (onPhone) await page.ClickAsync("#people-toggle");
        await ann.ChooseAsync("Ben", "mute");
        await ExpectDialogAsync(ann, "#settings-dialog");
        if (onPhone) await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync("#hands-next");
        await Expect(ben.Page.Locator("#hands-called")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(ben.Page, "called");
    }

    [Test]
    public async Task The_banned_and_those_with_many_rooms(
        [Values(ColorScheme.Light, ColorScheme.Dark)] ColorScheme scheme, [Values] bool onPhone)
    {
        using var all = Assert.EnterMultipleScope();
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben", options: Accessible.Screen(scheme, onPhone)));
        await ben.SayAsync("/join ops");
        await Expect(ben.RoomTitle).ToHaveTextAsync("ops");
        await ben.SayAsync("/msg Ann psst");
        await Expect(ben.RoomTitle).ToHaveTextAsync("Ann");
        await ann.SayAsync("hello @Ben");
        await Expect(ben.Page).ToHaveTitleAsync("(1) Ann · ChatServer");
        if (onPhone) await ben.Page.ClickAsync("#rooms-toggle");
        await Accessible.ExpectAsync(ben.Page, "rooms with something unread");
        await ann.BecomeAdminAsync(Key);
        await HostTests.ActAsync(ann, "Ben", "ban", "insults");
        await Expect(ben.Page.Locator("#banned")).ToBeVisibleAsync();
        await Accessible.ExpectAsync(ben.Page, "banned");
    }

    /// <summary>Brings the tools of the message that this person said.</summary>
    private static async Task ToolsAsync(Visitor visitor, bool onPhone)
    {
        var tools = visitor.Page.Locator(".message-tools");
        if (onPhone && await tools.CountAsync() == 0) await visitor.Message("mine").First.TapAsync();
        if (!onPhone) await visitor.Message("mine").First.HoverAsync();
        await Expect(tools).ToBeVisibleAsync();
    }

    private static async Task InDrawersAsync(Visitor ann)
    {
        foreach (var toggle in (string[])["#rooms-toggle", "#people-toggle"])
        {
            await ann.Page.ClickAsync(toggle);
            await Accessible.ExpectAsync(ann.Page, $"the drawer of {toggle}");
            await ann.Page.Keyboard.PressAsync("Escape");
        }
    }

    private static async Task OwnMenuAsync(Visitor visitor, bool onPhone)
    {
        var drawer = visitor.Page.Locator("#rooms-panel[data-open]");
        if (onPhone && await drawer.CountAsync() == 0) await visitor.Page.ClickAsync("#rooms-toggle");
        await visitor.Page.ClickAsync("#my-menu");
    }

    private static async Task ExpectDialogAsync(Visitor visitor, string dialog)
    {
        await Expect(visitor.Page.Locator(dialog)).ToBeVisibleAsync();
        await Accessible.ExpectAsync(visitor.Page, dialog);
        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(visitor.Page.Locator(dialog)).ToBeHiddenAsync();
    }
}
