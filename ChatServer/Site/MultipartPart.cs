using System.Net.Http.Headers;

namespace ChatServer.Site;

/// <summary>What the head of a part says (RFC 7578 section 4).</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="FileName">As the sender calls the file; <c>null</c> where the part is no file.</param>
/// <param name="Type">The media type, if it is said.</param>
internal sealed record MultipartPart(string Name, string? FileName, string? Type)
{
    /// <param name="head">Lines of the head, each with its line break before it.</param>
    /// <exception cref="FormatException">It isn't a part of a form.</exception>
    public static MultipartPart Parse(string head)
    {
        ContentDispositionHeaderValue? disposition = null;
        string? type = null;
        foreach (var line in head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) throw new FormatException("the head of a part has a line without a name");
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            if (name.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase))
                disposition = Disposition(WithoutControls(value));
            else if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                type = value;
        }
        return disposition is { DispositionType: "form-data", Name: { } field }
            ? new MultipartPart(
                Unquoted(field)!, Unquoted(disposition.FileName) ?? disposition.FileNameStar, type)
            : throw new FormatException("a part isn't Content-Disposition: form-data with a name");
    }

    // Browsers send them raw in a file's name, where the grammar has none.
    private static string WithoutControls(string value) =>
        value.Any(char.IsControl) ? string.Concat(value.Select(c => char.IsControl(c) ? ' ' : c)) : value;

    // Browsers leave a backslash in a name as it is, which makes an escape of it that may be none.
    private static ContentDispositionHeaderValue? Disposition(string value) =>
        ContentDispositionHeaderValue.TryParse(value, out var parsed)
        || ContentDispositionHeaderValue.TryParse(
            value.Replace("\\", "\\\\", StringComparison.Ordinal), out parsed)
            ? parsed
            : null;

    // As browsers write it (the standard of HTML, «multipart/form-data encoding»), and curl.
    private static string? Unquoted(string? text)
    {
        if (text is null) return null;
        if (text.Length >= 2 && text[0] == '"' && text[^1] == '"') text = text[1..^1];
        return text.Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace(@"\\", @"\", StringComparison.Ordinal)
            .Replace("%22", "\"", StringComparison.OrdinalIgnoreCase)
            .Replace("%0D%0A", " ", StringComparison.OrdinalIgnoreCase);
    }
}
