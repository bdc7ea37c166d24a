using ChatServer.Protocol;

namespace ChatServer.Log;

/// <summary>Where a message has what is looked for.</summary>
internal static class SearchMatches
{
    /// <summary>Most places that are told of a message.</summary>
    private const int Most = 50;

    /// <returns>The places, in order; <c>null</c> if the message lacks a word.</returns>
    public static IReadOnlyList<TextRange>? Of(RoomEvent message, IReadOnlyList<string> words)
    {
        SearchText[] texts =
            [.. (message.Files ?? []).Select(file => file.Name).Prepend(message.Text).Select(SearchText.Of)];
        bool Has(string word) =>
            Array.Exists(texts, text => text.Folded.Contains(word, StringComparison.Ordinal));
        if (!words.All(Has)) return null;
        return [.. texts.SelectMany((text, i) => Of(text, words, i == 0 ? null : i)).Take(Most)];
    }

    // What words share, or adjoin, is one place.
    private static IEnumerable<TextRange> Of(SearchText text, IReadOnlyList<string> words, int? file)
    {
        var (start, end) = (0, 0);
        foreach (var range in words.SelectMany(text.Find).OrderBy(range => range.Start))
        {
            if (range.Start > end)
            {
                if (end > start) yield return new TextRange(start, end - start) { File = file };
                start = range.Start;
            }
            end = Math.Max(end, range.Start + range.Length);
        }
        if (end > start) yield return new TextRange(start, end - start) { File = file };
    }
}
