using System.Collections.Concurrent;
using System.Globalization;

namespace ChatServer.Transport;

/// <summary>
/// Requests that the relay has passed on, and whether their clients are still there, which the listener
/// behind it can't see by itself. Any thread may call it.
/// </summary>
public sealed class OpenRequests
{
    private readonly ConcurrentDictionary<string, CancellationToken> _open = [];
    private long _last;

    /// <param name="ended">Cancelled when the client has left, or has its answer.</param>
    /// <returns>What names the request until it is closed.</returns>
    public string Open(CancellationToken ended)
    {
        var id = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        _open[id] = ended;
        return id;
    }

    public void Close(string id) => _open.TryRemove(id, out _);

    /// <summary>Cancelled when the client of a request has left; one that isn't open any more has.</summary>
    public CancellationToken Ended(string? id) =>
        id is not null && _open.TryGetValue(id, out var ended)
            ? ended
            : new CancellationToken(canceled: true);
}
