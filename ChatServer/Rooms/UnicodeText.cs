using System.Buffers;
using System.Globalization;
using System.Text;

namespace ChatServer.Rooms;

/// <summary>What the rules of names, messages and secrets ask about characters.</summary>
internal static class UnicodeText
{
    private const int ZeroWidthJoiner = 0x200D;
    private const int EmojiVariation = 0xFE0F;

    // The tags of the flags of regions, and what ends them (UTS #51 section 1.4.6).
    private const int FirstTag = 0xE0020;
    private const int LastTag = 0xE007F;

    private static readonly SearchValues<char> Controls = SearchValues.Create(
        string.Concat(
            Enumerable.Range(0, 0xA0).Select(unit => (char)unit).Where(char.IsControl).Except("\t\n")));

    /// <summary>Whether every surrogate has its other half.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out var length) != OperationStatus.Done)
                return false;
            text = text[length..];
        }
        return true;
    }

    /// <summary>The text in a normal form (UAX #15).</summary>
    /// <returns>False if it has none: half a surrogate pair, or U+FFFE, which the platform takes for the
    /// wrong byte order.</returns>
    public static bool TryNormalize(string text, NormalizationForm form, out string normal)
    {
        normal = "";
        if (!IsWellFormed(text) || text.Contains('\uFFFE', StringComparison.Ordinal)) return false;
        normal = text.Normalize(form);
        return true;
    }

    /// <summary>
    /// Longest secret that is looked at, in UTF-16 units: bringing a text into a normal form takes the square
    /// of its length where it is made for that.
    /// </summary>
    public const int MaxSecretUnits = 1024;

    /// <summary>A secret as its bytes: keyboards differ in how they write «é».</summary>
    public static byte[] SecretBytes(string secret) =>
        Encoding.UTF8.GetBytes(
            TryNormalize(secret, NormalizationForm.FormC, out var normal) ? normal : secret);

    /// <summary>As much of a text as has so many bytes of UTF-8, in whole characters.</summary>
    public static string Prefix(string text, int utf8Bytes)
    {
        var prefix = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            utf8Bytes -= rune.Utf8SequenceLength;
            if (utf8Bytes < 0) break;
            prefix.Append(rune);
        }
        return prefix.ToString();
    }

    /// <summary>
    /// As much of a text as has so many UTF-16 units, and not half of a surrogate pair at its end.
    /// </summary>
    public static string Start(string text, int units) => text.Length <= units
        ? text
        : text[..(char.IsHighSurrogate(text[units - 1]) ? units - 1 : units)];

    /// <summary>The text, or the start of it with so many UTF-16 units, and an ellipsis.</summary>
    public static string Shortened(string text, int units) =>
        text.Length <= units ? text : Start(text, units) + "…";

    public static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark;

    /// <summary>Whether the rune leaves ink on the screen.</summary>
    public static bool IsVisible(Rune rune) => !IsBlank(rune) && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);

    /// <summary>Whether the rune is drawn, and isn't writing: what an emoji begins with.</summary>
    public static bool IsSymbol(Rune rune) => IsVisible(rune) && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.ModifierSymbol
            or UnicodeCategory.OtherPunctuation;

    /// <summary>
    /// Whether an emoji can have the rune: a symbol, a flag's letter or tag, or what holds its parts
    /// together.
    /// </summary>
    public static bool IsOfEmoji(Rune rune) =>
        IsSymbol(rune) || IsEmojiGlue(rune) || rune.Value is >= FirstTag and <= LastTag;

    /// <summary>
    /// The text without control characters but tab and line feed: nobody sees them, and JSON takes six bytes
    /// for each. A carriage return before a line feed goes, too.
    /// </summary>
    public static string WithoutControls(string text) =>
        text.AsSpan().ContainsAny(Controls) ? string.Concat(text.Where(c => !Controls.Contains(c))) : text;

    /// <summary>What holds an emoji of several parts together; invisible itself.</summary>
    public static bool IsEmojiGlue(Rune rune) => rune.Value is ZeroWidthJoiner or EmojiVariation;

    /// <summary>
    /// Whether glue may follow: after what is seen, and a joiner also after the variation selector of a
    /// coloured emoji (🏳️‍🌈).
    /// </summary>
    public static bool TakesGlue(Rune before, Rune glue) =>
        IsVisible(before) || (before.Value == EmojiVariation && glue.Value == ZeroWidthJoiner);

    // Letters and symbols by category, but drawn as nothing: Hangul fillers, the empty Braille pattern, the
    // variation selectors.
    private static bool IsBlank(Rune rune) => rune.Value
        is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or (>= 0xFE00 and <= 0xFE0F)
            or (>= 0xE0100 and <= 0xE01EF) or 0x034F or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F) or 0x16FE4 or 0x13441 or 0x13442 or 0x1D159;
}
