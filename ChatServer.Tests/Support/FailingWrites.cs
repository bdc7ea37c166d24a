using ChatServer.Log;
using Microsoft.Data.Sqlite;

namespace ChatServer.Tests.Support;

/// <summary>
/// Makes writes of a log fail in SQLite itself, by a trigger that another connection puts into the file and takes out again.
/// </summary>
internal sealed class FailingWrites(string databasePath)
{
    /// <summary>From now on writes fail.</summary>
    /// <param name="when">An SQL condition on the new row; all if it isn't given.</param>
    /// <param name="how">What SQLite does then: one of the words of <c>RAISE</c>.</param>
    public void Begin(string when = "TRUE", string how = "ABORT") =>
        Run($"CREATE TRIGGER fail BEFORE INSERT ON events WHEN {when} BEGIN SELECT RAISE({how}, 'no space'); END");

    public void End() => Run("DROP TRIGGER fail");

    private void Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={databasePath};Pooling=False");
        connection.Open();
        SqliteSchema.Run(connection, "PRAGMA busy_timeout = 10000; PRAGMA wal_autocheckpoint = 0");
        SqliteSchema.Run(connection, sql);
    }
}
