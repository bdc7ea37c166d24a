using System.Collections.Concurrent;

namespace ChatServer.Transport;

/// <summary>
/// Keeps all WebSockets alive with one timer: pings each every 25 s, and drops one whose peer has been silent
/// for 60 s. An engine's own keep-alive takes a timer a connection, and would take a peer that we don't read,
/// because its inbox is full, for a silent one.
/// </summary>
public sealed class Heartbeat : IDisposable
{
    /// <summary>
    /// Between two pings. Proxies and home routers drop what is idle for 60 s, some for 30 s.
    /// </summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(25);

    /// <summary>Silence after which a peer is gone: two pings and some seconds for the pong.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ConcurrentDictionary<WebSocketConnection, byte> _connections = [];

    public Heartbeat(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Beat(), null, Tick, Tick);
    }

    public void Add(WebSocketConnection connection)
    {
        connection.LastPing = _time.GetTimestamp();
        _connections.TryAdd(connection, 0);
    }

    public void Remove(WebSocketConnection connection) => _connections.TryRemove(connection, out _);

    public void Dispose() => _timer.Dispose();

    private void Beat()
    {
        var now = _time.GetTimestamp();
        foreach (var (connection, _) in _connections) Beat(connection, now);
    }

    private bool IsSilent(WebSocketConnection connection, long now) =>
        connection.SilentSince is { } since && _time.GetElapsedTime(since, now) >= SilenceLimit;

    // A peer that takes nothing of what it asked for isn't read either, so it can't be told by its silence.
    private bool IsStuck(WebSocketConnection connection, long now)
    {
        if (connection.Progress is not { } progress)
        {
            connection.Stuck = null;
            return false;
        }
        if (connection.Stuck is { } stuck && stuck.Progress == progress)
            return _time.GetElapsedTime(stuck.Since, now) >= SilenceLimit;
        connection.Stuck = (progress, now);
        return false;
    }

    private void Beat(WebSocketConnection connection, long now)
    {
        if (connection.IsClosing)
        {
            // A peer too slow to read is too slow to read the close as well.
            connection.ClosingSince ??= now;
            if (_time.GetElapsedTime(connection.ClosingSince.Value, now) >= WebSocketConnection.CloseTimeout)
                connection.Abort();
        }
        else if (IsSilent(connection, now) || IsStuck(connection, now))
        {
            connection.Abort();
        }
        else if (_time.GetElapsedTime(connection.LastPing, now) >= PingInterval)
        {
            connection.LastPing = now;
            connection.Broadcast(Frame.Ping);
        }
    }
}
