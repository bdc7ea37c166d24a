using System.IO.Compression;

namespace ChatServer.Site;

/// <summary>Bodies compressed with gzip (RFC 1952), where that saves something.</summary>
internal static class Gzip
{
    /// <summary>Below, a body fits into one packet as it is.</summary>
    public const int MinBytes = 1_400;

    public static byte[] Compress(ReadOnlySpan<byte> bytes, CompressionLevel level)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level, leaveOpen: true)) gzip.Write(bytes);
        return compressed.ToArray();
    }

    /// <summary>Whether a body of that type gets smaller.</summary>
    public static bool Helps(string contentType) =>
        contentType.StartsWith("text/", StringComparison.Ordinal)
        || contentType.Contains("json", StringComparison.Ordinal)
        || contentType.StartsWith("image/svg", StringComparison.Ordinal);
}
