using System.Globalization;
using System.Text;

namespace ChatServer.Rooms;

/// <summary>Rules for names of rooms.</summary>
public static class RoomName
{
    /// <summary>Longest name, in characters (runes).</summary>
    public const int MaxChars = 64;

    /// <summary>
    /// The name as the server writes it: NFKC, in lower case. 1–64 letters (with their marks), digits,
    /// <c>-</c>, <c>_</c>.
    /// </summary>
    /// <returns>False if it isn't a name for a room.</returns>
    public static bool TryParse(string? text, out string name)
    {
        name = "";
        // Two UTF-16 units a rune at most, before normalisation is spent on it; decomposed forms are up to
        // three times as long.
        if (text is not { Length: > 0 and <= MaxChars * 6 }
            || !UnicodeText.TryNormalize(text, NormalizationForm.FormKC, out text))
        {
            return false;
        }
        text = text.ToLowerInvariant().Normalize(NormalizationForm.FormKC);
        var runes = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (++runes > MaxChars || !IsAllowed(rune)) return false;
        }
        // A mark has nothing to stand on at the beginning.
        if (UnicodeText.IsMark(Rune.GetRuneAt(text, 0))) return false;
        name = text;
        return true;
    }

    private static bool IsAllowed(Rune rune) =>
        rune.Value is '-' or '_'
        || (UnicodeText.IsVisible(rune) && (Rune.IsLetter(rune) || UnicodeText.IsMark(rune)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber));
}
