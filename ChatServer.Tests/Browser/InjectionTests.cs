using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What people write is text, whatever it looks like.</summary>
public sealed class InjectionTests : BrowserTest
{
    /// <summary>Each calls <c>alert</c> or sets <c>hacked</c> where it is taken for more than text.</summary>
    private static readonly string[] Payloads =
    [
        "<script>hacked=1</script>",
        "<script src=/client/main.js onload=hacked=1></script>",
        "<script src=data:text/javascript,hacked=1></script>",
        "<ScRiPt>alert(1)</sCrIpT>",
        "\"><script>hacked=1</script>",
        "'><script>hacked=1</script>",
        "</script><script>hacked=1</script>",
        "</div></article><script>hacked=1</script>",
        "</title></textarea></style><script>hacked=1</script>",
        "<img src=x onerror=hacked=1>",
        "<img src=x onerror=alert(1)//",
        "\"><img src=x onerror=hacked=1>",
        "<IMG SRC=\"javascript:hacked=1\">",
        "<img src=`x` onerror=hacked=1>",
        "<svg onload=hacked=1>",
        "<svg><script>hacked=1</script></svg>",
        "<svg><animate onbegin=hacked=1 attributeName=x dur=1s>",
        "<math><mtext></p><img src onerror=hacked=1></mtext></math>",
        "<body onload=hacked=1>",
        "<iframe src=\"javascript:parent.hacked=1\"></iframe>",
        "<iframe srcdoc=\"<script>parent.hacked=1</script>\"></iframe>",
        "<object data=\"javascript:hacked=1\"></object>",
        "<embed src=\"javascript:hacked=1\">",
        "<a href=\"javascript:hacked=1\">click</a>",
        "javascript:hacked=1",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>opener.hacked=1</script>",
        "vbscript:alert(1)",
        "http://javascript:hacked=1",
        "https://example.com/\"onmouseover=\"hacked=1",
        "https://example.com/'onfocus='hacked=1'autofocus='",
        "https://example.com/<script>hacked=1</script>",
        "[click](javascript:hacked=1)",
        "<details open ontoggle=hacked=1>x</details>",
        "<input autofocus onfocus=hacked=1>",
        "<video><source onerror=hacked=1></video>",
        "<style>@import 'data:text/css,*{color:red}';</style>",
        "<link rel=stylesheet href=//evil.example/x.css>",
        "<meta http-equiv=refresh content=\"0;url=javascript:hacked=1\">",
        "<base href=//evil.example/>",
        "<form action=javascript:hacked=1><button>x</button></form>",
        "${hacked=1}",
        "{{constructor.constructor('hacked=1')()}}",
        "&lt;script&gt;hacked=1&lt;/script&gt; &amp; &#60;img&#62;",
        "\\u003cscript\\u003ehacked=1\\u003c/script\\u003e",
    ];

    [Test]
    public async Task Markup_in_messages_is_shown_as_it_was_written()
    {
        await ServeAsync(settings => settings with { Limits = new() { MessagesPerSecond = 0 } });
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");

        foreach (var payload in Payloads) await ann.SayAsync(payload);
        // Backticks are Markdown: what they stood around is shown as code.
        var shown = Payloads.Select(payload => payload.Replace("`", "")).ToArray();
        await ben.ExpectTextsAsync(shown);
        await ben.ReloadAsync();
        await ben.ExpectTextsAsync(shown);

        foreach (var person in (Visitor[])[ann, ben])
        {
            await ExpectNothingButTextAsync(person, "#messages");
            await ExpectLinksThatOnlyLinkAsync(person);
        }
    }

    [Test]
    public async Task Markup_in_names_is_shown_as_it_was_written()
    {
        await ServeAsync();
        var ann = await EnterAsync("Ann");
        var names = Payloads.Where(payload => payload.Length <= 32).ToArray();
        Assert.That(names, Has.Length.GreaterThan(15), "payloads short enough for a name");

        foreach (var name in names)
        {
            await using var peer = await ChatPeer.JoinAsync(Server, "lobby", name);
            await peer.SendAsync(new { type = "say", room = "lobby", text = "my name is code" });
            await peer.ExpectAsync("event");
            await Expect(ann.Page.Locator(".message-author").Last).ToHaveTextAsync(name);
            await Expect(ann.People.Filter(new() { HasText = name })).Not.ToHaveCountAsync(0);
        }

        await ExpectNothingButTextAsync(ann, "#messages");
        await ExpectNothingButTextAsync(ann, "#people");
    }

    [Test]
    public async Task Markup_in_ones_own_name_and_in_an_address_is_text()
    {
        await ServeAsync();
        const string name = "<img src=x onerror=hacked=1>";
        var ann = await EnterAsync(name, "/rooms/%3Cimg%20src=x%20onerror=hacked=1%3E");

        await Expect(ann.MyName).ToHaveTextAsync(name);
        await Expect(ann.Notice).ToContainTextAsync("Could not open <img src=x onerror=hacked=1>");
        await ExpectNothingButTextAsync(ann, "body");
    }

    /// <summary>Nothing ran, and no element is there that the page itself doesn't make.</summary>
    private static async Task ExpectNothingButTextAsync(Visitor person, string part)
    {
        Assert.That(await person.Page.EvaluateAsync<bool>("typeof hacked === 'undefined'"), "ran as code");
        var strange = await person.Page.Locator(part).EvaluateAsync<string[]>(
            """
            part => [...part.querySelectorAll('*')]
              .filter(e => e.matches('img, script, iframe, object, embed, style, base, math, video, animate')
                || [...e.attributes].some(attribute => attribute.name.startsWith('on')))
              .map(e => e.outerHTML)
            """);
        Assert.That(strange, Is.Empty);
    }

    private static async Task ExpectLinksThatOnlyLinkAsync(Visitor person)
    {
        var links = await person.Page.Locator("#messages a").EvaluateAllAsync<string[]>(
            "all => all.map(a => new URL(a.href).protocol)");
        Assert.That(links, Is.All.AnyOf("http:", "https:"));
    }
}
