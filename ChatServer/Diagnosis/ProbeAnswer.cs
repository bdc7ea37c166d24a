using System.Globalization;

namespace ChatServer.Diagnosis;

/// <summary>Reads off the answer to <c>GET /healthz</c> who gave it.</summary>
internal static class ProbeAnswer
{
    /// <summary>What every answer of a ChatServer says that it is.</summary>
    public const string Product = "ChatServer";

    /// <summary>The header that tells one running ChatServer from another.</summary>
    public const string InstanceHeader = "X-ChatServer-Instance";

    /// <summary>Longest product that is passed on, in characters.</summary>
    private const int MaxProductChars = 60;

    /// <param name="head">The bytes that came, as Latin-1; the head may be cut off, or none at all.</param>
    public static ProbeResult Read(string head)
    {
        var lines = head.Split("\r\n\r\n")[0].Split("\r\n");
        if (StatusOf(lines[0]) is not { } status) return new ProbeResult(ProbeOutcome.Stranger);
        var instance = Header(lines, InstanceHeader);
        var product = Header(lines, "Server");
        if (product != Product && !(status == 421 && head.Contains("--allow-host", StringComparison.Ordinal)))
            return new ProbeResult(ProbeOutcome.Stranger) { Product = Printable(product) };
        var outcome = status switch
        {
            200 when instance is not null => ProbeOutcome.Answers,
            503 when instance is not null => ProbeOutcome.Failing,
            421 => ProbeOutcome.NameRefused,
            // Busy, or of a version before this one: ours all the same.
            _ => ProbeOutcome.Answers,
        };
        return new ProbeResult(outcome) { Instance = Printable(instance) };
    }

    private static int? StatusOf(string line) =>
        line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12 && int.TryParse(
            line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : null;

    private static string? Header(string[] lines, string name) => lines.Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();

    private static string? Printable(string? text) => string.IsNullOrEmpty(text)
        ? null
        : string.Concat(text.Where(c => c is >= ' ' and <= '~').Take(MaxProductChars));
}
