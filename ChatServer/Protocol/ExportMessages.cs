using System.Text.Json.Serialization;

namespace ChatServer.Protocol;

/// <summary>The first line of an export.</summary>
/// <param name="Version">Of the format: <see cref="Current"/>.</param>
/// <param name="Room">The room.</param>
/// <param name="Epoch">The epoch of its numbers.</param>
/// <param name="Head">Number of the newest event when it began; the export has none that is newer.</param>
/// <param name="At">When it began, in Unix milliseconds.</param>
public sealed record ExportHead(int Version, string Room, string Epoch, long Head, long At)
{
    /// <summary>The version that is written, and the only one that is read.</summary>
    public const int Current = 1;

    [JsonPropertyOrder(-1)]
    public string Type => "export";
}

/// <summary>The last line of an export: without it, the file isn't whole.</summary>
/// <param name="Events">How many events stand between the first line and this one.</param>
public sealed record ExportEnd(long Events)
{
    [JsonPropertyOrder(-1)]
    public string Type => "end";
}

/// <summary>What became of an import.</summary>
/// <param name="Room">The room.</param>
/// <param name="Epoch">The epoch of its numbers.</param>
/// <param name="Head">Number of its newest event.</param>
/// <param name="Events">How many events were brought in.</param>
public sealed record Imported(string Room, string Epoch, long Head, long Events);
