namespace ChatServer.Files;

/// <summary>The bounds of files; both come from the command line.</summary>
public sealed record FileLimits
{
    /// <summary>Longest file, in bytes.</summary>
    public long FileBytes { get; init; } = 25_000_000;

    /// <summary>All files together, in bytes.</summary>
    public long StorageBytes { get; init; } = 10_000_000_000;
}
