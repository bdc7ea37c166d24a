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
    private readonly ConcurrentDictionary<string, LogStream> _streams;
    private readonly EventReader _reader;
    private readonly WorkThread<ILogRead> _reading;
    private readonly CommitThread _commits;
    private readonly SearchReader _searcher;
    private readonly SearchThread _searches;
    private bool _isClosed;

    private SqliteEventLog(SqliteDatabase database, TimeProvider time, ILogger logger, ILogObserver? observer)
    {
        _database = database;
        _time = time;
        _logger = logger;
        _streams = new(EventReader.Streams(database.Reader).Select(s => KeyValuePair.Create(s.Name, s)));
        _reader = new EventReader(database.Reader);
        _commits = new CommitThread(database, _streams, time, logger, observer);
        _searcher = new SearchReader(database.Searcher, time);
        _searches = new SearchThread(_searcher, logger);
        _reading = new WorkThread<ILogRead>("log-read", Read);
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
        if (!_commits.Health.TakeProbe()) return _commits.Health.Failure;
        var probe = new LogProbe();
        _commits.Post(probe);
        try
        {
            await probe.Task.WaitAsync(ProbePatience, _time).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogException or TimeoutException)
        {
            // It goes on failing.
        }
        return _commits.Health.Failure;
    }

    public LogStream Open(string name) =>
        _streams.TryGetValue(name, out var stream) ? stream : new LogStream(name, NewEpoch());

    public Task<IReadOnlyList<Appended>> AppendAsync(LogStream stream, IReadOnlyList<Draft> batch)
    {
        var append = new LogAppend(stream, batch);
        _commits.Post(append);
        return append.Task;
    }

    public async Task<int> PurgeAsync(LogStream stream, long unixMilliseconds)
    {
        for (var all = 0; ;)
        {
            var purge = new LogPurge(stream, unixMilliseconds);
            _commits.Post(purge);
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
        try
        {
            return await _searches.SearchAsync(request).ConfigureAwait(false);
        }
        catch (LogException e) when (e.InnerException is DamagedIndexException)
        {
            // Without an index all is found as well, more slowly.
            var renewal = new LogRenewal(e);
            _commits.Post(renewal);
            await renewal.Task.ConfigureAwait(false);
            return await _searches.SearchAsync(request).ConfigureAwait(false);
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
            _commits.Post(fill);
            if (await fill.Task.ConfigureAwait(false)) return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, true)) return;
        await Task.Run(() =>
        {
            // First all threads, as they may share a connection; the last checkpoint finds nobody who reads.
            _searches.Dispose();
            _reading.Dispose();
            _commits.Dispose();
            _searcher.Dispose();
            _reader.Dispose();
            _database.Dispose();
        }).ConfigureAwait(false);
    }

    private Task<TResult> ChangeAsync<TResult>(Func<EventWriter, TResult> change, int events)
    {
        var write = new LogChange<TResult>(change, events);
        _commits.Post(write);
        return write.Task;
    }

    private static string NewEpoch() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    // Nothing has ever been in the stream: a crowd that comes to a new room needn't queue for that.
    private Task<TResult> AskAsync<TResult>(
        LogStream stream, Task<TResult> ofNothing, Func<EventReader, TResult> question) =>
        stream.Head == 0 ? ofNothing : AskAsync(stream.Name, question);

    private Task<TResult> AskAsync<TResult>(string about, Func<EventReader, TResult> question)
    {
        var read = new LogRead<TResult>(about, question);
        if (!_reading.Post(read)) read.Fail(LogException.Closed());
        return read.Task;
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
