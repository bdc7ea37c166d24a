using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatServer.Tests.Browser;

/// <summary>
/// A proxy as some networks have them: it lets no WebSocket through, and perhaps gathers what is streamed until its end,
/// which never comes.
/// </summary>
internal sealed class BlockingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly int _port;
    private int _upgrades;
    private int _streams;
    private int _polls;

    private BlockingProxy(int port) => _port = port;

    /// <summary>Whether an upgrade is refused; else it is left without an answer.</summary>
    public bool RefusesUpgrades { get; init; }

    /// <summary>Whether nothing of a stream goes through.</summary>
    public bool HoldsStreams { get; init; }

    /// <summary>How often a page wanted a WebSocket, a stream, or a poll.</summary>
    public (int Upgrades, int Streams, int Polls) Seen => (Volatile.Read(ref _upgrades), Volatile.Read(ref _streams), Volatile.Read(ref _polls));

    public static BlockingProxy Before(int port, bool refusesUpgrades, bool holdsStreams)
    {
        var proxy = new BlockingProxy(port) { RefusesUpgrades = refusesUpgrades, HoldsStreams = holdsStreams };
        proxy._listener.Start();
        proxy._serving.Add(proxy.AcceptAsync());
        return proxy;
    }

    public Uri Uri(string path) => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}");

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await Task.WhenAll(_serving);
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var page = client;
        try
        {
            var buffer = new byte[64 * 1024];
            var length = await page.GetStream().ReadAsync(buffer, _ending.Token);
            var head = Encoding.Latin1.GetString(buffer, 0, length);
            if (head.Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
            {
                Interlocked.Increment(ref _upgrades);
                if (RefusesUpgrades) await page.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _ending.Token);
                else await page.GetStream().CopyToAsync(Stream.Null, _ending.Token);
                return;
            }
            var isStream = head.StartsWith("GET /api/connections/stream ", StringComparison.Ordinal);
            if (isStream) Interlocked.Increment(ref _streams);
            else if (head.StartsWith("GET /api/connections/", StringComparison.Ordinal)) Interlocked.Increment(ref _polls);
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, _port, _ending.Token);
            await server.GetStream().WriteAsync(buffer.AsMemory(0, length), _ending.Token);
            var up = PassAsync(page, server);
            await (isStream && HoldsStreams ? up : Task.WhenAny(up, PassAsync(server, page)));
        }
        catch (Exception e) when (IsEnd(e))
        {
            // Somebody has hung up.
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream(), _ending.Token);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // Somebody has hung up.
        }
    }

    private static bool IsEnd(Exception e) => e is IOException or SocketException or OperationCanceledException or ObjectDisposedException;
}
