using ChatServer.Transport;

namespace ChatServer.Endpoints;

/// <summary>
/// Which endpoint is at which path. It reads from the top; <c>{name}</c> stands for one segment.
/// </summary>
/// <param name="defaults">Bounds of a connection, unless its line says otherwise.</param>
public sealed class EndpointTable(WebSocketSettings defaults)
{
    private readonly List<Line> _lines = [];

    private sealed record Line(
        PathPattern Pattern, IEndpoint Endpoint, bool IsWebSocketOnly, WebSocketSettings Settings);

    /// <summary>
    /// A path that takes a WebSocket and plain HTTP (dwebsocket's <c>accept_websocket</c>).
    /// </summary>
    public EndpointTable Accept(string pattern, IEndpoint endpoint) =>
        Add(pattern, endpoint, false, defaults);

    /// <summary>A path that takes only a WebSocket (dwebsocket's <c>require_websocket</c>).</summary>
    public EndpointTable Require(string pattern, IEndpoint endpoint) =>
        Add(pattern, endpoint, true, defaults);

    /// <summary>
    /// As <see cref="Require"/>, for an endpoint that takes messages of any length, in parts as they come.
    /// </summary>
    public EndpointTable RequireInParts(string pattern, IEndpoint endpoint) =>
        Add(pattern, endpoint, true, defaults with { InParts = true });

    /// <summary>The endpoint of a path, percent-decoded; <c>null</c> if none is there.</summary>
    public EndpointMatch? Match(string path)
    {
        var segments = path.Split('/');
        foreach (var line in _lines)
        {
            if (line.Pattern.Match(segments) is { } values)
                return new EndpointMatch(line.Endpoint, line.IsWebSocketOnly, line.Settings, values);
        }
        return null;
    }

    private EndpointTable Add(
        string pattern, IEndpoint endpoint, bool isWebSocketOnly, WebSocketSettings settings)
    {
        _lines.Add(new Line(new PathPattern(pattern), endpoint, isWebSocketOnly, settings));
        return this;
    }
}

/// <summary>A line of the table, and what the path's variable segments were.</summary>
public sealed record EndpointMatch(
    IEndpoint Endpoint, bool IsWebSocketOnly, WebSocketSettings Settings,
    IReadOnlyDictionary<string, string> Values);
