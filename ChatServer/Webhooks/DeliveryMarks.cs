using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Webhooks;

/// <summary>
/// How far each webhook has been told, in a stream of the log with one event for each. What is new is written
/// every 2 s, for all together: after a crash the last deliveries come a second time. Any thread may call it.
/// </summary>
internal sealed class DeliveryMarks : IDisposable
{
    /// <summary>Not a room name, so no room can have it.</summary>
    private const string StreamName = ":deliveries";

    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(2);

    private readonly IEventLog _log;
    private readonly LogStream _stream;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _gate = new(); // guards everything below
    private readonly Dictionary<string, ReadPoint> _marks = [];
    private readonly HashSet<string> _unwritten = [];
    private ITimer? _timer; // not null while something waits to be written
    private bool _isClosed;

    private DeliveryMarks(IEventLog log, TimeProvider time, ILogger logger)
    {
        _log = log;
        _stream = log.Open(StreamName);
        _time = time;
        _logger = logger;
    }

    /// <summary>Folds the marks from the log.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<DeliveryMarks> LoadAsync(IEventLog log, TimeProvider time, ILogger logger)
    {
        var marks = new DeliveryMarks(log, time, logger);
        await foreach (var e in WholeStream.ReadAsync(log, marks._stream).ConfigureAwait(false))
        {
            if (ReadPoint.Parse(e.Text) is { } point) marks._marks[e.From.Id] = point;
        }
        return marks;
    }

    /// <summary>How far a webhook has been told.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="epoch">The epoch of the room's numbers; if the room began anew, so does the
    /// webhook.</param>
    /// <returns>Number of an event; 0 before the first.</returns>
    public long Of(Webhook webhook, string epoch)
    {
        lock (_gate)
        {
            var mark = _marks.TryGetValue(webhook.Id, out var moved) ? moved : webhook.Start;
            return mark.Epoch == epoch ? mark.Seq : 0;
        }
    }

    /// <summary>A webhook has been told so far.</summary>
    public void Move(Webhook webhook, ReadPoint to)
    {
        lock (_gate)
        {
            _marks[webhook.Id] = to;
            _unwritten.Add(webhook.Id);
            if (_isClosed) return;
            _timer ??= _time.CreateTimer(
                _ => _ = FlushAsync(), null, WriteInterval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Writes what isn't written yet: at the end.</summary>
    public async Task FlushAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            await WriteAsync(Unwritten()).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            // The log itself has said what is wrong. What is written next has these as well.
            _logger.Warning("How far webhooks have been told could not be written down: {Reason}", e.Message);
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

    private KeyValuePair<string, ReadPoint>[] Unwritten()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            return [.. _unwritten.Select(id => KeyValuePair.Create(id, _marks[id]))];
        }
    }

    private async Task WriteAsync(KeyValuePair<string, ReadPoint>[] marks)
    {
        if (marks.Length == 0) return;
        var drafts = marks.Select(mark => new Draft(
            EventKind.Delivered, new Sender(mark.Key, ""), Id: EventKind.Delivered, mark.Value.ToString())
        {
            Supersedes = true,
        });
        await _log.AppendAsync(_stream, [.. drafts]).ConfigureAwait(false);
        lock (_gate)
        {
            // Not those that have moved on meanwhile.
            foreach (var (id, point) in marks)
            {
                if (_marks[id] == point) _unwritten.Remove(id);
            }
        }
    }
}
