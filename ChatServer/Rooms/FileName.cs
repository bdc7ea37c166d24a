using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace ChatServer.Rooms;

/// <summary>What files are called: a name for people, never a path.</summary>
public static class FileName
{
    /// <summary>Longest name, in bytes of UTF-8; the limit of most file systems.</summary>
    public const int MaxBytes = 255;

    /// <summary>The type of a file of which nothing is known.</summary>
    public const string AnyType = "application/octet-stream";

    private const string Unnamed = "file";
    private const int MaxTypeChars = 127; // RFC 6838 section 4.2
    private const int MaxExtensionChars = 16;

    /// <summary>
    /// A name out of whatever a sender gave: without its path, and without characters that aren't seen or
    /// that turn the direction of the text, so that <c>gpj.exe</c> doesn't look like <c>exe.jpg</c>.
    /// </summary>
    public static string Clean(string given)
    {
        var last = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        if (!UnicodeText.IsWellFormed(last)) return Unnamed;
        // First what isn't to be seen, since what it stood between may become one character.
        var seen = string.Concat(last.EnumerateRunes().Where(IsAllowed));
        if (!UnicodeText.TryNormalize(seen, NormalizationForm.FormC, out var name)) return Unnamed;
        name = Shorten(name.Trim()).Trim();
        return name.Trim('.').Length == 0 ? Unnamed : name;
    }

    /// <summary>
    /// A media type without parameters, in lower case; <see cref="AnyType"/> for what is none.
    /// </summary>
    public static string CleanType(string? given) =>
        given is { Length: <= MaxTypeChars } && MediaTypeHeaderValue.TryParse(given, out var type)
            && type.MediaType is { } name
            ? name.ToLowerInvariant()
            : AnyType;

    private static bool IsAllowed(Rune rune) =>
        rune.Value == ' ' || UnicodeText.IsEmojiGlue(rune) || Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    // The end tells what it is, so it stays.
    private static string Shorten(string name)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxBytes) return name;
        var extension = Path.GetExtension(name);
        if (extension.Length > MaxExtensionChars) extension = "";
        var left = MaxBytes - Encoding.UTF8.GetByteCount(extension);
        return UnicodeText.Prefix(name, left) + extension;
    }
}
