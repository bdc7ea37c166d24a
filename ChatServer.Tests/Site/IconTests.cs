using System.Text.RegularExpressions;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site;

/// <summary>
/// Each page carries the drawings of its icons, so that they are there with its first line; what that costs is that the
/// same ones stand in several files.
/// </summary>
public sealed partial class IconTests
{
    private static readonly string[] Pages = ["chat.html", "ChatServer/Client/desk.html", "ChatServer/Client/support.html"];

    [Test]
    public void An_icon_looks_the_same_on_every_page()
    {
        var drawings = Pages.SelectMany(page => Symbol().Matches(Read(page)))
            .Select(symbol => (Name: symbol.Groups["name"].Value, Drawing: symbol.Groups["drawing"].Value.Trim()))
            .Distinct().ToList();
        Assert.That(drawings, Has.Count.GreaterThan(20));
        Assert.That(drawings.Select(icon => icon.Name), Is.Unique);
    }

    [TestCaseSource(nameof(Pages))]
    public void Every_icon_in_the_markup_is_drawn(string page)
    {
        var markup = Read(page);
        var drawn = Symbol().Matches(markup).Select(symbol => symbol.Groups["name"].Value);
        var used = Use().Matches(markup).Select(use => use.Groups["name"].Value).Distinct().ToList();
        Assert.That(used, Is.Not.Empty);
        Assert.That(used, Is.SubsetOf(drawn));
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Sources.Root, page));

    [GeneratedRegex("""<symbol id="(?<name>[^"]+)"(?<drawing>.*?)</symbol>""", RegexOptions.Singleline)]
    private static partial Regex Symbol();

    [GeneratedRegex("""<use href="#(?<name>[^"]+)"/>""")]
    private static partial Regex Use();
}
