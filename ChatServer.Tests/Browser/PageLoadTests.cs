using System.Globalization;

namespace ChatServer.Tests.Browser;

/// <summary>What the pages load before somebody can read and write: few files, and small ones.</summary>
public sealed class PageLoadTests : BrowserTest
{
    [SetUp]
    public Task StartAsync() => ServeAsync();

    [TestCase("/", 225_000)]
    [TestCase("/desk", 240_000)]
    [TestCase("/support", 190_000)]
    [TestCase("/path/", 3_000)]
    public async Task A_page_is_one_document_one_script_and_one_style_sheet(string path, int mostBytes)
    {
        var ann = await VisitAsync(path);

        var files = await ann.Page.EvaluateAsync<string[]>(
            """
            () => ['navigation', 'resource'].flatMap(type => performance.getEntriesByType(type))
              .map(({ name, decodedBodySize }) => `${new URL(name).pathname} ${decodedBodySize}`)
              .filter(file => !/\.svg |^\/api\/|\/appearance\.js /.test(file))
            """);

        TestContext.Out.WriteLine(string.Join(", ", files));
        Assert.That(files, Has.Length.EqualTo(3));
        var bytes = files.Sum(file => int.Parse(file.Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.That(bytes, Is.InRange(1, mostBytes));
    }
}
