using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// Whether the log can be written: as the last write found. The writer tells it; any thread may ask.
/// </summary>
internal sealed class LogHealth(TimeProvider time)
{
    /// <summary>
    /// Between two probes of a log that fails: however often it is asked for, the disk is left in peace.
    /// </summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private long? _lastProbe;
    private volatile string? _failure;

    /// <summary>
    /// Why the last write failed, in words without paths or names; <c>null</c> if it succeeded.
    /// </summary>
    public string? Failure => _failure;

    /// <returns>True for whoever is to try a write now.</returns>
    public bool TakeProbe()
    {
        if (_failure is null) return false;
        lock (_gate)
        {
            if (_lastProbe is { } last && time.GetElapsedTime(last) < ProbeInterval) return false;
            _lastProbe = time.GetTimestamp();
            return true;
        }
    }

    public void Failed(Exception e) => _failure = Reason(e);

    public void Succeeded() => _failure = null;

    // SQLite's own words for the code: its message for the occasion may have names in it.
    private static string Reason(Exception e) => e is SqliteException sqlite
        ? SQLitePCL.raw.sqlite3_errstr(sqlite.SqliteErrorCode).utf8_to_string()
        : "a fault of the server's own";
}
