using System.Net;
using System.Text.Json;
using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The dialog in which admins connect the webhooks of a room.</summary>
public sealed class WebhookDialogTests : BrowserTest
{
    private const string Key = "the admin's key";
    private const string Elsewhere = "http://10.1.2.3:9000/hook";

    [SetUp]
    public Task StartAsync() =>
        ServeAsync(settings => settings with { AdminKey = Key, AllowInternalWebhooks = true });

    [Test]
    public async Task An_admin_connects_one_that_is_posted_to_and_disconnects_it()
    {
        await using var receiver = new WebhookReceiver();
        var url = receiver.Url + "&<b>";
        var (ann, dialog) = await OpenAsync();
        await Expect(Field(ann, "webhooks-title")).ToBeFocusedAsync();
        await Expect(dialog).ToContainTextAsync("This room has no webhooks yet.");
        await ConnectAsync(ann, url, "helper");
        var status = dialog.Locator(".made-key > [role=status]");
        await Expect(status).ToHaveTextAsync("The secret of helper. Copy it now: it is not shown again.");
        await Expect(Field(ann, "webhooks-name")).ToBeFocusedAsync();
        await Expect(Field(ann, "webhooks-url")).ToHaveValueAsync("");
        await Expect(dialog.Locator("li")).ToContainTextAsync(url);
        await Expect(dialog.Locator("li")).ToContainTextAsync("Everything people say · by Ann, ");
        var secret = await dialog.Locator(".copy-field textarea").InputValueAsync();

        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(Field(ann, "room-settings")).ToBeFocusedAsync();
        await ann.SayAsync("is it done?");
        var delivery = await receiver.NextAsync();
        Assert.That((delivery.Text, delivery.IsSignedBy(secret)), Is.EqualTo(("is it done?", true)));
        await delivery.SayAsync(new { text = "it is" });
        await ann.ExpectTextsAsync("is it done?", "it is");

        await ReopenAsync(ann);
        await Expect(dialog.Locator("li bdi")).ToHaveTextAsync("helper");
        await Expect(dialog.Locator(".copy-field")).ToHaveCountAsync(0);
        await Removal(dialog, "helper").PressAsync("Enter");
        await Expect(dialog.Locator("li")).ToHaveCountAsync(0);
        await Expect(dialog).ToContainTextAsync("helper is disconnected.");
        await Expect(Field(ann, "webhooks-title")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.SayAsync("still there?");
        await ann.ExpectTextsAsync("is it done?", "it is", "still there?");
        Assert.That(receiver.Count, Is.EqualTo(1));
    }

    [Test]
    public async Task The_secret_is_copied_by_its_button()
    {
        var (ann, dialog) = await OpenAsync();
        await ann.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await ConnectAsync(ann, Elsewhere, "helper");
        await dialog.Locator(".copy-field button").ClickAsync();
        await Expect(dialog.Locator(".copy-field [role=status]")).ToHaveTextAsync("Copied");
        Assert.That(
            await ann.Page.EvaluateAsync<string>("navigator.clipboard.readText()"),
            Is.EqualTo(await dialog.Locator(".copy-field textarea").InputValueAsync()));
    }

    [Test]
    public async Task The_next_one_has_the_focus_after_one_is_gone()
    {
        var (ann, dialog) = await OpenAsync();
        foreach (var bot in (string[])["one", "two", "three"])
        {
            await ConnectAsync(ann, Elsewhere, bot, "mention");
            await Expect(dialog.Locator("li").Last).ToContainTextAsync(bot);
        }
        await Expect(dialog.Locator("li").First).ToContainTextAsync("Only what mentions the bot");
        await Removal(dialog, "two").PressAsync("Enter");
        await Expect(Removal(dialog, "three")).ToBeFocusedAsync();
        await ann.Page.Keyboard.PressAsync("Enter");
        await Expect(Removal(dialog, "one")).ToBeFocusedAsync();
    }

    [Test]
    public async Task Nobody_but_an_admin_sees_it()
    {
        var (ann, ben) = (await EnterAsync("Ann"), await EnterAsync("Ben"));
        await Expect(Field(ben, "room-settings")).ToBeHiddenAsync();
        await ann.BecomeAdminAsync(Key);
        await ann.ChooseAsync("Ben", "host");
        await ben.Page.ClickAsync("#room-settings");
        await Expect(Field(ben, "settings-topic")).ToBeVisibleAsync();
        await Expect(Field(ben, "settings-webhooks")).ToHaveCountAsync(0);

        // Who was one when it opened, and gives it up in another tab.
        await ReopenAsync(ann);
        await Expect(Field(ann, "webhooks-dialog")).ToContainTextAsync("This room has no webhooks yet.");
        var tab = await ann.Context.NewPageAsync();
        await tab.GotoAsync(Address().AbsoluteUri);
        await tab.ClickAsync("#my-menu");
        await tab.ClickAsync("#own-menu [data-action=give-up-admin]");
        await Expect(tab.Locator("#notice")).ToContainTextAsync("You are no longer an admin.");
        ann.Watch.Expect("401");
        await ConnectAsync(ann, Elsewhere, "helper");
        await Expect(Error(ann)).ToHaveTextAsync("Only admins can do this.");
    }

    [TestCase("localhost:9000/hook", "helper", "webhooks-url", "Give a full http:// or https:// address")]
    [TestCase("", "", "webhooks-url", "Give a full http:// or https:// address")]
    [TestCase(Elsewhere, " ", "webhooks-name", "A name has 1 to 32 visible characters.")]
    [TestCase(Elsewhere, "ann", "webhooks-name", "Somebody else has this name")]
    public async Task What_is_wrong_is_said_at_its_field(string url, string bot, string field, string words)
    {
        var (ann, dialog) = await OpenAsync();
        ann.Watch.Expect("40");
        await ConnectAsync(ann, url, bot);
        await Expect(Error(ann)).ToContainTextAsync(words);
        await Expect(Field(ann, field)).ToBeFocusedAsync();
        await Expect(Field(ann, field)).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(Field(ann, field)).ToHaveAccessibleDescriptionAsync(await Error(ann).InnerTextAsync());
        await Expect(Field(ann, "webhooks-url")).ToHaveValueAsync(url);

        await ConnectAsync(ann, Elsewhere, "helper");
        await Expect(dialog.Locator("li")).ToHaveCountAsync(1);
        await Expect(Error(ann)).ToBeEmptyAsync();
        await Expect(dialog.Locator("[aria-invalid]")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task What_another_admin_did_meanwhile_is_said()
    {
        using var api = new ApiClient(Server);
        var (ann, dialog) = await OpenAsync();
        await ConnectAsync(ann, Elsewhere, "helper");
        await Expect(dialog.Locator("li")).ToHaveCountAsync(1);
        var listed = (await api.GetAsync("/api/rooms/lobby/webhooks", Bearer)).Json["webhooks"]!;
        ann.Watch.Expect("404");
        await api.SendAsync(HttpMethod.Delete, $"/api/rooms/lobby/webhooks/{listed[0]!["id"]}", null, Bearer);
        await Removal(dialog, "helper").ClickAsync();
        await Expect(Error(ann)).ToHaveTextAsync("This webhook was disconnected already.");
        await Expect(dialog.Locator("li")).ToHaveCountAsync(0);

        for (var n = 1; n <= 10; n++) await MakeAsync(api, $"bot {n}");
        ann.Watch.Expect("403");
        await ConnectAsync(ann, Elsewhere, "eleven");
        await Expect(Error(ann)).ToContainTextAsync("a room has 10 webhooks at most");
    }

    [Test]
    public async Task Pressed_twice_it_makes_one()
    {
        var (ann, dialog) = await OpenAsync();
        var (posts, gate) = (0, new TaskCompletionSource());
        await ann.Page.RouteAsync("**/webhooks", async route =>
        {
            if (route.Request.Method == "POST")
            {
                posts++;
                await gate.Task;
            }
            await route.ContinueAsync();
        });
        await ConnectAsync(ann, Elsewhere, "helper");
        await ann.Page.PressAsync("#webhooks-name", "Enter");
        gate.SetResult();
        await Expect(dialog.Locator("li")).ToHaveCountAsync(1);
        Assert.That(posts, Is.EqualTo(1));
    }

    [Test]
    public async Task It_is_all_there_in_Chinese()
    {
        var (ann, dialog) = await OpenAsync(new() { Locale = "zh-CN" });
        await Expect(Field(ann, "webhooks-title")).ToHaveTextAsync("“lobby”的 webhook");
        await Expect(dialog).ToContainTextAsync("此房间还没有 webhook。");
        ann.Watch.Expect("400");
        await ConnectAsync(ann, "ftp://10.1.2.3/", "助手");
        await Expect(Error(ann)).ToContainTextAsync("请填写完整的 http:// 或 https:// 地址");
        await ConnectAsync(ann, Elsewhere, "助手", "mention");
        await Expect(dialog).ToContainTextAsync("“助手”的签名密钥，请立即复制：之后不再显示。");
        await Expect(dialog.Locator("li")).ToContainTextAsync("仅提及机器人的发言 · 由 Ann 创建，");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "断开“助手”" }).ClickAsync();
        await Expect(dialog).ToContainTextAsync("“助手”已断开。");
    }

    private const string Bearer = $"Authorization: Bearer {Key}";

    private static ILocator Field(Visitor visitor, string id) => visitor.Page.Locator($"#{id}");

    private static ILocator Error(Visitor visitor) => Field(visitor, "webhooks-error");

    private static ILocator Removal(ILocator dialog, string bot) =>
        dialog.GetByRole(AriaRole.Button, new() { Name = $"Disconnect {bot}", Exact = true });

    /// <summary>Ann, an admin, before the dialog.</summary>
    private async Task<(Visitor Ann, ILocator Dialog)> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var ann = await EnterAsync("Ann", options: options);
        await ann.BecomeAdminAsync(Key);
        await ReopenAsync(ann);
        return (ann, Field(ann, "webhooks-dialog"));
    }

    private static async Task ReopenAsync(Visitor admin)
    {
        await admin.Page.ClickAsync("#room-settings");
        await admin.Page.ClickAsync("#settings-webhooks");
    }

    private static async Task ConnectAsync(Visitor admin, string url, string bot, string match = "all")
    {
        await admin.Page.FillAsync("#webhooks-url", url);
        await admin.Page.SelectOptionAsync("#webhooks-match", match);
        await admin.Page.FillAsync("#webhooks-name", bot);
        await admin.Page.PressAsync("#webhooks-name", "Enter");
    }

    private static async Task MakeAsync(ApiClient api, string bot)
    {
        var body = JsonSerializer.Serialize(new { url = Elsewhere, bot });
        var made = await api.PostAsync("/api/rooms/lobby/webhooks", body, "application/json", Bearer);
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Text);
    }
}
