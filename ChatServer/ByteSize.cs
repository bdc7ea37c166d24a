using System.Globalization;

namespace ChatServer;

/// <summary>
/// A number of bytes as people write it: <c>25MB</c>, of a million bytes each, as disks are sold.
/// </summary>
internal static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("B", 1), ("", 1),
    ];

    /// <summary>Digits, and a unit in any case; without one, bytes.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var digits = text.AsSpan().TrimEnd("BKMGTbkmgt ");
        var unit = text[digits.Length..].Trim().ToUpperInvariant();
        if (Array.FindIndex(Units, known => known.Unit == unit) is not (>= 0 and var index)) return false;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        if (count > long.MaxValue / Units[index].Bytes) return false;
        bytes = count * Units[index].Bytes;
        return true;
    }
}
