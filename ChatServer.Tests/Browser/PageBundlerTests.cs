using ChatServer.Build;
using ChatServer.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>What the build makes of a page's files, run where pages run.</summary>
public sealed class PageBundlerTests : BrowserTest
{
    private const string Html =
        """
        <!DOCTYPE html>
        <html><head>
          <script src="/client/early.js"></script>
          <link rel="stylesheet" href="/client/one.css">
          <link rel="stylesheet" href="/client/two.css">
          <script type="module" src="/client/main.js"></script>
        </head><body>
          <p id="title" data-i18n="page.title">A title</p>
          <button type="button" aria-label="A label" data-i18n-label="page.label"></button>
          <p id="result"></p>
        </body></html>
        """;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public Task StartAsync()
    {
        _folder = new TemporaryFolder();
        Put("early.js", "document.documentElement.dataset.early = document.currentScript.dataset.texts;");
        Put("one.css", ":root { --colour: rgb(1, 2, 3); --kept: 1 } p { color: var(--colour) }");
        Put("two.css", "p { margin: 7px; opacity: var(--kept) }");
        Put("i18n-page.js", """
            export const PAGE_TEXTS = {
              'page.title': { en: 'Title', zh: '标题' },
              'page.label': { en: { one: 'One', other: 'More' }, zh: '更多' },
              'page.late': { en: 'Late' + ' text', zh: '晚' },
              'page.unused': { en: 'Never', zh: '从不' },
            };
            """);
        Put("texts.js", "export async function textsOf() { return null; }\n");
        Put("i18n.js", """
            import { textsOf } from './texts.js';
            const texts = {};
            export async function setLanguage(language) { Object.assign(texts, await textsOf(language, 'page')); }
            export async function moreTexts() { Object.assign(texts, await textsOf('en', 'more')); }
            export function t(key) { return texts[key]; }
            """);
        return ServeAsync();
    }

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public async Task Names_of_modules_mean_what_they_meant()
    {
        Put("list.js", """
            const name = 'list';
            export function find(list, name) { return list.map(at => ({ name, at, find: 1 })); }
            export const nameOfList = () => name;
            export class Name { #name = 'private'; get name() { return this.#name; } static find = () => name; }
            """);
        Put("main.js", """
            import { find, nameOfList, Name as Other } from './list.js';
            import { name } from './other.js';
            const list = ['a'];
            const pick = ({ name, find = 2 }) => ({ name, find });
            const all = { list: find(list, 'x'), name, of: nameOfList(), other: new Other().name, last: Other.find() };
            const result = JSON.stringify({ ...all, picked: pick({ name: 'n' }), twice: await later() });
            document.body.querySelector('#result').textContent = result;
            document.body.dataset.ready = 'true';
            async function later() { return [name].map(name => ({ name })); }
            """);
        Put("other.js", "export const name = 'other';\n");

        var ann = await OpenAsync(Bundle());

        await Expect(ann.Page.Locator("#result")).ToHaveTextAsync(
            """
            {"list":[{"name":"x","at":"a","find":1}],"name":"other","of":"list","other":"private","last":"list",
            """.Trim() + """
            "picked":{"name":"n","find":2},"twice":[{"name":"other"}]}
            """.Trim());
    }

    [Test]
    public async Task What_is_imported_later_comes_later_with_its_texts_and_shares_what_was_there()
    {
        Put("counter.js", "let count = 0;\nexport function next() { return ++count; }\n");
        Put("late.js", """
            import { next } from './counter.js';
            import { t } from './i18n.js';
            import { deep } from './deep.js';
            export class Late { say() { return `${t('page.late')} ${next()} ${deep}`; } }
            """);
        Put("deep.js", "export const deep = 'deep';\n");
        Put("main.js", """
            import { next } from './counter.js';
            import { setLanguage, t } from './i18n.js';
            await setLanguage('zh');
            const before = `${t('page.title')} ${next()}`;
            const { Late } = await import('./late.js');
            const { next: same } = await import('./counter.js');
            document.querySelector('#result').textContent = `${before}, ${new Late().say()}, ${same()}`;
            """);
        var bundle = Bundle();

        var ann = await OpenAsync(bundle);

        await Expect(ann.Page.Locator("#result")).ToHaveTextAsync("标题 1, Late text 2 deep, 3");
        Assert.That(bundle["page.page.js"], Does.Not.Contain("deep").And.Not.Contain("Title"));
        Assert.That(bundle["page.page.en.js"], Does.Contain("Title").And.Not.Contain("Late").And.Not.Contain("标题"));
        Assert.That(bundle["page.more.zh.js"], Does.Contain("晚").And.Not.Contain("标题").And.Not.Contain("从不"));
    }

    [Test]
    public async Task A_page_has_one_style_sheet_and_no_text_in_another_language()
    {
        Put("main.js", """
            import { t } from './i18n.js';
            document.body.style.setProperty('--kept', t('page.title') ?? '1');
            """);
        var bundle = Bundle();

        var ann = await OpenAsync(bundle);

        var title = ann.Page.Locator("#title");
        await Expect(title).ToHaveCSSAsync("color", "rgb(1, 2, 3)");
        await Expect(title).ToHaveCSSAsync("margin-top", "7px");
        Assert.That(bundle["one.css"], Does.Contain("--kept").And.Not.Contain("--colour"));
        Assert.That(bundle["page.html"], Does.Not.Contain("A title").And.Not.Contain("A label"));
        var early = await ann.Page.EvaluateAsync<string>("document.documentElement.dataset.early");
        Assert.That(early, Is.EqualTo("/client/page.page."));
    }

    [Test]
    public async Task What_could_not_be_fetched_is_asked_for_again()
    {
        PutPageWithButton("1");
        var isLost = true;
        var bundle = Bundle();
        var ann = await OpenAsync(file => isLost && file == "page.more.js" ? null : bundle.GetValueOrDefault(file, ""));
        ann.Watch.Expect("net::ERR_FAILED");
        await ann.Page.ClickAsync("button");
        await Expect(ann.Page.Locator("#result")).ToHaveTextAsync("lost");

        isLost = false;
        await ann.Page.ClickAsync("button");
        await Expect(ann.Page.Locator("#result")).ToHaveTextAsync("late 1");
    }

    [Test]
    public async Task A_page_of_an_older_build_is_loaded_anew_before_anything_of_the_newer_runs_in_it()
    {
        PutPageWithButton("1");
        var bundle = Bundle();
        var ann = await OpenAsync(file => bundle.GetValueOrDefault(file, ""));
        await Expect(ann.Page.Locator("body")).ToHaveAttributeAsync("data-version", "1");
        PutPageWithButton("2");
        bundle = Bundle();

        await ann.Page.ClickAsync("button");
        await Expect(ann.Page.Locator("body")).ToHaveAttributeAsync("data-version", "2");
        await ann.Page.ClickAsync("button");
        await Expect(ann.Page.Locator("#result")).ToHaveTextAsync("late 2");
    }

    [Test]
    public void Another_style_leaves_the_short_names_of_variables_and_makes_another_build()
    {
        PutPageWithButton("1");
        var before = Bundle();
        Put("added.css", ":root { --added: 1 } b { opacity: var(--added) }");
        var after = Bundle();

        Assert.That(after["one.css"], Is.EqualTo(before["one.css"]));
        Assert.That(after["page.more.js"], Is.Not.EqualTo(before["page.more.js"]));
    }

    [TestCase("import x from './i18n.js';", "main.js: A form of import, export or declaration that isn't known: import x")]
    [TestCase("const x = import(name);", "main.js: A form of import, export or declaration that isn't known: import(name)")]
    [TestCase("const [a] = [1];", "main.js: A form of import, export or declaration that isn't known: const [a] = [1];")]
    [TestCase("export default 3;", "main.js: A form of import, export or declaration that isn't known: export default 3;")]
    [TestCase("import { a } from './round.js';", "A cycle of imports: main.js → round.js → again.js → round.js")]
    [TestCase("const = 3;", "main.js: ")]
    public void What_is_not_understood_fails_the_build(string main, string error)
    {
        Put("round.js", "import { b } from './again.js';\nexport const a = 1;\n");
        Put("again.js", "import { a } from './round.js';\nexport const b = 1;\n");
        Put("main.js", main + "\n");
        File.WriteAllText(Page, Html);

        var (_, errors) = PageBundler.Bundle([Page], _folder.Path);

        Assert.That(errors, Has.Count.EqualTo(1));
        Assert.That(errors[0].File, Is.EqualTo(Page));
        Assert.That(errors[0].Error, Does.StartWith(error));
    }

    private void PutPageWithButton(string version)
    {
        Put("late.js", $"export const late = 'late {version}';\n");
        Put("main.js", $$"""
            const result = document.querySelector('#result');
            document.body.dataset.version = '{{version}}';
            document.querySelector('button').addEventListener('click', () => import('./late.js')
              .then(({ late }) => { result.textContent = late; }, () => { result.textContent = 'lost'; }));
            """);
    }

    private string Page => Path.Combine(_folder.Path, "page.html");

    private void Put(string file, string text) => File.WriteAllText(Path.Combine(_folder.Path, file), text);

    private IReadOnlyDictionary<string, string> Bundle()
    {
        File.WriteAllText(Page, Html);
        var (files, errors) = PageBundler.Bundle([Page], _folder.Path);
        Assert.That(errors, Is.Empty);
        return files;
    }

    private Task<Visitor> OpenAsync(IReadOnlyDictionary<string, string> bundle) =>
        OpenAsync(file => bundle.GetValueOrDefault(file, ""));

    /// <param name="read">Gives a file of the page; null if it isn't to be had.</param>
    private Task<Visitor> OpenAsync(Func<string, string?> read) => VisitAsync(
        prepare: page => page.RouteAsync("**/*", async route =>
        {
            var file = Path.GetFileName(new Uri(route.Request.Url).AbsolutePath);
            if (read(file == "" ? "page.html" : file) is not { } body)
            {
                await route.AbortAsync();
                return;
            }
            var type = Path.GetExtension(file) switch { ".js" => "javascript", ".css" => "css", _ => "html" };
            await route.FulfillAsync(new() { ContentType = $"text/{type}; charset=utf-8", Body = body });
        }));
}
