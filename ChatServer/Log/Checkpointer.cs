using Microsoft.Data.Sqlite;
using Serilog;

namespace ChatServer.Log;

/// <summary>
/// Moves the write-ahead log into the database on a connection and a thread of its own, so that no commit
/// waits for it (sqlite.org/wal.html, «Application-Initiated Checkpoints»); and empties it soon after
/// something was erased, since former pages stay in it until it is begun anew.
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

    /// <summary>
    /// How long the writer waits at most for others who use the log, a backup that reads it for instance.
    /// </summary>
    private const int LongestWaitMilliseconds = 500;

    /// <summary>Time from what was erased to the emptying, in which more of it may gather.</summary>
    private static readonly TimeSpan EmptyAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Time until it is tried again, while somebody still reads the log or the disk is full.
    /// </summary>
    private static readonly TimeSpan EmptyAgainAfter = TimeSpan.FromSeconds(5);

    private readonly SqliteConnection _connection;
    private readonly ILogger _logger;
    private readonly ITimer _emptyTimer;
    private readonly WorkThread<Step> _thread;
    private readonly ManualResetEventSlim _mayWrite = new(initialState: true);
    private int _events;
    private bool _isEmptyingDue;

    public Checkpointer(SqliteDatabase database, TimeProvider time, ILogger logger)
    {
        _connection = database.Connect();
        SqliteSchema.Run(_connection, $"PRAGMA busy_timeout = {LongestWaitMilliseconds}");
        _logger = logger;
        _thread = new WorkThread<Step>("log-checkpoint", Work);
        _emptyTimer = time.CreateTimer(
            _ => _thread.Post(Step.Empty), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // What a crash has left.
        _thread.Post(Step.Empty);
    }

    private enum Step
    {
        Move,
        Empty,
    }

    /// <summary>
    /// Told by the writer after each commit. Waits while the write-ahead log is brought to its end.
    /// </summary>
    /// <param name="events">How many events were committed.</param>
    /// <param name="hasErased">Whether something was removed that must not stay on the disk.</param>
    public void Committed(int events, bool hasErased)
    {
        if (hasErased) EmptyIn(EmptyAfter);
        _mayWrite.Wait();
        _events += events;
        if (_events < EventsBetween) return;
        _events = 0;
        _thread.Post(Step.Move);
    }

    public void Dispose()
    {
        _emptyTimer.Dispose();
        _thread.Dispose();
        Checkpoint("TRUNCATE", out _);
        _mayWrite.Dispose();
        _connection.Dispose();
    }

    private void Work(IReadOnlyList<Step> steps)
    {
        if (Checkpoint("PASSIVE", out var pages) && pages > RestartOverPages) CheckpointAlone("RESTART");
        if (!steps.Contains(Step.Empty)) return;
        // First: what is erased from here on needs another time.
        Volatile.Write(ref _isEmptyingDue, false);
        if (!CheckpointAlone("TRUNCATE")) EmptyIn(EmptyAgainAfter);
    }

    private void EmptyIn(TimeSpan time)
    {
        if (!Interlocked.Exchange(ref _isEmptyingDue, true))
            _emptyTimer.Change(time, Timeout.InfiniteTimeSpan);
    }

    // A writer that never pauses would keep SQLite's lock from this thread, which asks for it only now and
    // then.
    private bool CheckpointAlone(string mode)
    {
        _mayWrite.Reset();
        var isDone = Checkpoint(mode, out _);
        _mayWrite.Set();
        return isDone;
    }

    /// <returns>False if others use the log, or the disk fails.</returns>
    private bool Checkpoint(string mode, out long pages)
    {
        pages = 0;
        try
        {
            using var command = _connection.CreateCommand();
            command.CommandText = $"PRAGMA wal_checkpoint({mode})";
            using var row = command.ExecuteReader();
            row.Read();
            pages = row.GetInt64(1);
            return row.GetInt64(0) == 0;
        }
        catch (SqliteException e)
        {
            // Nothing is lost: the events stay in the write-ahead log, and the next checkpoint tries again.
            _logger.Error(e, "The write-ahead log could not be moved into the database");
            return false;
        }
    }
}
