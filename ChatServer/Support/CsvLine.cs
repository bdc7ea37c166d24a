namespace ChatServer.Support;

/// <summary>A line of a table as RFC 4180 writes it, safe to open in a spreadsheet.</summary>
internal static class CsvLine
{
    /// <summary>
    /// What a spreadsheet may take for the beginning of a formula, wide forms of East Asia among them
    /// (OWASP, CSV Injection; ASVS 1.2.10).
    /// </summary>
    private const string FormulaStarts = "=+-@\t\r\n\0＝＋－＠";

    /// <summary>One line with its end, CR and LF.</summary>
    /// <param name="cells">What stands in it; empty where <c>null</c>.</param>
    public static string Of(params IEnumerable<string?> cells) =>
        string.Join(',', cells.Select(cell => Cell(cell ?? ""))) + "\r\n";

    private static string Cell(string text)
    {
        // An apostrophe says that what follows is text.
        if (text.Length > 0 && FormulaStarts.Contains(text[0])) text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }
}
