using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatServer.Tests.Browser;

/// <summary>
/// What the pages load before somebody can read and write: the document, one style sheet, one script, the texts of
/// one language, and what is run before the first paint.
/// </summary>
public sealed class PageLoadTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [TestCase("/", 5, 150_000)]
    [TestCase("/desk", 5, 200_000)]
    [TestCase("/support", 5, 152_000)]
    [TestCase("/path/", 3, 3_000)]
    public async Task A_page_is_a_few_small_files(string path, int count, int mostBytes)
    {
        var ann = await VisitAsync(path);
        // Where the language is known late, its texts come after all else is loaded.
        await ann.UntilAsync(
            "performance.getEntriesByType('resource')"
            + ".filter(({ name, responseEnd }) => /\\.(js|css)$/.test(name) && responseEnd > 0)"
            + $".length === {count - 1}");

        var files = await ann.Page.EvaluateAsync<string[]>(
            """
            () => ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))
              .map(({ name, decodedBodySize }) => `${new URL(name).pathname} ${decodedBodySize}`)
              .filter(file => !/\.svg |^\/api\//.test(file))
            """);

        TestContext.Out.WriteLine(string.Join(", ", files));
        Assert.That(files, Has.Length.EqualTo(count));
        var bytes = files.Sum(file => int.Parse(file.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.That(bytes, Is.InRange(1, mostBytes));
    }

    [Test]
    public async Task What_is_needed_seldom_comes_by_itself_and_is_there_without_the_server()
    {
        var ann = await EnterAsync("Ann");
        await ann.UntilAsync(
            """
            ['chat.more.js', 'chat.more.en.js', 'menu.css', 'emoji-picker.css'].every(file =>
              performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.endsWith(`/${file}`) && responseEnd > 0))
            """);
        await StopServerAsync();

        await ann.Page.ClickAsync("#my-menu");
        await Expect(ann.Page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        await ann.Page.Keyboard.PressAsync("Escape");
        await ann.Composer.FillAsync(":smil");
        await Expect(ann.Page.Locator("#completions li").First).ToBeVisibleAsync();
        await Expect(ann.Notice).ToBeHiddenAsync();
    }
}
