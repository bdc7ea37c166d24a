using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ChatServer.Transport;

namespace ChatServer.Site.Api;

/// <summary>
/// Connections that stand in for WebSockets, by what names them: a secret, since whoever has it speaks there.
/// Any thread may call it.
/// </summary>
/// <param name="sockets">What is behind the door for WebSockets.</param>
/// <param name="gate">How many there may be.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpConnections(IWebSocketHandler sockets, ConnectionGate gate, TimeProvider time)
{
    /// <summary>The endpoint that they speak to.</summary>
    private const string Path = "/ws";

    private const int IdBytes = 16;

    private readonly ConcurrentDictionary<string, PolledConnection> _open = [];

    /// <summary>Opens one.</summary>
    /// <param name="exchange">Who asks for it.</param>
    /// <param name="isPolled">Whether it ends when nobody polls it; else when it is closed.</param>
    /// <returns><c>null</c> if there are too many.</returns>
    public (string Id, PolledConnection Connection)? Open(Exchange exchange, bool isPolled)
    {
        if (!gate.TryEnter(exchange.Remote)) return null;
        var route = sockets.Find(Path)!;
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        var connection = new HttpConnection(exchange.Remote, route.Settings, time);
        var polled = new PolledConnection(connection, isPolled, time);
        _open[id] = polled;
        _ = ServeAsync(route.Serve(connection, ""), id, polled);
        return (id, polled);
    }

    /// <summary>One that is open.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out PolledConnection? connection) =>
        _open.TryGetValue(id, out connection);

    // Serving does not throw.
    private async Task ServeAsync(Func<Task> serve, string id, PolledConnection polled)
    {
        await Task.Yield();
        await serve().ConfigureAwait(false);
        _open.TryRemove(id, out _);
        polled.Dispose();
        gate.Leave(polled.Connection.Remote);
    }
}
