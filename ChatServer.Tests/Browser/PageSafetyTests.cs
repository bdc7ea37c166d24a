using System.Net;
using ChatServer.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What the page may do, and that it works where the browser allows it little.</summary>
public sealed class PageSafetyTests : BrowserTest
{
    private static readonly HttpClient Http = new();

    [SetUp]
    public Task StartAsync() => ServeAsync();

    [TestCase("/")]
    [TestCase("/rooms/lobby")]
    [TestCase("/path/")]
    [TestCase("/desk")]
    [TestCase("/client/main.js")]
    public async Task Every_file_of_the_page_comes_with_its_policy(string path)
    {
        using var answer = await Http.GetAsync(Address(path));
        var policy = string.Join(";", answer.Headers.GetValues("Content-Security-Policy"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        foreach (var rule in (string[])["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"])
            Assert.That(policy, Does.Contain(rule));
        Assert.That(policy, Does.Not.Contain("unsafe").And.Not.Contain("http"));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        Assert.That(answer.Headers.GetValues("Referrer-Policy"), Is.EqualTo(new[] { "no-referrer" }));
    }

    [Test]
    public async Task The_policy_stops_what_would_get_into_the_page_all_the_same()
    {
        var ann = await EnterAsync("Ann");
        ann.Watch.Expect("Content Security Policy");
        ann.Watch.Expect("CSP: ");

        var stopped = await ann.Page.EvaluateAsync<string[]>(
            """
            () => new Promise(done => {
              const stopped = [];
              addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
                stopped.push(effectiveDirective);
                if (stopped.length === 4) done(stopped.sort());
              });
              const script = document.createElement('script');
              script.textContent = 'hacked = 1';
              document.body.append(script);
              document.body.insertAdjacentHTML('beforeend', '<p style="color: red" onclick="hacked=1">');
              fetch('http://192.0.2.1/').catch(() => {});
            })
            """);

        Assert.That(
            stopped,
            Is.EqualTo(new[] { "connect-src", "script-src-attr", "script-src-elem", "style-src-attr" }));
        Assert.That(await ann.Page.EvaluateAsync<bool>("typeof hacked === 'undefined'"));
    }

    [Test]
    public async Task The_page_cannot_be_framed()
    {
        var frame = new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = "<!DOCTYPE html><link rel=icon href='data:,'><iframe src='/'></iframe>",
        };
        var ann = await VisitAsync(
            prepare: page => page.RouteAsync("**/frame.html", route => route.FulfillAsync(frame)));
        ann.Watch.Expect("frame-ancestors");
        ann.Watch.Expect("ERR_BLOCKED_BY_RESPONSE");

        var refusal = await ann.Page.RunAndWaitForConsoleMessageAsync(
            () => ann.Page.GotoAsync(Address("/frame.html").AbsoluteUri),
            new() { Predicate = message => message.Text.Contains("frame-ancestors 'none'") });

        Assert.That(refusal.Type, Is.EqualTo("error"));
        await Expect(ann.Page.FrameLocator("iframe").Locator("#composer")).ToHaveCountAsync(0);
    }

    [Test]
    public async Task The_page_works_where_storage_is_blocked()
    {
        // What Chromium does where cookies are blocked: reading the property throws.
        var ann = await VisitAsync(prepare: page => page.AddInitScriptAsync(
            """
            Object.defineProperty(window, 'localStorage', {
              get() { throw new DOMException('denied', 'SecurityError'); },
            });
            """));
        await ExpectToChatAsync(ann);

        await StopServerAsync();
        await StartServerAgainAsync();

        await ann.ExpectConnectionAsync("connected");
        await Expect(ann.MyName).ToHaveTextAsync("Ann");
    }

    [Test]
    public async Task The_page_works_where_storage_is_full()
    {
        var ann = await VisitAsync(prepare: page => page.AddInitScriptAsync(
            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"));
        await ExpectToChatAsync(ann);
    }

    private async Task ExpectToChatAsync(Visitor ann)
    {
        await ann.IntroduceAsync("Ann");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await ann.SayAsync("hello");
        await ann.ExpectTextsAsync("hello");
        Assert.That((string?)(await ben.ExpectAsync("event"))["text"], Is.EqualTo("hello"));
        await ann.JoinAsync("ops");
    }
}
