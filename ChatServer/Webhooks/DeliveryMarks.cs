using System.Collections.Concurrent;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Webhooks;

/// <summary>
/// How far each webhook has been told. After a crash the last deliveries come a second time. Any thread may
/// call it.
/// </summary>
internal sealed class DeliveryMarks : IDisposable
{
    private readonly MarkLog _kept;
    private readonly ConcurrentDictionary<string, ReadPoint> _marks = [];

    private DeliveryMarks(MarkLog kept) => _kept = kept;

    /// <summary>Folds the marks from the log.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<DeliveryMarks> LoadAsync(IEventLog log, TimeProvider time, ILogger logger)
    {
        var marks = new DeliveryMarks(new MarkLog(log, ":deliveries", EventKind.Delivered, time, logger));
        await foreach (var (id, point) in marks._kept.ReadAsync().ConfigureAwait(false))
            marks._marks[id] = point;
        return marks;
    }

    /// <summary>How far a webhook has been told.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="epoch">The epoch of the room's numbers; if the room began anew, so does the
    /// webhook.</param>
    /// <returns>Number of an event; 0 before the first.</returns>
    public long Of(Webhook webhook, string epoch)
    {
        var mark = _marks.TryGetValue(webhook.Id, out var moved) ? moved : webhook.Start;
        return mark.Epoch == epoch ? mark.Seq : 0;
    }

    /// <summary>A webhook has been told so far.</summary>
    public void Move(Webhook webhook, ReadPoint to)
    {
        _marks[webhook.Id] = to;
        _kept.Move(webhook.Id, EventKind.Delivered, to);
    }

    /// <summary>Writes what isn't written yet: at the end.</summary>
    public Task FlushAsync() => _kept.FlushAsync();

    public void Dispose() => _kept.Dispose();
}
