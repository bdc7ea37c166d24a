using System.Reflection;
using System.Text.RegularExpressions;
using ChatServer.Diagnosis;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Diagnosis;

/// <summary>The console, the page and docs/protocol.md know the same findings, and say the same of them.</summary>
public sealed partial class WordingTests
{
    private static readonly List<string> Codes =
        [.. typeof(FindingCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    [Test]
    public void Every_code_has_its_words() => Assert.That(Wording.ByCode.Keys, Is.EquivalentTo(Codes));

    [Test]
    public void The_page_says_it_in_the_same_words()
    {
        var table = File.ReadAllText(Path.Combine(Sources.Root, "ChatServer", "Client", "i18n-doctor.js"));
        var page = Entry().Matches(table).ToDictionary(
            entry => entry.Groups["key"].Value,
            entry => string.Concat(Piece().Matches(entry.Groups["english"].Value)
                .Select(piece => piece.Groups["text"].Value.Replace("\\'", "'", StringComparison.Ordinal))));
        var console = Wording.ByCode.SelectMany(words => new[] { ($"found.{words.Key}", words.Value.Text), ($"next.{words.Key}", words.Value.Next) })
            .Where(words => words.Item2.Length > 0).ToDictionary(words => words.Item1, words => words.Item2);
        Assert.That(page, Is.EquivalentTo(console));
    }

    [Test]
    public void The_document_lists_them()
    {
        var document = File.ReadAllText(Path.Combine(Sources.Root, "docs", "protocol.md"));
        var section = document[document.IndexOf("### Finding the server", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n### ", 4, StringComparison.Ordinal)];
        var rows = Row().Matches(section).Select(row => (row.Groups[1].Value, row.Groups[2].Value));
        Assert.That(rows, Is.EquivalentTo(Wording.ByCode.Select(words => (words.Key, words.Value.Severity))));
        Assert.That(section, Does.Contain($"kept for {Checkup.KeepFor.TotalSeconds:0} s").And.Contain($"{PortProbe.Timeout.TotalSeconds:0} s each"));
        var forAll = Wording.ByCode.Where(words => words.Value.IsForAll).Select(words => $"`{words.Key}`");
        Assert.That(section, Does.Contain($"the findings {string.Join(" and ", forAll)}"));
    }

    [GeneratedRegex(@"'reach\.(?<key>(?:found|next)\.\w+)': \{\s*en: (?<english>'[\s\S]*?'),\s*zh:")]
    private static partial Regex Entry();

    [GeneratedRegex(@"'(?<text>(?:[^'\\]|\\.)*)'")]
    private static partial Regex Piece();

    [GeneratedRegex(@"^\| `(\w+)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
