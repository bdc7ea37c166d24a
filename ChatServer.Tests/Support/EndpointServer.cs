using System.Net;
using ChatServer.Endpoints;
using ChatServer.Transport;

namespace ChatServer.Tests.Support;

/// <summary>The door and the WebSocket side as in production, with a test's own endpoints behind them, and no pages.</summary>
internal sealed class EndpointServer : IAsyncDisposable
{
    /// <summary>Bytes that may wait for a slow reader.</summary>
    public const int OutboxBytes = 256 * 1024;

    private readonly FrontDoor _door;
    private readonly Heartbeat _heartbeat;
    private readonly WebSocketListener _listener;
    private readonly CollectingSink _sink = new();

    private EndpointServer(Func<EndpointTable, EndpointTable> fill, TimeProvider time)
    {
        var table = fill(new EndpointTable(new WebSocketSettings { MaxMessageBytes = 64 * 1024, OutboxBytes = OutboxBytes }));
        var logger = _sink.CreateLogger();
        _heartbeat = new Heartbeat(time);
        _listener = new WebSocketListener(table, _heartbeat, time, logger);
        var nowhere = new HttpRelay(new IPEndPoint(IPAddress.Loopback, 1), "", new OpenRequests(), time);
        _door = new FrontDoor(
            new IPEndPoint(IPAddress.Loopback, 0), new HostRules([], [], []), new ConnectionGate(10_000), _listener, nowhere, time, logger);
        _door.Open();
    }

    public int Port => _door.Port;

    public Uri WebSocketUri(string path) => new($"ws://127.0.0.1:{Port}{path}");

    public IReadOnlyList<string> Errors => _sink.Errors;

    public static EndpointServer Start(Func<EndpointTable, EndpointTable> fill, TimeProvider? time = null) =>
        new(fill, time ?? TimeProvider.System);

    /// <summary>A server with one endpoint, at <c>/</c>.</summary>
    public static EndpointServer Start(Func<Session, Task> run, TimeProvider? time = null) =>
        Start(table => table.Require("/", new Endpoint(run)), time);

    public async ValueTask DisposeAsync()
    {
        await _door.CloseAsync();
        _listener.AbortAll();
        await _door.WhenAllEndedAsync().WaitAsync(ChatPeer.Patience);
        await _door.DisposeAsync();
        _heartbeat.Dispose();
    }

    /// <summary>An endpoint that is what a test says.</summary>
    public sealed class Endpoint(Func<Session, Task> run) : IEndpoint
    {
        public Task RunAsync(Session session) => run(session);
    }
}
