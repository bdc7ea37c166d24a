namespace ChatServer.Transport;

/// <summary>What lies behind the door for those who want a WebSocket.</summary>
public interface IWebSocketHandler
{
    /// <summary>The WebSocket at a path, percent-decoded; <c>null</c> if there is none.</summary>
    WebSocketRoute? Find(string path);
}

/// <summary>A path at which a WebSocket can be opened.</summary>
/// <param name="IsWebSocketOnly">Whether plain HTTP is refused there with 426.</param>
/// <param name="Settings">The bounds of a connection there.</param>
/// <param name="Serve">Makes of a connection, and the query of its URL, what serves it until it ends, and
/// disposes it; that does not throw.</param>
public sealed record WebSocketRoute(
    bool IsWebSocketOnly, WebSocketSettings Settings,
    Func<IMessageConnection, string, Func<Task>> Serve);
