using System.Diagnostics.CodeAnalysis;

namespace ChatServer.Log;

/// <summary>
/// What somebody looks for: words that a message must have, all of them and in any order, each anywhere in
/// it. What stands between two double quotes is one word, spaces included; every other character means
/// itself.
/// </summary>
public sealed class SearchQuery
{
    /// <summary>Longest query, in UTF-16 units.</summary>
    public const int MaxUnits = 200;

    /// <summary>Most words.</summary>
    public const int MaxWords = 10;

    private SearchQuery(IReadOnlyList<string> words)
    {
        Words = words;
        Match = SearchGrams.MatchOf(words);
    }

    /// <summary>The words, folded (<see cref="SearchText"/>).</summary>
    internal IReadOnlyList<string> Words { get; }

    /// <summary>What every message that has the words has in the index, and some others do.</summary>
    internal string Match { get; }

    /// <returns>False if there is nothing to look for, or too much.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SearchQuery? query)
    {
        query = null;
        if (text is null || text.Length > MaxUnits) return false;
        var words = Split(text).Select(word => SearchText.Fold(word).Trim(' ')).Where(word => word.Length > 0)
            .Distinct().ToList();
        if (words.Count is 0 or > MaxWords) return false;
        query = new SearchQuery(words);
        return true;
    }

    private static IEnumerable<string> Split(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsWhiteSpace(text[i])) continue;
            var close = text[i] == '"' ? ClosingQuote(text, i) : -1;
            var end = close > 0 ? close : EndOfWord(text, i);
            yield return close > 0 ? text[(i + 1)..end] : text[i..end];
            i = end;
        }
    }

    // A quote closes at the end of a word: «5" screws» has none.
    private static int ClosingQuote(string text, int open)
    {
        for (var i = open + 2; i < text.Length; i++)
        {
            if (text[i] == '"' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]))) return i;
        }
        return -1;
    }

    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end])) end++;
        return end;
    }
}
