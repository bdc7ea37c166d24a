using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ChatServer.Tests.Browser;

/// <summary>What stands between pages and the server, as networks have it.</summary>
internal abstract class TestProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly int _port;

    /// <param name="port">Where the server listens.</param>
    protected TestProxy(int port)
    {
        _port = port;
        _listener.Start();
        _serving.Add(AcceptAsync());
    }

    /// <summary>Cancelled at the end of the test.</summary>
    protected CancellationToken Ending => _ending.Token;

    public Uri Uri(string path) => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}");

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await Task.WhenAll(_serving);
        _ending.Dispose();
    }

    /// <summary>Serves one connection of a page; what is thrown when either side hangs up is none of its concern.</summary>
    protected abstract Task ServeAsync(NetworkStream page);

    protected async Task<TcpClient> ConnectAsync()
    {
        var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _port, Ending);
        return server;
    }

    /// <summary>Waits for the end of what is passed on, whoever makes it.</summary>
    protected static async Task UntilHungUpAsync(Task passing)
    {
        try
        {
            await passing;
        }
        catch (Exception e) when (IsEnd(e))
        {
            // Somebody has hung up.
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(Ending)));
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var page = client;
        await UntilHungUpAsync(ServeAsync(page.GetStream()));
    }

    private static bool IsEnd(Exception e) =>
        e is IOException or SocketException or OperationCanceledException or ObjectDisposedException;
}
