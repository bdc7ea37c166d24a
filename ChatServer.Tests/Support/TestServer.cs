using System.Net;
using ChatServer.Rooms;

namespace ChatServer.Tests.Support;

/// <summary>The real server, composed as in production, on a free port of loopback and in memory or a temporary folder.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly ServerHost _host;
    private readonly CollectingSink _sink;
    private bool _isStopped;

    private TestServer(ServerHost host, CollectingSink sink)
    {
        _host = host;
        _sink = sink;
        Port = host.Port;
    }

    public ServerHost Host => _host;

    /// <summary>Where it listens, or did: a test may start the next server there.</summary>
    public int Port { get; }

    public Uri WebSocketUri(string path) => new($"ws://127.0.0.1:{Port}{path}");

    public Uri HttpUri(string path) => new($"http://127.0.0.1:{Port}{path}");

    /// <summary>What the server logged as Error or Fatal; empty in a healthy run.</summary>
    public IReadOnlyList<string> Errors => _sink.Errors;

    /// <summary>Everything that the server logged, each line with its level before it.</summary>
    public IReadOnlyList<string> Lines => _sink.Lines;

    public static async Task<TestServer> StartAsync(Func<Settings, Settings>? change = null, TimeProvider? time = null)
    {
        var settings = new Settings
        {
            EndPoint = new IPEndPoint(IPAddress.Loopback, 0),
            Rooms = ["lobby", "random"],
            DataPath = null,
            Limits = new HouseLimits(),
        };
        var sink = new CollectingSink();
        var host = await ServerHost.StartAsync(change?.Invoke(settings) ?? settings, time ?? TimeProvider.System, sink.CreateLogger());
        return new TestServer(host, sink);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isStopped) return;
        _isStopped = true;
        await _host.DisposeAsync();
    }
}
