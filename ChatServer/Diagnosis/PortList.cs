using System.Globalization;

namespace ChatServer.Diagnosis;

/// <summary>Lists of ports as firewalls write them: <c>22,8000:8010</c>, <c>8000-8010</c>.</summary>
internal static class PortList
{
    /// <param name="list">Ports and ranges, with commas or spaces between them.</param>
    /// <param name="port">The port that is looked for.</param>
    public static bool Has(string list, int port) => list
        .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(part => IsIn(part, port));

    private static bool IsIn(string part, int port)
    {
        var dash = part.IndexOfAny([':', '-']);
        var (first, last) = dash < 0 ? (part, part) : (part[..dash], part[(dash + 1)..]);
        return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && port >= from && port <= to;
    }
}
