using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ChatServer.Rooms;

namespace ChatServer.Webhooks;

/// <summary>
/// Whether a message is meant for a bot: «@» and its name, as a word, outside of code. The rule of the page
/// (Client/mentions.js), but that names are compared by what makes them unique, and that other names aren't
/// known: «@Ann Lee» is meant for a bot called Ann as well.
/// </summary>
internal static partial class Mention
{
    /// <summary>More than this in a message are not looked at; as many as on the page.</summary>
    private const int Most = 200;

    /// <param name="text">The message, as typed.</param>
    /// <param name="name">The bot's name.</param>
    /// <param name="key">What makes the name unique (<see cref="PersonName.Key"/>).</param>
    public static bool IsIn(string text, string name, string key)
    {
        if (!text.Contains('@', StringComparison.Ordinal)) return false;
        text = Code().Replace(text, " ");
        var chars = new StringInfo(name).LengthInTextElements;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        for (var looked = 0; at >= 0 && looked < Most; looked++)
        {
            if (StartsWord(text, at) && IsNamed(text, at + 1, chars, key)) return true;
            at = text.IndexOf('@', at + 1);
        }
        return false;
    }

    // Names that look alike have as many characters, as a reader counts them.
    private static bool IsNamed(string text, int start, int chars, string key)
    {
        var end = start;
        for (var i = 0; i < chars; i++)
        {
            if (end == text.Length) return false;
            end += StringInfo.GetNextTextElementLength(text, end);
        }
        return EndsWord(text, end)
            && PersonName.TryParse(text[start..end], out var named) && named.Key == key;
    }

    // The @ of an address such as ann@example.com is none.
    private static bool StartsWord(string text, int at)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var before, out _);
        return at == 0 || !IsOfWord(before) || IsDense(before);
    }

    private static bool EndsWord(string text, int end)
    {
        if (end == text.Length) return true;
        Rune.DecodeFromUtf16(text.AsSpan(end), out var after, out _);
        Rune.DecodeLastFromUtf16(text.AsSpan(0, end), out var last, out _);
        return !IsOfWord(after) || IsDense(after) || IsDense(last);
    }

    private static bool IsOfWord(Rune rune) =>
        rune.Value == '_' || Rune.IsLetterOrDigit(rune) || UnicodeText.IsMark(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // Han, kana, Hangul and Thai: scripts without spaces between words, where a name may touch what is around
    // it.
    private static bool IsDense(Rune rune) => rune.Value
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x323AF)
        or (>= 0xF900 and <= 0xFAFF) or 0x3005 or 0x3007
        or (>= 0x3041 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF)
        or (>= 0xFF66 and <= 0xFF9F) or (>= 0xAC00 and <= 0xD7AF) or (>= 0x1100 and <= 0x11FF)
        or (>= 0x3130 and <= 0x318F) or (>= 0x0E01 and <= 0x0E5B);

    [GeneratedRegex(@"```[\s\S]*?(?:```|\z)|`[^`\n]*`")]
    private static partial Regex Code();
}
