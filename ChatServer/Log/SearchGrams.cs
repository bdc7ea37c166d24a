using System.Text;

namespace ChatServer.Log;

/// <summary>
/// Texts and queries as the full-text index has them: every run of three characters (code points) without a
/// space, the last two of a word filled up, so that each single character and each pair begins a run as well.
/// FTS5 finds what begins so by its prefix indexes.
/// </summary>
internal static class SearchGrams
{
    private const int Length = 3;

    /// <summary>Most runs that are looked for, evenly chosen: what is found is compared anyway.</summary>
    private const int MostOfQuery = 24;

    // Of the private use area. Whoever writes such characters finds them still.
    private const char Filler = '\uE0FF';
    private const int Punctuation = 0xE100;

    /// <summary>The runs of a folded text, each once, with spaces between them.</summary>
    public static string Of(string folded)
    {
        var grams = new HashSet<string>(folded.Length);
        foreach (var part in folded.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var characters = Characters(part);
            for (var i = 0; i < characters.Count; i++) grams.Add(Gram(characters, i, Length, fills: true));
        }
        return string.Join(' ', grams);
    }

    /// <summary>An expression of FTS5 for all of some folded words.</summary>
    public static string MatchOf(IEnumerable<string> words)
    {
        var terms = words.SelectMany(word => word.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(TermsOf).Distinct().ToList();
        var step = (terms.Count + MostOfQuery - 1) / MostOfQuery;
        return string.Join(" AND ", terms.Where((_, i) => i % step == 0));
    }

    private static IEnumerable<string> TermsOf(string part)
    {
        var characters = Characters(part);
        if (characters.Count < Length)
            return [$"\"{Gram(characters, 0, characters.Count, fills: false)}\"*"];
        return Enumerable.Range(0, characters.Count - Length + 1)
            .Select(i => $"\"{Gram(characters, i, Length, fills: false)}\"");
    }

    private static string Gram(List<Rune> characters, int start, int length, bool fills)
    {
        var gram = new StringBuilder(length * 2);
        for (var i = start; i < start + length; i++)
        {
            if (i < characters.Count) gram.Append(characters[i].ToString());
            else if (fills) gram.Append(Filler);
        }
        return gram.ToString();
    }

    // FTS5's tokenizer takes letters, digits and all that isn't ASCII for parts of words; the rest is written
    // so that it is one, too, and nothing of a query is syntax.
    private static List<Rune> Characters(string part)
    {
        var characters = new List<Rune>(part.Length);
        foreach (var rune in part.EnumerateRunes())
        {
            var isPlain = !rune.IsAscii || Rune.IsLetterOrDigit(rune);
            characters.Add(isPlain ? rune : new Rune(Punctuation + rune.Value));
        }
        return characters;
    }
}
