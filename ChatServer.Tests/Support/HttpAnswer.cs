namespace ChatServer.Tests.Support;

/// <summary>An HTTP answer as it came over the wire.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">The header lines, by name in any case; of a name that stands twice, the last.</param>
/// <param name="Body">The body, read as UTF-8; empty after 101.</param>
internal sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public static HttpAnswer Parse(string head, string body)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines[0], Does.Match("^HTTP/1\\.1 [1-5][0-9][0-9] [!-~][ -~]*$"), "the status line");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }
        return new HttpAnswer(int.Parse(lines[0].AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), headers, body);
    }
}
