using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// Marks that move often, as they are kept: a stream of the log with one event for each person and id. What
/// is new is written every 2 s, for all together; a crash forgets it. Any thread may call it.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="streamName">Not a room name, so no room can have it.</param>
/// <param name="kind">One of <see cref="EventKind"/>.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told that they can't be written.</param>
internal sealed class MarkLog(
    IEventLog log, string streamName, string kind, TimeProvider time, ILogger logger) : IDisposable
{
    /// <summary>Marks that are written together; messages wait as long.</summary>
    private const int BatchMarks = 256;

    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(2);

    private readonly LogStream _stream = log.Open(streamName);
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _gate = new(); // guards everything below
    private readonly Dictionary<(string PersonId, string Id), ReadPoint> _unwritten = [];
    private ITimer? _timer; // not null while something waits to be written
    private bool _isClosed;

    /// <summary>Forgets those that haven't moved since.</summary>
    /// <exception cref="LogException">The log can't be written.</exception>
    public Task PurgeAsync(DateTimeOffset before) =>
        log.PurgeAsync(_stream, before.ToUnixTimeMilliseconds());

    /// <summary>All that are written.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async IAsyncEnumerable<(string PersonId, ReadPoint Point)> ReadAsync()
    {
        await foreach (var e in WholeStream.ReadAsync(log, _stream).ConfigureAwait(false))
        {
            if (ReadPoint.Parse(e.Text) is { } point) yield return (e.From.Id, point);
        }
    }

    /// <summary>One of them, written or not; <c>null</c> if there is none.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async ValueTask<ReadPoint?> FindAsync(string personId, string id)
    {
        lock (_gate)
        {
            if (_unwritten.TryGetValue((personId, id), out var point)) return point;
        }
        var kept = await log.FindAsync(_stream, personId, id).ConfigureAwait(false);
        return kept is null ? null : ReadPoint.Parse(kept.Text);
    }

    /// <summary>Has a mark written soon, in place of where it was.</summary>
    public void Move(string personId, string id, ReadPoint to)
    {
        lock (_gate)
        {
            _unwritten[(personId, id)] = to;
            WriteSoon();
        }
    }

    /// <summary>Writes what isn't written yet: at the end.</summary>
    public async Task FlushAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var batch in Unwritten().Chunk(BatchMarks))
                await WriteAsync(batch).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            // The log itself has said what is wrong.
            logger.Warning("Marks of the kind {Kind} could not be written down: {Reason}", kind, e.Message);
            lock (_gate) WriteSoon();
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _timer?.Dispose();
        }
    }

    private void WriteSoon()
    {
        if (_isClosed) return;
        _timer ??= time.CreateTimer(_ => _ = FlushAsync(), null, WriteInterval, Timeout.InfiniteTimeSpan);
    }

    private KeyValuePair<(string PersonId, string Id), ReadPoint>[] Unwritten()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            return [.. _unwritten];
        }
    }

    private async Task WriteAsync(KeyValuePair<(string PersonId, string Id), ReadPoint>[] marks)
    {
        var drafts = marks.Select(mark => new Draft(
            kind, new Sender(mark.Key.PersonId, ""), mark.Key.Id, mark.Value.ToString())
        {
            Supersedes = true,
        });
        await log.AppendAsync(_stream, [.. drafts]).ConfigureAwait(false);
        lock (_gate)
        {
            // Not those that have moved on meanwhile.
            foreach (var (key, point) in marks)
            {
                if (_unwritten[key] == point) _unwritten.Remove(key);
            }
        }
    }
}
