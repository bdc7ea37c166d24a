using System.Globalization;
using System.Text;

namespace ChatServer.Rooms;

/// <summary>A name that a person can have.</summary>
/// <param name="Text">As it is shown, in NFC.</param>
/// <param name="Key">The same for all names that look alike: compatibility forms and capitals folded,
/// invisible parts taken out.</param>
public readonly record struct PersonName(string Text, string Key)
{
    /// <summary>Longest name, in characters as a reader counts them (grapheme clusters).</summary>
    public const int MaxChars = 32;

    /// <summary>
    /// Longest name in UTF-16 units: a character may carry a few marks, but not a tower of them.
    /// </summary>
    public const int MaxUnits = MaxChars * 4;

    // The everyday ones of Unicode's confusables (UTS #39): Cyrillic and Greek letters, and digits, that are
    // drawn like a Latin letter in one of their cases.
    private static readonly Dictionary<char, char> LatinTwins =
        "авеіјкмнорсѕтухһԁԛԝαβεζηικμνορτυχ01l|".Zip("abeijkmhopcstyxhdqwabezhikmnoptyxoiii").ToDictionary();

    /// <summary>
    /// Takes 1–32 visible characters of any script; spaces between words become single ones.
    /// </summary>
    public static bool TryParse(string? text, out PersonName name)
    {
        name = default;
        if (text is not { Length: <= MaxUnits }
            || !UnicodeText.TryNormalize(text, NormalizationForm.FormC, out text))
        {
            return false;
        }
        text = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (text.Length is 0 or > MaxUnits || new StringInfo(text).LengthInTextElements > MaxChars)
            return false;

        Rune? previous = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!FollowsWell(previous, rune)) return false;
            previous = rune;
        }
        name = new PersonName(text, MakeKey(text));
        return name.Key.Length > 0;
    }

    /// <summary>
    /// Whether it is of dots alone: clients take such a segment out of an address, so what is called so could
    /// never be reached there.
    /// </summary>
    public bool IsDots => Text is "." or "..";

    /// <summary>This name with a number after it, shortened if it must be.</summary>
    public PersonName WithNumber(int number)
    {
        var suffix = number.ToString(CultureInfo.InvariantCulture);
        var elements = new StringInfo(Text);
        var kept = Math.Min(elements.LengthInTextElements, MaxChars - suffix.Length);
        while (true)
        {
            var text = elements.SubstringByTextElements(0, kept).TrimEnd(' ') + suffix;
            if (TryParse(text, out var name)) return name;
            kept--; // over MaxUnits with the number; shorter is always allowed in the end
        }
    }

    private static bool FollowsWell(Rune? previous, Rune rune)
    {
        if (rune.Value == ' ') return true; // single, and between words
        if (previous is null && UnicodeText.IsMark(rune)) return false;
        if (UnicodeText.IsEmojiGlue(rune))
            return previous is { } before && UnicodeText.TakesGlue(before, rune);
        return UnicodeText.IsVisible(rune);
    }

    private static string MakeKey(string text)
    {
        var key = new StringBuilder();
        foreach (var rune in Fold(text).EnumerateRunes())
        {
            if (!UnicodeText.IsVisible(rune)) continue;
            var twin = rune.IsBmp ? LatinTwins.GetValueOrDefault((char)rune.Value) : default;
            if (twin == default) key.Append(rune.ToString());
            else key.Append(twin);
        }
        return key.ToString();
    }

    /// <summary>
    /// A text without its compatibility forms and capitals, to sort and find names by; unlike in the key,
    /// different letters stay apart.
    /// </summary>
    // Upper then lower folds what one of them alone leaves apart (ſ and s, ς and σ); folding can undo a
    // normal form.
    internal static string Fold(string text) =>
        UnicodeText.TryNormalize(text, NormalizationForm.FormKC, out var folded)
            ? folded.ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormKC)
            : text;
}
