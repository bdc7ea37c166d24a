using System.Net;
using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>The support desk in a page of somebody else, at another origin.</summary>
public sealed class WidgetTests : SupportBrowserTest
{
    /// <summary>Most bytes of the script as it is served.</summary>
    private const int MostBytes = 10_000;

    private const string BlockedStorage =
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });";

    private static readonly HttpClient Http = new();

    private Shop _shop = null!;

    [SetUp]
    public void Open() => _shop = new Shop();

    [TearDown]
    public async Task CloseAsync() => await _shop.DisposeAsync();

    [Test]
    public async Task A_page_of_an_allowed_origin_has_the_whole_conversation_in_a_bubble()
    {
        await ServeDeskAsync(_shop.Origin);
        var lily = await WorkAsync("Lily");
        var (wang, desk) = await AskInShopAsync("data-greeting='Tea for two?' data-color=rebeccapurple");
        var page = wang.Page;
        var ticket = await lily.TicketAsync(ticket => (string?)ticket["state"] == "waiting");
        Assert.That((string?)ticket["page"], Is.EqualTo(_shop.Origin + "/"));
        var number = (long)ticket["number"]!;
        await lily.ActAsync(number, "claim");
        await lily.JoinAsync(number);
        await lily.SayAsync(number, "Yes, please.");
        await Expect(desk.Locator(".message-text").Last).ToHaveTextAsync("Yes, please.");
        Assert.That(
            await desk.Locator("html").EvaluateAsync<string>("root => root.style.getPropertyValue('--accent')"),
            Is.EqualTo("#663399"));

        await desk.Locator(".ticket-input").PressAsync("Escape");
        await Expect(Bubble(page)).ToBeFocusedAsync();
        await Expect(page.Locator(".panel")).ToBeHiddenAsync();
        await lily.SayAsync(number, "Are you there?");
        await Expect(page.Locator(".count")).ToHaveTextAsync("1");
        await Expect(Bubble(page)).ToHaveAttributeAsync("aria-label", "Chat with us (1 new)");

        await page.ReloadAsync();
        await Expect(page.Locator(".count")).ToHaveTextAsync("1");
        await Bubble(page).ClickAsync();
        await Expect(desk.Locator(".message-text").Last).ToHaveTextAsync("Are you there?");
        await Expect(page.Locator(".count")).ToBeHiddenAsync();
        Assert.That(await wang.Context.CookiesAsync(), Is.Empty);
    }

    [Test]
    public async Task A_page_that_is_not_allowed_shows_nothing_of_the_desk()
    {
        await ServeDeskAsync("http://shop.example");
        await WorkAsync("Lily");
        var wang = await EnterShopAsync();
        ExpectRefusedFrame(wang);
        var refusal = await wang.Page.RunAndWaitForConsoleMessageAsync(
            () => Bubble(wang.Page).ClickAsync(),
            new() { Predicate = message => message.Text.Contains("frame-ancestors 'self' http://shop.example") });
        Assert.That(refusal.Type, Is.EqualTo("error"));
        await Expect(Desk(wang.Page).Locator("#support")).ToHaveCountAsync(0);
        await Expect(wang.Page.Locator(".note a")).ToHaveAttributeAsync("href", Address("/support").AbsoluteUri);
    }

    [Test]
    public async Task On_a_phone_what_does_not_come_can_be_put_away_again()
    {
        await ServeDeskAsync("http://shop.example");
        await WorkAsync("Lily");
        var wang = await EnterShopAsync(options: new() { ViewportSize = new() { Width = 390, Height = 844 } });
        ExpectRefusedFrame(wang);
        await Bubble(wang.Page).ClickAsync();
        await Expect(wang.Page.Locator(".panel")).ToBeVisibleAsync();

        await Expect(Bubble(wang.Page)).ToHaveAttributeAsync("aria-label", "Close the chat");
        await Expect(Bubble(wang.Page)).ToBeInViewportAsync(new() { Ratio = 1 });
        await Bubble(wang.Page).ClickAsync();

        await Expect(wang.Page.Locator(".panel")).ToBeHiddenAsync();
        await Expect(Bubble(wang.Page)).ToHaveAttributeAsync("aria-label", "Chat with us");
    }

    [Test]
    public async Task The_page_gets_one_global_and_no_style_reaches_the_other_side()
    {
        await ServeDeskAsync(_shop.Origin);
        await WorkAsync("Lily");
        var wang = await EnterShopAsync(
            "data-color=yellow data-position=left",
            """
            <style>
              * { color: red; font: 30px serif }
              div, button, iframe, chatserver-widget { display: none; border: 9px solid red; opacity: 0.1 }
            </style>
            <p id=own>Tea</p>
            <script>before = Object.getOwnPropertyNames(window)</script>
            """);
        var page = wang.Page;
        var added = await page.EvaluateAsync<string[]>(
            "() => Object.getOwnPropertyNames(window).filter(name => !before.includes(name) && name !== 'before')");
        Assert.That(added, Is.EqualTo(new[] { "ChatServer" }));
        await Expect(page.Locator("#own")).ToHaveCSSAsync("font-size", "30px");
        await Expect(Bubble(page)).ToHaveCSSAsync("border-top-width", "0px");
        await Expect(Bubble(page)).ToHaveCSSAsync("opacity", "1");
        await Expect(Bubble(page)).ToHaveCSSAsync("background-color", "rgb(255, 255, 0)");
        // What is drawn on yellow can be seen.
        await Expect(Bubble(page)).ToHaveCSSAsync("color", "rgb(17, 17, 17)");
        Assert.That((await Bubble(page).BoundingBoxAsync())!.X, Is.EqualTo(20));

        await page.EvaluateAsync("ChatServer.open()");
        await Expect(Desk(page).Locator("#ask")).ToBeVisibleAsync();
        await page.EvaluateAsync("ChatServer.close()");
        await Expect(page.Locator(".panel")).ToBeHiddenAsync();
    }

    [Test]
    public async Task Where_the_pages_storage_is_blocked_the_frame_remembers()
    {
        await ServeDeskAsync(_shop.Origin);
        await WorkAsync("Lily");
        var (wang, desk) = await AskInShopAsync(
            prepare: page => page.AddInitScriptAsync($"if (window === top) {{ {BlockedStorage} }}"));

        await wang.Page.ReloadAsync();
        await Bubble(wang.Page).ClickAsync();

        await Expect(desk.Locator(".message-text")).ToHaveTextAsync("Is the kettle back?");
    }

    [Test]
    public async Task Where_all_storage_is_blocked_the_conversation_lasts_as_long_as_the_page()
    {
        await ServeDeskAsync(_shop.Origin);
        await WorkAsync("Lily");
        var (wang, desk) = await AskInShopAsync(prepare: page => page.AddInitScriptAsync(BlockedStorage));
        var texts = desk.Locator(".message[data-state=sent] .message-text");
        await desk.Locator(".ticket-input").FillAsync("hello?");
        await desk.Locator(".ticket-input").PressAsync("Enter");
        await Expect(texts).ToHaveTextAsync(["Is the kettle back?", "hello?"]);

        await wang.Page.EvaluateAsync("ChatServer.close()");
        await Expect(wang.Page.Locator(".panel")).ToBeHiddenAsync();
        await Bubble(wang.Page).ClickAsync();
        await desk.Locator(".ticket-input").FillAsync("still me");
        await desk.Locator(".ticket-input").PressAsync("Enter");
        await Expect(texts).ToHaveTextAsync(["Is the kettle back?", "hello?", "still me"]);

        // The frame has forgotten everything, and gets the token of the page.
        await desk.Locator("body").EvaluateAsync("body => { body.dataset.old = ''; setTimeout(() => location.reload()); }");
        await Expect(desk.Locator("body:not([data-old])")).ToBeVisibleAsync();
        await Expect(texts).ToHaveTextAsync(["Is the kettle back?", "hello?", "still me"]);
    }

    [Test]
    public async Task Messages_of_anybody_else_change_nothing()
    {
        await ServeDeskAsync(_shop.Origin);
        await WorkAsync("Lily");
        var (wang, desk) = await AskInShopAsync(body: "<iframe id=stranger srcdoc='<p>x'></iframe>");
        var page = wang.Page;
        var kept = await page.EvaluateAsync<string>("JSON.stringify(localStorage)");

        await page.EvaluateAsync(
            """
            async () => {
              const frame = document.querySelector('chatserver-widget').shadowRoot.querySelector('iframe').contentWindow;
              const stranger = document.getElementById('stranger').contentWindow;
              const hostile = [
                { chatserver: 'token', token: 'evil' }, { chatserver: 'close' }, { chatserver: 'state', unread: 99 },
              ];
              for (const message of hostile) {
                window.postMessage(message, '*');
                stranger.eval(`parent.postMessage(${JSON.stringify(message)}, '*')`);
              }
              for (const message of [{ chatserver: 'start', token: 'evil' }, { chatserver: 'shown', on: 'no' }, 7, null]) {
                frame.postMessage(message, '*');
                stranger.eval(`parent.document.querySelector('chatserver-widget').shadowRoot.querySelector('iframe')
                  .contentWindow.postMessage(${JSON.stringify(message)}, '*')`);
              }
              // Behind all of them.
              await new Promise(done => { window.onmessage = done; window.postMessage('done', '*'); });
            }
            """);

        await desk.Locator(".ticket-input").FillAsync("still me");
        await desk.Locator(".ticket-input").PressAsync("Enter");
        await Expect(desk.Locator(".message[data-state=sent] .message-text").Last).ToHaveTextAsync("still me");
        await Expect(page.Locator(".panel")).ToBeVisibleAsync();
        Assert.That(await page.EvaluateAsync<string>("JSON.stringify(localStorage)"), Is.EqualTo(kept));
    }

    [Test]
    public async Task On_a_phone_it_has_the_whole_screen_and_speaks_the_language_that_is_wanted()
    {
        await ServeDeskAsync(_shop.Origin);
        await WorkAsync("Lily");
        var wang = await EnterShopAsync("data-language=zh", options: new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await Expect(Bubble(wang.Page)).ToHaveAttributeAsync("aria-label", "在线咨询");
        await Bubble(wang.Page).ClickAsync();
        await Expect(Desk(wang.Page).Locator("#ask .main-button")).ToHaveTextAsync("开始咨询");
        await Expect(Bubble(wang.Page)).ToBeHiddenAsync();
        // It comes up from below.
        await Eventually.IsAsync(async () => await wang.Page.Locator("iframe").BoundingBoxAsync()
            is { X: 0, Y: 0, Width: 390, Height: 844 });
        await Desk(wang.Page).Locator("#minimise").ClickAsync();
        await Expect(Bubble(wang.Page)).ToBeFocusedAsync();
    }

    [Test]
    public async Task Where_the_page_wants_no_language_the_visitor_has_their_own()
    {
        await ServeDeskAsync(_shop.Origin);
        await WorkAsync("Lily");
        var wang = await EnterShopAsync(options: new() { Locale = "zh-CN" });
        var button = Desk(wang.Page).Locator("#ask .main-button");
        await Expect(Bubble(wang.Page)).ToHaveAttributeAsync("aria-label", "Chat with us"); // the language of the page
        await Bubble(wang.Page).ClickAsync();
        await Expect(button).ToHaveTextAsync("开始咨询");

        await Desk(wang.Page).Locator("#language").ClickAsync();
        await Expect(button).ToHaveTextAsync("Start the conversation");
        await wang.Page.ReloadAsync();
        await Bubble(wang.Page).ClickAsync();

        await Expect(button).ToHaveTextAsync("Start the conversation");
    }

    [Test]
    public async Task The_script_is_small_and_is_for_pages_of_others()
    {
        await ServeDeskAsync(_shop.Origin);
        using var answer = await Http.GetAsync(Address("/widget.js"));
        var script = await answer.Content.ReadAsByteArrayAsync();
        Assert.That(script, Has.Length.LessThanOrEqualTo(MostBytes));
        Assert.That(answer.Headers.GetValues("Cross-Origin-Resource-Policy"), Is.EqualTo(new[] { "cross-origin" }));
        using var again = new HttpRequestMessage(HttpMethod.Head, Address("/widget.js"));
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        Assert.That((await Http.SendAsync(again)).StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [Test]
    public async Task Only_the_visitors_page_may_be_in_a_frame_and_only_of_allowed_origins()
    {
        await ServeDeskAsync(_shop.Origin, "https://shop.example");
        Assert.That(await PolicyAsync("/support"), Does.EndWith($"frame-ancestors 'self' {_shop.Origin} https://shop.example"));
        foreach (var path in (string[])["/", "/path/", "/client/support.html"])
            Assert.That(await PolicyAsync(path), Does.EndWith("frame-ancestors 'none'"));
    }

    private async Task<string> PolicyAsync(string path)
    {
        using var answer = await Http.GetAsync(Address(path));
        return answer.Headers.GetValues("Content-Security-Policy").Single();
    }

    /// <summary>Somebody in the shop, with the bubble before them.</summary>
    private async Task<Visitor> EnterShopAsync(
        string attributes = "", string body = "", BrowserNewContextOptions? options = null, Func<IPage, Task>? prepare = null)
    {
        _shop.Body = $"{body}<script src={Address("/widget.js")} async {attributes}></script>";
        // A page that does nothing, and has an icon: else the browser asks for one and complains.
        var visitor = await VisitAsync("/path/", options, prepare);
        visitor.Watch.Expect($"request: {_shop.Origin}");
        await visitor.Page.GotoAsync(_shop.Origin);
        await Expect(Bubble(visitor.Page)).ToBeVisibleAsync();
        return visitor;
    }

    /// <summary>The same, who has asked.</summary>
    private async Task<(Visitor Visitor, IFrameLocator Desk)> AskInShopAsync(
        string attributes = "", string body = "", Func<IPage, Task>? prepare = null)
    {
        var visitor = await EnterShopAsync(attributes, body, prepare: prepare);
        await Bubble(visitor.Page).ClickAsync();
        var desk = Desk(visitor.Page);
        await desk.Locator("#ask-name").FillAsync("Wang");
        await desk.Locator("#ask-text").FillAsync("Is the kettle back?");
        await desk.Locator("#ask .main-button").ClickAsync();
        await Expect(desk.Locator(".ticket-input")).ToBeEditableAsync();
        return (visitor, desk);
    }

    /// <summary>What Chromium says of a frame that may not be where it is.</summary>
    private static void ExpectRefusedFrame(Visitor visitor)
    {
        visitor.Watch.Expect("frame-ancestors");
        visitor.Watch.Expect("ERR_BLOCKED_BY_RESPONSE");
        visitor.Watch.Expect("does not match the recipient window's origin");
        visitor.Watch.Expect("chrome-error:");
    }

    private static ILocator Bubble(IPage page) => page.Locator("chatserver-widget .box > button");

    private static IFrameLocator Desk(IPage page) => page.FrameLocator("chatserver-widget iframe");
}
