using System.Globalization;
using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// How far people have read, in a stream of the log with one event for each person and room. It never goes
/// back. What is new is written every 2 s, for all together. Any thread may call it.
/// </summary>
public sealed class ReadMarks : IDisposable
{
    /// <summary>Not a room name, so no room can have it.</summary>
    private const string StreamName = ":reads";

    /// <summary>Marks that are written together; messages wait as long.</summary>
    private const int BatchMarks = 256;

    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(2);

    /// <summary>A mark that hasn't moved for so long is forgotten at the next start.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(400);

    private readonly IEventLog _log;
    private readonly LogStream _stream;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _gate = new(); // guards everything below, and what people know of their marks
    private readonly Dictionary<(string PersonId, string Room), ReadPoint> _unwritten = [];
    private ITimer? _timer; // not null while something waits to be written
    private bool _isClosed;

    private ReadMarks(IEventLog log, TimeProvider time, ILogger logger)
    {
        _log = log;
        _stream = log.Open(StreamName);
        _time = time;
        _logger = logger;
    }

    /// <summary>Forgets the oldest marks; the others stay in the log until they are asked for.</summary>
    /// <exception cref="LogException">The log can't be written.</exception>
    public static async Task<ReadMarks> OpenAsync(IEventLog log, TimeProvider time, ILogger logger)
    {
        var marks = new ReadMarks(log, time, logger);
        var oldest = time.GetUtcNow() - MaxAge;
        await log.PurgeAsync(marks._stream, oldest.ToUnixTimeMilliseconds()).ConfigureAwait(false);
        return marks;
    }

    /// <summary>How far a person has read.</summary>
    /// <param name="person">The person.</param>
    /// <param name="room">Name of the room.</param>
    /// <param name="epoch">The epoch of the room's numbers; a mark of another one counts for nothing.</param>
    /// <returns>The number of the event; <c>null</c> if they never told.</returns>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async ValueTask<long?> FindAsync(Person person, string room, string epoch)
    {
        if (Known(person, room) is not { } point)
        {
            var kept = await _log.FindAsync(_stream, person.Id, room).ConfigureAwait(false);
            if (kept is null || ReadPoint.Parse(kept.Text) is not { } parsed) return null;
            lock (_gate)
            {
                // What another connection has told meanwhile is newer.
                point = Known(person, room) ?? parsed;
                (person.Reads ??= new(1))[room] = point;
            }
        }
        return point.Epoch == epoch ? point.Seq : null;
    }

    /// <summary>
    /// A person has read so far. Their other connections are told, if it is further than before.
    /// </summary>
    /// <param name="person">The person.</param>
    /// <param name="room">Name of the room.</param>
    /// <param name="epoch">The epoch of the room's numbers.</param>
    /// <param name="seq">The number of an event that the room has.</param>
    /// <param name="by">The connection on which they did.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async ValueTask MarkAsync(Person person, string room, string epoch, long seq, IPersonListener by)
    {
        if (await FindAsync(person, room, epoch).ConfigureAwait(false) >= seq) return;
        var point = new ReadPoint(epoch, seq);
        lock (_gate)
        {
            // Two connections may have come here together.
            if (Known(person, room) is { } known && known.Epoch == epoch && known.Seq >= seq) return;
            (person.Reads ??= new(1))[room] = point;
            _unwritten[(person.Id, room)] = point;
            WriteSoon();
        }
        foreach (var connection in person.Connections) connection.OnRead(room, seq, by);
    }

    /// <summary>Writes what isn't written yet: at the end.</summary>
    public async Task FlushAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var batch in Unwritten().Chunk(BatchMarks)) await WriteAsync(batch).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            // The log itself has said what is wrong.
            _logger.Warning("How far people have read could not be written down: {Reason}", e.Message);
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

    private ReadPoint? Known(Person person, string room)
    {
        lock (_gate)
        {
            if (person.Reads?.TryGetValue(room, out var point) is true) return point;
            // They may have gone, and come back before it was written.
            return _unwritten.TryGetValue((person.Id, room), out point) ? point : null;
        }
    }

    private void WriteSoon()
    {
        if (_isClosed) return;
        _timer ??= _time.CreateTimer(_ => _ = FlushAsync(), null, WriteInterval, Timeout.InfiniteTimeSpan);
    }

    private KeyValuePair<(string PersonId, string Room), ReadPoint>[] Unwritten()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            return [.. _unwritten];
        }
    }

    private async Task WriteAsync(KeyValuePair<(string PersonId, string Room), ReadPoint>[] marks)
    {
        var drafts = marks.Select(mark => new Draft(
            EventKind.Read, new Sender(mark.Key.PersonId, ""), Id: mark.Key.Room, mark.Value.ToString())
        {
            Supersedes = true,
        });
        await _log.AppendAsync(_stream, [.. drafts]).ConfigureAwait(false);
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

/// <summary>A place in a room's log.</summary>
internal readonly record struct ReadPoint(string Epoch, long Seq)
{
    /// <summary>Reads what <see cref="ToString"/> wrote; <c>null</c> if it is something else.</summary>
    public static ReadPoint? Parse(string text) =>
        text.Split(' ') is [var epoch, var number]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? new ReadPoint(epoch, seq)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch} {Seq}");
}
