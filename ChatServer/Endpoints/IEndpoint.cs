namespace ChatServer.Endpoints;

/// <summary>
/// What happens on a WebSocket that was opened at a path. One instance serves all connections.
/// </summary>
public interface IEndpoint
{
    /// <summary>
    /// Serves one session. When it returns, the connection is closed with 1000, if it isn't closed already.
    /// </summary>
    Task RunAsync(Session session);
}
