using System.Collections.Concurrent;
using ChatServer.Protocol;
using ChatServer.Transport;
using Serilog;

namespace ChatServer.Endpoints;

/// <summary>
/// The one place where all WebSockets come to; it hands each to the endpoint that its path names.
/// </summary>
public sealed class WebSocketListener(
    EndpointTable endpoints, Heartbeat heartbeat, TimeProvider time, ILogger logger)
    : IWebSocketHandler
{
    private readonly ConcurrentDictionary<Session, byte> _sessions = [];
    private volatile bool _isStopping;
    private long _slowCloses;

    /// <summary>WebSockets open now, and what stands in for them.</summary>
    public int Count => _sessions.Count;

    /// <summary>Bytes that wait for slow readers now, of all together.</summary>
    public long WaitingBytes => _sessions.Sum(session => (long)session.Key.WaitingBytes);

    /// <summary>WebSockets closed with 4001 since the start; counted when they have ended.</summary>
    public long SlowCloses => Interlocked.Read(ref _slowCloses);

    public WebSocketRoute? Find(string path) => endpoints.Match(path) is { } match
        ? new WebSocketRoute(
            match.IsWebSocketOnly, match.Settings, (connection, query) => Serve(connection, match, query))
        : null;

    /// <summary>Tells everybody to come back.</summary>
    public void CloseAll()
    {
        _isStopping = true;
        foreach (var (session, _) in _sessions) session.Close(CloseCode.GoingAway, "the server is stopping");
    }

    /// <summary>Drops those who haven't gone.</summary>
    public void AbortAll()
    {
        foreach (var (session, _) in _sessions) session.Abort();
    }

    private Func<Task> Serve(IMessageConnection connection, EndpointMatch match, string query)
    {
        var (endpoint, session) = (match.Endpoint, new Session(connection, match.Values, query));
        return () => RunAsync(connection, endpoint, session);
    }

    private async Task RunAsync(IMessageConnection connection, IEndpoint endpoint, Session session)
    {
        _sessions.TryAdd(session, 0);
        if (connection is WebSocketConnection added) heartbeat.Add(added);
        if (_isStopping) session.Close(CloseCode.GoingAway, "the server is stopping");
        var reading = session.ReadAsync();
        var (code, reason) = (CloseCode.Normal, "");
        try
        {
            await endpoint.RunAsync(session).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.Error(e, "{Endpoint} failed", endpoint.GetType().Name);
            (code, reason) = (CloseCode.InternalError, "a fault of the server");
        }
        await session.EndAsync(reading, code, reason, time).ConfigureAwait(false);
        if (session.IsTooSlow) Interlocked.Increment(ref _slowCloses);
        if (connection is WebSocketConnection removed) heartbeat.Remove(removed);
        _sessions.TryRemove(session, out _);
    }
}
