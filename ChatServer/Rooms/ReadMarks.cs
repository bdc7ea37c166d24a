using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>How far people have read, in each room; it never goes back. Any thread may call it.</summary>
public sealed class ReadMarks : IDisposable
{
    /// <summary>A mark that hasn't moved for so long is forgotten at the next start.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(400);

    private readonly MarkLog _kept;
    private readonly Lock _gate = new(); // guards what people know of their marks

    private ReadMarks(MarkLog kept) => _kept = kept;

    /// <summary>Forgets the oldest marks; the others stay in the log until they are asked for.</summary>
    /// <exception cref="LogException">The log can't be written.</exception>
    public static async Task<ReadMarks> OpenAsync(IEventLog log, TimeProvider time, ILogger logger)
    {
        var marks = new ReadMarks(new MarkLog(log, ":reads", EventKind.Read, time, logger));
        await marks._kept.PurgeAsync(time.GetUtcNow() - MaxAge).ConfigureAwait(false);
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
            if (await _kept.FindAsync(person.Id, room).ConfigureAwait(false) is not { } kept) return null;
            lock (_gate)
            {
                // What another connection has told meanwhile is newer.
                point = Known(person, room) ?? kept;
                (person.Reads ??= new(1))[room] = point;
            }
        }
        return point.Epoch == epoch ? point.Seq : null;
    }

    /// <summary>The same of somebody who needn't be here.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async ValueTask<long?> FindAsync(string personId, string room, string epoch) =>
        await _kept.FindAsync(personId, room).ConfigureAwait(false) is { } point && point.Epoch == epoch
            ? point.Seq
            : null;

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
            _kept.Move(person.Id, room, point);
        }
        foreach (var connection in person.Connections) connection.OnRead(room, seq, by);
    }

    /// <summary>Writes what isn't written yet: at the end.</summary>
    public Task FlushAsync() => _kept.FlushAsync();

    public void Dispose() => _kept.Dispose();

    private ReadPoint? Known(Person person, string room)
    {
        lock (_gate) return person.Reads?.TryGetValue(room, out var point) is true ? point : null;
    }
}
