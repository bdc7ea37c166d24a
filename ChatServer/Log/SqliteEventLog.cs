using System.Collections.Concurrent;
using System.Security.Cryptography;
using ChatServer.Protocol;
using Microsoft.Data.Sqlite;
using Serilog;

namespace ChatServer.Log;

/// <summary>
/// The log in SQLite: in a file in WAL mode, or in memory. One thread writes, and commits what all streams
/// have gathered as one transaction; another reads. No thread of the pool ever waits for the disk.
/// </summary>
public sealed class SqliteEventLog : IEventLog
{
    private static readonly Task<EventPage> EmptyPage =
        Task.FromResult(new EventPage([], More: false, Head: 0));
    private static readonly Task<IReadOnlyList<RoomEvent>> NoEvents =
        Task.FromResult<IReadOnlyList<RoomEvent>>([]);
    private static readonly Task<RoomEvent?> NoEvent = Task.FromResult<RoomEvent?>(null);

    /// <summary>How long somebody who asks how the log is waits for a disk that doesn't answer.</summary>
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(2);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ILogObserver? _observer;
    private readonly LogHealth _health;
    private readonly ConcurrentDictionary<string, LogStream> _streams;
    private readonly EventWriter _writer;
    private readonly EventReader _reader;
    private readonly Checkpointer? _checkpointer;
    private readonly WorkThread<ILogWrite> _writing;
    private readonly WorkThread<ILogRead> _reading;
    private readonly SearchReader _searcher;
    private readonly SearchFill _fill;
    private readonly WorkThread<LogSearch> _searching;
    private int _searches;
    private bool _isClosed;

    /// <summary>Most searches that wait for their turn, a tenth of a second each at most.</summary>
    private const int MostSearches = 50;

    private SqliteEventLog(SqliteDatabase database, TimeProvider time, ILogger logger, ILogObserver? observer)
    {
        _database = database;
        _time = time;
        _logger = logger;
        _observer = observer;
        _health = new LogHealth(time);
        _streams = new(EventReader.Streams(database.Reader).Select(s => KeyValuePair.Create(s.Name, s)));
        _writer = new EventWriter(database.Writer, time);
        _reader = new EventReader(database.Reader);
        _checkpointer = database.IsInMemory ? null : new Checkpointer(database, time, logger);
        _fill = new SearchFill(_writer, time, logger, () => _writing!.Post(new LogFill()));
        if (database.IsSearchDamaged) Renew(new LogRenewal(new LogException("the check at start found it")));
        _writing = new WorkThread<ILogWrite>("log-write", Write);
        _reading = new WorkThread<ILogRead>("log-read", Read);
        _searcher = new SearchReader(database.Searcher, time);
        _searching = new WorkThread<LogSearch>("log-search", Search);
        foreach (var stream in _streams.Values.Where(stream => !stream.IsStaging))
        {
            if (stream.Indexed < stream.Head) _writer.Unindexed.Add(stream);
        }
        _fill.Committed();
        // What a server was bringing in when it was killed.
        foreach (var stream in _streams.Values.Where(stream => stream.IsStaging)) _ = DropAsync(stream);
    }

    public IReadOnlyCollection<LogStream> Streams => [.. _streams.Values];

    /// <summary>A log that ends with the process.</summary>
    public static SqliteEventLog InMemory(TimeProvider time, ILogger logger, ILogObserver? observer = null) =>
        new(SqliteDatabase.InMemory(), time, logger, observer);

    /// <summary>
    /// The log of a folder. A damaged file is reported, kept aside under another name, and a new one begun.
    /// </summary>
    /// <exception cref="LogException">The file is from a newer version, not a log, or can't be
    /// opened.</exception>
    public static SqliteEventLog InFolder(
        DataFolder folder, TimeProvider time, ILogger logger, ILogObserver? observer = null)
    {
        var database = SqliteDatabase.InFolder(folder, time, logger);
        try
        {
            return new SqliteEventLog(database, time, logger, observer);
        }
        catch (SqliteException e)
        {
            database.Dispose();
            throw new LogException($"The log {folder.DatabasePath} can't be read: {e.Message}", e);
        }
    }

    public async Task<string?> CheckAsync()
    {
        var probe = new LogProbe();
        if (!_health.TakeProbe() || !_writing.Post(probe)) return _health.Failure;
        try
        {
            await probe.Task.WaitAsync(ProbePatience, _time).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogException or TimeoutException)
        {
            // It goes on failing.
        }
        return _health.Failure;
    }

    public LogStream Open(string name) =>
        _streams.TryGetValue(name, out var stream) ? stream : new LogStream(name, NewEpoch());

    public Task<IReadOnlyList<Appended>> AppendAsync(LogStream stream, IReadOnlyList<Draft> batch)
    {
        var append = new LogAppend(stream, batch);
        if (!_writing.Post(append)) append.Fail(Closed());
        return append.Task;
    }

    public async Task<int> PurgeAsync(LogStream stream, long unixMilliseconds)
    {
        for (var all = 0; ;)
        {
            var purge = new LogPurge(stream, unixMilliseconds);
            if (!_writing.Post(purge)) purge.Fail(Closed());
            var (count, more) = await purge.Task.ConfigureAwait(false);
            all += count;
            if (!more) return all;
        }
    }

    public LogStream OpenStaging() => new(LogStream.StagingMark + NewEpoch(), NewEpoch());

    public Task<int?> RestoreAsync(LogStream staging, IReadOnlyList<RoomEvent> events) =>
        ChangeAsync(writer => writer.Restore(staging, events), events.Count);

    public async Task<bool> AdoptAsync(LogStream stream, LogStream staging)
    {
        var isDone = await ChangeAsync(writer => writer.Adopt(stream, staging), events: 1)
            .ConfigureAwait(false);
        if (isDone) _streams.TryRemove(staging.Name, out _);
        return isDone;
    }

    public async Task DropAsync(LogStream staging)
    {
        while (await ChangeAsync(writer => writer.Drop(staging), events: 1).ConfigureAwait(false))
        {
        }
        _streams.TryRemove(staging.Name, out _);
    }

    public Task<EventPage> ReadAsync(LogStream stream, PageRequest request) =>
        AskAsync(stream, EmptyPage, reader => reader.Read(stream, request));

    public Task<EventPage> FindAsync(LogStream stream, IReadOnlyList<long> seqs, int limitBytes) =>
        AskAsync(stream, EmptyPage, reader => reader.Find(stream, seqs, limitBytes));

    public Task<RoomEvent?> FindAsync(LogStream stream, string personId, string id) =>
        AskAsync(stream, NoEvent, reader => reader.Find(stream, personId, id));

    public async Task<SearchPage> SearchAsync(SearchRequest request)
    {
        if (Interlocked.Increment(ref _searches) > MostSearches)
        {
            Interlocked.Decrement(ref _searches);
            throw new LogException("Too many search at once; ask again later.");
        }
        try
        {
            return await AskAsync(new LogSearch(request)).ConfigureAwait(false);
        }
        catch (LogException e) when (e.InnerException is DamagedIndexException)
        {
            // Without an index all is found as well, more slowly.
            await RenewIndexAsync(e).ConfigureAwait(false);
            return await AskAsync(new LogSearch(request)).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _searches);
        }
    }

    public Task<IReadOnlyList<RoomEvent>> RulesAsync(LogStream stream) =>
        AskAsync(stream, NoEvents, reader => reader.Rules(stream));

    public Task<IReadOnlySet<string>> FilesAsync() => AskAsync("all files", reader => reader.Files());

    /// <summary>Has all that is in the log taken into the index of the search, at once.</summary>
    internal async Task IndexAllAsync()
    {
        while (true)
        {
            var fill = new LogFill();
            if (!_writing.Post(fill)) fill.Fail(Closed());
            if (await fill.Task.ConfigureAwait(false)) return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, true)) return;
        await Task.Run(() =>
        {
            _fill.Dispose();
            _writing.Dispose();
            _searching.Dispose();
            _reading.Dispose();
            _checkpointer?.Dispose();
            _searcher.Dispose();
            _writer.Dispose();
            _reader.Dispose();
            _database.Dispose();
        }).ConfigureAwait(false);
    }

    private Task<TResult> ChangeAsync<TResult>(Func<EventWriter, TResult> change, int events)
    {
        var write = new LogChange<TResult>(change, events);
        if (!_writing.Post(write)) write.Fail(Closed());
        return write.Task;
    }

    private static string NewEpoch() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    private static LogException Closed() => new("The log is closed.");

    // Nothing has ever been in the stream: a crowd that comes to a new room needn't queue for that.
    private Task<TResult> AskAsync<TResult>(
        LogStream stream, Task<TResult> ofNothing, Func<EventReader, TResult> question) =>
        stream.Head == 0 ? ofNothing : AskAsync(stream.Name, question);

    private Task<TResult> AskAsync<TResult>(string about, Func<EventReader, TResult> question)
    {
        var read = new LogRead<TResult>(about, question);
        if (!_reading.Post(read)) read.Fail(Closed());
        return read.Task;
    }

    private Task<SearchPage> AskAsync(LogSearch search)
    {
        if (!_searching.Post(search)) search.Fail(Closed());
        return search.Task;
    }

    private Task RenewIndexAsync(Exception why)
    {
        var renewal = new LogRenewal(why);
        if (!_writing.Post(renewal)) renewal.Fail(Closed());
        return renewal.Task;
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
            _health.Failed(e);
            _observer?.OnCommit(_time.GetElapsedTime(begun), hasFailed: true);
            // That a probe found what is known already is no news.
            if (writes is not [LogProbe])
                _logger.Error(e, "The log could not write {Writes} batches; they are refused", writes.Count);
            foreach (var write in writes) write.Fail(e);
            return;
        }
        _observer?.OnCommit(_time.GetElapsedTime(begun), hasFailed: false);
        if (_writer.HasWritten && _health.Failure is not null)
        {
            _health.Succeeded();
            _logger.Information("The log can be written again");
        }
        var events = 0;
        foreach (var write in writes) events += write.Succeed();
        _checkpointer?.Committed(events, _writer.HasErased);
        _fill.Committed();
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

    private void Search(IReadOnlyList<LogSearch> searches)
    {
        foreach (var search in searches)
        {
            if (_isClosed)
            {
                search.Fail(Closed()); // a stop waits for none of them
                continue;
            }
            try
            {
                search.Apply(_searcher);
            }
            catch (Exception e)
            {
                if (e is not DamagedIndexException) _logger.Error(e, "The log could not search");
                search.Fail(e);
            }
        }
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

    private void Read(IReadOnlyList<ILogRead> reads)
    {
        foreach (var read in reads)
        {
            try
            {
                read.Apply(_reader);
            }
            catch (Exception e)
            {
                _logger.Error(e, "The log could not read from {Stream}", read.About);
                read.Fail(e);
            }
        }
    }
}
