using System.Globalization;

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
}
