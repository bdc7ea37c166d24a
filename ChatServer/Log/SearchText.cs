using System.Globalization;
using System.Text;

namespace ChatServer.Log;

/// <summary>
/// A text as it is searched: without capitals and compatibility forms (NFKC, as names are), runs of white
/// space as one space. Knows where each of its units comes from.
/// </summary>
internal sealed class SearchText
{
    /// <summary>
    /// Most UTF-16 units that are folded together: to put many marks in order takes time by their square.
    /// </summary>
    private const int MostOfCluster = 16;

    /// <summary>What single characters fold to, as soon as one was folded.</summary>
    private static readonly string?[] Single = new string?[char.MaxValue + 1];

    private readonly StringBuilder _folded = new();
    private readonly List<(int Start, int End)> _origins = [];

    private SearchText(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var end = EndOfCluster(text, i);
            Append(text, i, end);
            i = end;
        }
        Folded = _folded.ToString();
    }

    /// <summary>The folded text.</summary>
    public string Folded { get; }

    public static SearchText Of(string text) => new(text);

    /// <summary>Only the folded text.</summary>
    public static string Fold(string text) => new SearchText(text).Folded;

    /// <summary>Where a folded word stands, as ranges of the original in UTF-16 units.</summary>
    public IEnumerable<(int Start, int Length)> Find(string word)
    {
        var done = 0;
        for (var at = 0; (at = Folded.IndexOf(word, at, StringComparison.Ordinal)) >= 0; at += word.Length)
        {
            var (start, end) = (_origins[at].Start, _origins[at + word.Length - 1].End);
            if (start < done) continue;
            done = end;
            yield return (start, end - start);
        }
    }

    // What a normal form may compose is folded together: a character, and the marks after it.
    private static int EndOfCluster(string text, int start)
    {
        var end = start + LengthAt(text, start);
        while (end < text.Length && end - start < MostOfCluster && text[end] >= '\u0300'
            && JoinsBefore(text, end))
        {
            end += LengthAt(text, end);
        }
        return end;
    }

    private static int LengthAt(string text, int at) => char.IsSurrogatePair(text, at) ? 2 : 1;

    // Marks, vowels and finals of Hangul, and the sound marks of half-width Katakana.
    private static bool JoinsBefore(string text, int at) => text[at]
        is (>= '\u1160' and <= '\u11FF') or (>= '\uD7B0' and <= '\uD7FF') or '\uFF9E' or '\uFF9F'
        || CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private void Append(string text, int start, int end)
    {
        var first = text[start];
        if (end - start == 1 && IsFoldedByItself(first))
        {
            Append(char.ToLowerInvariant(first), start, end);
            return;
        }
        var folded = end - start == 1
            ? Single[first] ??= FoldCluster(text[start..end])
            : FoldCluster(text[start..end]);
        foreach (var c in folded) Append(c, start, end);
    }

    private void Append(char c, int start, int end)
    {
        if (char.IsWhiteSpace(c))
        {
            if (_folded.Length > 0 && _folded[^1] == ' ') return;
            c = ' ';
        }
        _folded.Append(c);
        _origins.Add((start, end));
    }

    // ASCII, and the characters of Chinese and Japanese that are no form of others.
    private static bool IsFoldedByItself(char c) =>
        c is < '\x80' or (>= '\u4E00' and <= '\u9FFF') or (>= '\u3041' and <= '\u3096')
            or (>= '\u30A1' and <= '\u30FA');

    // Upper then lower folds what one of them alone leaves apart (ſ and s, ς and σ); folding can undo a
    // normal form. What has none (half a surrogate pair) stays as it is.
    private static string FoldCluster(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant()
                .Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
