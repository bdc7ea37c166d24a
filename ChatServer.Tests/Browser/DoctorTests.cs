using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>«Can't connect from another device?», opened from the menu next to one's name.</summary>
public sealed class DoctorTests : BrowserTest
{
    private const string Key = "correct-horse-battery";

    private static readonly string[] Code = ["1110111", "1000001", "1010101"];

    // As a machine in an office with a firewall would answer.
    private static readonly object Office = new
    {
        port = 8000,
        whole = true,
        best = "http://192.168.1.7:8000",
        qr = Code,
        addresses = new object[]
        {
            new { url = "http://192.168.1.7:8000", answers = true, adapter = "wlp2s0", kind = "physical" },
            new { url = "http://172.17.0.1:8000", answers = false, adapter = "docker0", kind = "virtual" },
        },
        findings = new object[]
        {
            new
            {
                code = "firewall_blocks", severity = "problem", text = "…", next = "…",
                values = new { firewall = "<b>ufw</b>", port = "8000", command = "sudo ufw allow 8000/tcp" },
            },
            new { code = "of_the_future", severity = "note", text = "Something new.", next = "Do that." },
            new { code = "wifi_isolation", severity = "note", text = "…", next = "…" },
            new { code = "server_answers", severity = "ok", text = "…", values = new { port = "8000" } },
        },
    };

    [SetUp]
    public Task StartAsync() => ServeAsync(settings => settings with { AdminKey = Key });

    [Test]
    public async Task The_real_machine_is_looked_at_from_the_menu_by_keyboard()
    {
        var ann = await EnterAsync("Ann");
        await ann.Page.FocusAsync("#my-menu");
        await ann.Page.Keyboard.PressAsync("Enter");
        await ann.Page.FocusAsync("#own-menu [data-action=no-way-in]");
        await ann.Page.Keyboard.PressAsync("Enter");

        await Expect(Dialog(ann)).ToBeVisibleAsync();
        await Expect(Finding(ann, "only_this_machine")).ToContainTextAsync("Start it without --bind 127.0.0.1");
        await Expect(Finding(ann, "server_answers")).ToContainTextAsync($"ChatServer answers on port {Server.Port} of this machine.");
        await Expect(Dialog(ann).Locator("[role=status]").First).ToContainTextAsync("others out.");
        await ann.Page.Keyboard.PressAsync("Escape");
        await Expect(Dialog(ann)).ToBeHiddenAsync();
        await Expect(ann.Page.Locator("#my-menu")).ToBeFocusedAsync();
    }

    [Test]
    public async Task Each_finding_has_its_next_step_and_the_address_is_there_to_scan_and_to_copy()
    {
        var ann = await OpenAsync(new() { Permissions = ["clipboard-read", "clipboard-write"] });
        await Expect(Dialog(ann).GetByRole(AriaRole.Img, new() { Name = "QR code of the address" }).Locator("path")).ToHaveCountAsync(1);
        await Dialog(ann).GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        Assert.That(await ann.Page.EvaluateAsync<string>("navigator.clipboard.readText()"), Is.EqualTo("http://192.168.1.7:8000"));

        var firewall = Finding(ann, "firewall_blocks");
        await Expect(firewall).ToContainTextAsync("The firewall (<b>ufw</b>) lets no connection to port 8000 in.");
        await Expect(firewall.Locator("code")).ToHaveTextAsync("sudo ufw allow 8000/tcp");
        await Expect(Finding(ann, "of_the_future")).ToContainTextAsync("Something new.Do that.");
        await Expect(Dialog(ann)).ToContainTextAsync("Something keeps others out.");
        await Dialog(ann).Locator("summary").ClickAsync();
        await Expect(Dialog(ann).Locator("details li").Last).ToContainTextAsync("http://172.17.0.1:8000docker0 (virtual)doesn’t answer");
    }

    [Test]
    public async Task It_is_all_there_in_Chinese()
    {
        var ann = await OpenAsync(new() { Locale = "zh-CN" });
        await Expect(Dialog(ann).Locator("h2")).ToHaveTextAsync("其他设备连不上？");
        await Expect(Finding(ann, "firewall_blocks")).ToContainTextAsync("问题防火墙（<b>ufw</b>）不允许任何设备连接端口 8000。要允许连接：sudo ufw allow 8000/tcp");
        await Expect(Finding(ann, "wifi_isolation")).ToContainTextAsync("手机热点");
        await Expect(Dialog(ann).Locator("summary")).ToHaveTextAsync("本机的全部地址");
    }

    [Test]
    public async Task On_a_phone_it_fits()
    {
        var ann = await OpenAsync(new()
        {
            ViewportSize = new() { Width = 390, Height = 844 },
            DeviceScaleFactor = 2,
            IsMobile = true,
            HasTouch = true,
        });
        await Dialog(ann).Locator("summary").ClickAsync();
        var wide = await Dialog(ann).EvaluateAsync<bool>("dialog => dialog.scrollWidth > dialog.clientWidth || dialog.getBoundingClientRect().right > innerWidth");
        Assert.That(wide, Is.False, "scrolls sideways");
        var below = await Dialog(ann).EvaluateAsync<double>("dialog => dialog.getBoundingClientRect().bottom - innerHeight");
        Assert.That(below, Is.LessThanOrEqualTo(0), "its last button is within the screen");
        var buttons = Dialog(ann).Locator(".dialog-actions button");
        Assert.That(await buttons.EvaluateAllAsync<double>("buttons => Math.min(...buttons.map(button => button.offsetHeight))"), Is.GreaterThanOrEqualTo(44));
    }

    [Test]
    public async Task Who_is_not_told_all_is_told_who_is()
    {
        var ann = await OpenAsync(report: new { port = 8000, whole = false, addresses = Array.Empty<object>(), findings = Array.Empty<object>() });
        await Expect(Dialog(ann)).ToContainTextAsync("There is no address that another device could use.");
        await Expect(Dialog(ann)).ToContainTextAsync("whoever opens http://localhost:8000 on the server’s own machine");
        await Expect(Dialog(ann).Locator("details")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task What_goes_wrong_is_said_and_can_be_tried_again()
    {
        var ann = await EnterAsync("Ann");
        ann.Watch.Expect("429");
        var isBusy = true;
        await ann.Page.RouteAsync("**/api/doctor", route => isBusy
            ? route.FulfillAsync(new() { Status = (int)HttpStatusCode.TooManyRequests, ContentType = "application/problem+json", Body = """{"code":"rate_limited"}""" })
            : Answer(route, Office));
        await OpenMenuAsync(ann);
        await Expect(Dialog(ann).Locator("[role=alert]")).ToHaveTextAsync("That was too fast. Try again in a moment.");
        isBusy = false;
        await Dialog(ann).GetByRole(AriaRole.Button, new() { Name = "Look again" }).ClickAsync();
        await Expect(Finding(ann, "firewall_blocks")).ToBeVisibleAsync();
        await Expect(Dialog(ann).Locator("[role=alert]")).ToBeEmptyAsync();
    }

    private async Task<Visitor> OpenAsync(BrowserNewContextOptions? options = null, object? report = null)
    {
        var ann = await EnterAsync("Ann", options: options);
        await ann.Page.RouteAsync("**/api/doctor", route => Answer(route, report ?? Office));
        await OpenMenuAsync(ann);
        await Expect(Dialog(ann).Locator("h3")).ToBeVisibleAsync();
        return ann;
    }

    private static async Task OpenMenuAsync(Visitor visitor)
    {
        if (await visitor.Page.Locator("#rooms-toggle").IsVisibleAsync()) await visitor.Page.ClickAsync("#rooms-toggle");
        await visitor.ChooseAsync("no-way-in");
    }

    private static Task Answer(IRoute route, object report) =>
        route.FulfillAsync(new() { ContentType = "application/json", Body = JsonSerializer.Serialize(report) });

    private static ILocator Dialog(Visitor visitor) => visitor.Page.Locator("#doctor-dialog");

    private static ILocator Finding(Visitor visitor, string code) => Dialog(visitor).Locator($"[data-code={code}]");
}
