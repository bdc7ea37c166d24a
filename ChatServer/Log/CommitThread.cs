using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Serilog;

namespace ChatServer.Log;

/// <summary>
/// The thread that writes the log: it commits what all streams have gathered as one transaction, and has the
/// index of the search follow. Any thread may post.
/// </summary>
internal sealed class CommitThread : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly ConcurrentDictionary<string, LogStream> _streams;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ILogObserver? _observer;
    private readonly EventWriter _writer;
    private readonly Checkpointer? _checkpointer;
    private readonly SearchFill _fill;
    private readonly WorkThread<ILogWrite> _thread;

    /// <param name="database">Where it writes.</param>
    /// <param name="streams">What there is; new streams are added when they are on the disk.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <param name="observer">Is told of each commit.</param>
    public CommitThread(
        SqliteDatabase database, ConcurrentDictionary<string, LogStream> streams, TimeProvider time,
        ILogger logger, ILogObserver? observer)
    {
        _database = database;
        _streams = streams;
        _time = time;
        _logger = logger;
        _observer = observer;
        Health = new LogHealth(time);
        _writer = new EventWriter(database.Writer, time);
        _checkpointer = database.IsInMemory ? null : new Checkpointer(database, time, logger);
        _fill = new SearchFill(_writer, time, logger, () => _thread!.Post(new LogFill()));
        if (database.IsSearchDamaged) Renew(new LogRenewal(new LogException("the check at start found it")));
        _thread = new WorkThread<ILogWrite>("log-write", Write);
        foreach (var stream in streams.Values.Where(stream => !stream.IsStaging))
        {
            if (stream.Indexed < stream.Head) _writer.Unindexed.Add(stream);
        }
        _fill.Committed();
    }

    /// <summary>Whether the log can be written.</summary>
    public LogHealth Health { get; }

    /// <summary>Takes a write, which fails if the log is closed.</summary>
    public void Post(ILogWrite write)
    {
        if (!_thread.Post(write)) write.Fail(LogException.Closed());
    }

    /// <summary>Writes what has gathered, takes nothing more, and returns when that is done.</summary>
    public void Dispose()
    {
        _fill.Dispose();
        _thread.Dispose();
        _checkpointer?.Dispose();
        _writer.Dispose();
    }

    private void Write(IReadOnlyList<ILogWrite> writes)
    {
        foreach (var renewal in writes.OfType<LogRenewal>()) Renew(renewal);
        if (writes.Any(write => !write.IsOfIndex)) WriteEvents([.. writes.Where(write => !write.IsOfIndex)]);
        foreach (var fill in writes.OfType<LogFill>()) Fill(fill);
    }

    private void WriteEvents(IReadOnlyList<ILogWrite> writes)
    {
        var begun = _time.GetTimestamp();
        try
        {
            try
            {
                CommitAll(writes);
            }
            catch (DamagedIndexException e)
            {
                // The log is well, and has to have them.
                RenewIndex(e);
                CommitAll(writes);
            }
        }
        catch (Exception e)
        {
            Health.Failed(e);
            _observer?.OnCommit(_time.GetElapsedTime(begun), hasFailed: true);
            // That a probe found what is known already is no news.
            if (writes is not [LogProbe])
                _logger.Error(e, "The log could not write {Writes} batches; they are refused", writes.Count);
            foreach (var write in writes) write.Fail(e);
            return;
        }
        _observer?.OnCommit(_time.GetElapsedTime(begun), hasFailed: false);
        if (_writer.HasWritten && Health.Failure is not null)
        {
            Health.Succeeded();
            _logger.Information("The log can be written again");
        }
        var events = 0;
        foreach (var write in writes) events += write.Succeed();
        _checkpointer?.Committed(events, _writer.HasErased);
        _fill.Committed();
    }

    private void CommitAll(IReadOnlyList<ILogWrite> writes)
    {
        lock (_database.Writer)
        {
            try
            {
                _writer.Begin();
                foreach (var write in writes)
                {
                    // What people wrote tells as much as a probe, and isn't to fail for one.
                    if (write is not LogProbe || writes.Count == 1) write.Apply(_writer);
                }
                foreach (var stream in _writer.Commit()) _streams[stream.Name] = stream;
            }
            catch
            {
                _writer.Rollback();
                throw;
            }
        }
    }

    private void Fill(LogFill fill)
    {
        try
        {
            lock (_database.Writer)
            {
                // What was removed is in the write-ahead log as well.
                if (_fill.Work()) _checkpointer?.Committed(0, hasErased: true);
            }
        }
        catch (DamagedIndexException e)
        {
            Renew(new LogRenewal(e));
        }
        fill.Succeed(isDone: _fill.IsDone);
    }

    private void Renew(LogRenewal renewal)
    {
        try
        {
            RenewIndex(renewal.Why);
            renewal.Succeed();
        }
        catch (SqliteException e)
        {
            _logger.Error(e, "The search index could not be made anew");
            renewal.Fail(e);
        }
    }

    private void RenewIndex(Exception why)
    {
        _logger.Error(why, "The search index is damaged, and is made anew; the log itself is well");
        lock (_database.Writer) _writer.ClearIndex(_streams.Values);
        _fill.Committed();
    }
}
