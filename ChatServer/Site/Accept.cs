using System.Globalization;

namespace ChatServer.Site;

/// <summary>Reads what a client would rather have (RFC 9110 section 12.5).</summary>
internal static class Accept
{
    /// <summary>How much a media type is wanted, from 0 to 1; 1 where the header is absent.</summary>
    public static double Quality(string? header, string type)
    {
        if (string.IsNullOrWhiteSpace(header)) return 1;
        var group = type[..(type.IndexOf('/', StringComparison.Ordinal) + 1)] + "*";
        return Best(header, type) ?? Best(header, group) ?? Best(header, "*/*") ?? 0;
    }

    /// <summary>Whether a content coding is welcome.</summary>
    public static bool Takes(string? header, string coding) =>
        !string.IsNullOrWhiteSpace(header) && (Best(header, coding) ?? Best(header, "*") ?? 0) > 0;

    private static double? Best(string header, string wanted)
    {
        double? best = null;
        foreach (var element in header.Split(','))
        {
            var parts = element.Split(';', StringSplitOptions.TrimEntries);
            if (!parts[0].Equals(wanted, StringComparison.OrdinalIgnoreCase)) continue;
            best = Math.Max(best ?? 0, Weight(parts));
        }
        return best;
    }

    private static double Weight(string[] parts)
    {
        var q = parts.Skip(1)
            .FirstOrDefault(part => part.StartsWith("q=", StringComparison.OrdinalIgnoreCase));
        if (q is null) return 1;
        return double.TryParse(
            q.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            ? Math.Clamp(weight, 0, 1)
            : 0;
    }
}
