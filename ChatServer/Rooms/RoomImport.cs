using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Events of an export on their way into a room that has none. They gather in a stream of their own, so
/// that nobody sees any before all are there; then the room gets all of them in one instant, or none.
/// </summary>
public sealed class RoomImport : IAsyncDisposable
{
    private const int BatchEvents = 2_000;
    private const int BatchBytes = 1 << 20;

    private readonly IEventLog _log;
    private readonly LogStream _staging;
    private readonly EventRules _rules;
    private readonly Func<LogStream, Task<bool>> _adopt;
    private readonly List<RoomEvent> _batch = [];
    private int _batchBytes;
    private long _lastSeq;
    private EventSecret? _unknownPassword;

    internal RoomImport(IEventLog log, HouseLimits limits, Func<LogStream, Task<bool>> adopt)
    {
        _log = log;
        _staging = log.OpenStaging();
        _rules = new EventRules(limits);
        _adopt = adopt;
    }

    /// <summary>How many events were added.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the next event.</summary>
    /// <returns><c>null</c> if it can be; else what is wrong with it, or with one shortly before
    /// it.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<string?> AddAsync(RoomEvent e)
    {
        if (_rules.Check(e) is { } problem) return problem;
        if (e.Seq <= _lastSeq) return $"seq {e.Seq} comes after {_lastSeq}";
        _lastSeq = e.Seq;
        Count++;
        e = Own(e);
        _batch.Add(e);
        _batchBytes += ProtocolJson.EncodedBytes(e);
        var isFull = _batch.Count >= BatchEvents || _batchBytes >= BatchBytes;
        return isFull ? await FlushAsync().ConfigureAwait(false) : null;
    }

    /// <summary>Gives the room all that was added.</summary>
    /// <returns><c>null</c> and whether it did: not so if something was said there meanwhile; or what is
    /// wrong with one of the last events.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    public async Task<(string? Problem, bool IsDone)> CompleteAsync() =>
        await FlushAsync().ConfigureAwait(false) is { } problem
            ? (problem, false)
            : (null, await _adopt(_staging).ConfigureAwait(false));

    /// <summary>Removes what the room didn't get.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _log.DropAsync(_staging).ConfigureAwait(false);
        }
        catch (LogException)
        {
            // Then it is removed when the log is opened next.
        }
    }

    private RoomEvent Own(RoomEvent e)
    {
        e = e with { Room = _staging.Name };
        // No export tells a password, or its hash: the room stays closed until a host sets another.
        if (e.Kind != ModerationAction.Password || e.On == false) return e;
        _unknownPassword ??= new EventSecret { Hash = RoomPassword.Hash(Token.New().Text) };
        return e with { Secret = _unknownPassword };
    }

    private async Task<string?> FlushAsync()
    {
        if (_batch.Count == 0) return null;
        var twice = await _log.RestoreAsync(_staging, _batch).ConfigureAwait(false);
        var problem = twice is { } index
            ? $"the id or the key of seq {_batch[index].Seq} is there already, by the same person"
            : null;
        _batch.Clear();
        _batchBytes = 0;
        return problem;
    }
}
