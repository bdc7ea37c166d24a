using Microsoft.Data.Sqlite;
using Serilog;

namespace ChatServer.Log;

/// <summary>
/// Moves the write-ahead log into the database on a connection and a thread of its own, so that no commit
/// waits for it (sqlite.org/wal.html, «Application-Initiated Checkpoints»).
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    /// <summary>Events between two checkpoints; about 1 MiB of write-ahead log in ordinary chat.</summary>
    private const int EventsBetween = 4_000;

    /// <summary>
    /// Pages (4 KiB each) in the write-ahead log over which the writer is made to wait, once, so that it
    /// begins the file anew. Under steady load a passive checkpoint never catches up; and writing over what
    /// is there is cheaper to sync than a file that grows.
    /// </summary>
    private const long RestartOverPages = 2_048;

    private readonly SqliteConnection _connection;
    private readonly ILogger _logger;
    private readonly WorkThread<bool> _thread;
    private readonly ManualResetEventSlim _mayWrite = new(initialState: true);
    private int _events;

    public Checkpointer(SqliteDatabase database, ILogger logger)
    {
        _connection = database.Connect();
        _logger = logger;
        _thread = new WorkThread<bool>("log-checkpoint", _ => Checkpoint("PASSIVE"));
    }

    /// <summary>
    /// Told by the writer after each commit. Waits while the write-ahead log is brought to its end.
    /// </summary>
    public void Committed(int events)
    {
        _mayWrite.Wait();
        _events += events;
        if (_events < EventsBetween) return;
        _events = 0;
        _thread.Post(true);
    }

    public void Dispose()
    {
        _thread.Dispose();
        Checkpoint("TRUNCATE");
        _mayWrite.Dispose();
        _connection.Dispose();
    }

    private void Checkpoint(string mode)
    {
        try
        {
            long pages;
            using (var command = _connection.CreateCommand())
            {
                command.CommandText = $"PRAGMA wal_checkpoint({mode})";
                using var row = command.ExecuteReader();
                row.Read();
                pages = row.GetInt64(1);
            }
            if (pages > RestartOverPages && mode == "PASSIVE") Restart();
        }
        catch (SqliteException e)
        {
            // Nothing is lost: the events stay in the write-ahead log, and the next checkpoint tries again.
            _logger.Error(e, "The write-ahead log could not be moved into the database");
        }
    }

    // A writer that never pauses would keep SQLite's lock from this thread, which asks for it only now and
    // then.
    private void Restart()
    {
        _mayWrite.Reset();
        Checkpoint("RESTART");
        _mayWrite.Set();
    }
}
