using System.Text.Json;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What becomes of Markdown: elements of a few kinds, and text.</summary>
public sealed class MarkdownTests : BrowserTest
{
    /// <summary>
    /// A message and what it is drawn as: elements in angle brackets without <c>dir</c>, a link as
    /// <c>a:href</c>, text as it is.
    /// </summary>
    private static readonly (string Source, string Shape)[] Cases =
    [
        ("plain\nlines\n\nas typed", "plain\nlines\n\nas typed"),
        ("**bold** *it* _it_ __bold__ ~~gone~~", "<strong>bold</> <em>it</> <em>it</> <strong>bold</> <del>gone</>"),
        ("***both*** **a *b***", "<em><strong>both</></> <strong>a <em>b</></>"),
        ("**重要**：看", "<strong>重要</>：看"),
        ("他说**「好」**。然后*“走”*了", "他说<strong>「好」</>。然后<em>“走”</>了"),
        ("这是**重点**吗", "这是<strong>重点</>吗"),
        ("snake_case_name 文件_最终_v2 2*3*4", "snake_case_name 文件_最终_v2 2*3*4"),
        ("* not * ** this ** *.txt *.cs **** ~one~ 好~ 谢谢~",
            "<ul><li>not * ** this ** *.txt *.cs **** ~one~ 好~ 谢谢~</></>"),
        (@"\*no\* C:\logs\*.txt ¯\_(ツ)_/¯", @"*no* C:\logs\*.txt ¯\_(ツ)_/¯"),
        ("**open", "**open"),
        ("**a\n\nb**", "**a\n\nb**"),
        ("`**code**` ``a`b`` `open", "<code>**code**</> <code>a`b</> `open"),
        ("```js\nlet a = '<b>';\n```\nafter", "[js|let a = '<b>';]<p>after</>"),
        ("```\nopen\n**end**", "[|open\n**end**]"),
        ("[text](https://example.com/a_(b)?c=d)", "<a:https://example.com/a_(b)?c=d>text</>"),
        ("[**b** `c`](http://a.cn) *x*", "<a:http://a.cn><strong>b</> <code>c</></> <em>x</>"),
        ("[mail](mailto:ann@example.com)", "<a:mailto:ann@example.com>mail</>"),
        ("[x](javascript:hacked=1) [x](data:text/html,x) [x](//evil.example) [x](/path)",
            "[x](javascript:hacked=1) [x](data:text/html,x) [x](//evil.example) [x](/path)"),
        ("[https://bank.example](https://evil.example)",
            "[<a:https://bank.example>https://bank.example</>](<a:https://evil.example>https://evil.example</>)"),
        ("[[a](http://b.cn)](http://c.cn)", "[<a:http://b.cn>a</>](<a:http://c.cn>http://c.cn</>)"),
        ("*see https://a.cn/x_y_z*", "<em>see <a:https://a.cn/x_y_z>https://a.cn/x_y_z</></>"),
        ("- a\n- b\n  - c\n- d", "<ul><li>a</><li>b<ul><li>c</></></><li>d</></>"),
        ("3. a\n4. b\ntext", "<ol><li>a</><li>b</></><p>text</>"),
        ("-5 degrees\n1.5 hours", "-5 degrees\n1.5 hours"),
        ("> a\n> **b**\n>> c\nd", "<blockquote><p>a\n<strong>b</></><blockquote><p>c</></></><p>d</>"),
        (">_< :>", ">_< :>"),
        ("> > > > > > deep", "<blockquote><blockquote><blockquote><blockquote><p>> > deep</></></></></>"),
        ("# title\n| a | b |\n![x](http://a.cn/i.png)", "# title\n| a | b |\n!<a:http://a.cn/i.png>x</>"),
        ("<b>x</b> &amp; <img src=x onerror=hacked=1>", "<b>x</b> &amp; <img src=x onerror=hacked=1>"),
        ("*a _b *c _d *e _f *g _h *i j* k_ l* m_ n* o_ p* q_ r*",
            "<em>a <em>b <em>c <em>d <em>e <em>f <em>g <em>h *i j* k</> l</> m</> n</> o</> p</> q</> r</>"),
        ("hi @Ann **@Ben** `@Ann`", "hi <span>@Ann</> <strong><span>@Ben</></> <code>@Ann</>"),
    ];

    private const string Shapes =
        """
        async sources => {
          const { render } = await import('/client/markdown-view.js');
          const { setLanguage } = await import('/client/i18n.js');
          await setLanguage('en');
          const { indexNames } = await import('/client/mentions.js');
          const shape = node => {
            if (typeof node === 'string') return node;
            if (node.nodeType === Node.TEXT_NODE) return node.data;
            if (node.matches('.code-block')) {
              const language = node.querySelector('.code-language').textContent;
              return `[${language}|${node.querySelector('code').textContent}]`;
            }
            const name = node.localName + (node.localName === 'a' ? `:${node.getAttribute('href')}` : '');
            return `<${name}>${[...node.childNodes].map(shape).join('')}</>`;
          };
          const people = { me: 'Ann', names: () => indexNames(['Ann', 'Ben']) };
          return sources.map(source => render(source, people).map(shape).join(''));
        }
        """;

    [SetUp]
    public Task StartAsync() => ServeAsync();

    [Test]
    public async Task Messages_are_drawn_as_expected()
    {
        var page = (await VisitAsync()).Page;

        var shapes = await page.EvaluateAsync<string[]>(Shapes, Cases.Select(@case => @case.Source));

        Assert.That(Cases.Zip(shapes, (@case, shape) => (@case.Source, shape)), Is.EqualTo(Cases));
    }

    [Test]
    public async Task Hostile_messages_take_time_in_proportion_to_their_length_and_are_small_trees()
    {
        var page = (await VisitAsync()).Page;
        string[] pieces =
        [
            "*", "_", "~", "[", "]", "`", ">", "> ", "*a ", "**a*", "*_", "_a *b ~~c ", "[a](", "](http://", "[](http://(",
            "- a\n", "  - a\n", "> a\n", "1. ", "`a``b```c", "@", "@Ann", "http://", "http://a.b/)", "http://a/))))))",
            "```\n", "\n", "\\*", ":smile:", "<b>",
        ];

        // Four times the longest message. What takes time in proportion to its length takes some 100 ms; what takes it with
        // the square of that, more than ten seconds. The best of three rounds, since machines are shared.
        var slow = await page.EvaluateAsync<string[]>(
            """
            async pieces => {
              const { parse } = await import('/client/markdown.js');
              const { render } = await import('/client/markdown-view.js');
              const { setLanguage } = await import('/client/i18n.js');
              await setLanguage('en');
              const { indexNames } = await import('/client/mentions.js');
              const people = { me: 'Ann', names: () => indexNames(['Ann', 'Ben']) };
              const depth = node => node.children ? 1 + Math.max(0, ...[...node.children].map(depth)) : 0;
              const fill = (piece, length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
              return pieces.map(piece => {
                let best = Infinity;
                for (let round = 0; round < 3; round++) {
                  const start = performance.now();
                  parse(fill(piece, 65536));
                  best = Math.min(best, performance.now() - start);
                }
                const drawn = document.createElement('div');
                drawn.append(...render(fill(piece, 16384), people));
                const [deepest, elements] = [depth(drawn), drawn.querySelectorAll('*').length];
                return best > 2000 || deepest > 17 || elements > 1500
                  ? `${JSON.stringify(piece)} ${best} ms, ${deepest} deep, ${elements} elements`
                  : '';
              }).filter(Boolean);
            }
            """,
            pieces);

        Assert.That(slow, Is.Empty);
    }

    [Test]
    public async Task A_link_shows_where_it_really_goes_and_opens_apart()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("[here](https://аpple.example/x)");
        await ann.ExpectTextsAsync("here");

        var link = ann.Page.Locator(".message-text a");
        await Expect(link).ToHaveAttributeAsync("title", "https://xn--pple-43d.example/x");
        await Expect(link).ToHaveAttributeAsync("rel", "noopener noreferrer");
        await Expect(link).ToHaveAttributeAsync("target", "_blank");
    }

    [Test]
    public async Task Code_can_be_copied()
    {
        var ann = await EnterAsync("Ann", options: new() { Permissions = ["clipboard-read", "clipboard-write"] });
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("```cs\nvar a = 1;\n  // two\n```");
        await Expect(ann.Page.Locator(".code-language")).ToHaveTextAsync("cs");

        await ann.Page.ClickAsync(".copy");

        await Expect(ann.Page.Locator(".copy")).ToHaveTextAsync("Copied");
        Assert.That(
            await ann.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"),
            Is.EqualTo("var a = 1;\n  // two"));
    }

    [Test]
    public async Task Marks_of_direction_do_not_leave_their_message()
    {
        var ann = await EnterAsync("Ann");
        var ben = await EnterAsync("Ben");
        await ben.SayAsync("\u202eevil\u202e [link\u202e](https://example.com) end");
        await ben.SayAsync("next");
        await ann.ExpectTextsAsync("\u202eevil\u202e link\u202e end", "next");

        var directions = await ann.Page.EvaluateAsync<string>(
            """
            () => JSON.stringify(['.message-text', '.message-text a', '.message-author']
              .map(part => getComputedStyle(document.querySelector(part)).unicodeBidi))
            """);
        Assert.That(
            JsonSerializer.Deserialize<string[]>(directions), Is.EqualTo(new[] { "plaintext", "isolate", "isolate" }));
    }
}
