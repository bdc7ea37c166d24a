using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ChatServer.Transport;
using Serilog;

namespace ChatServer.Site;

/// <summary>
/// The <see cref="HttpListener"/> behind the door, on loopback only: pages, and what programs ask. It answers
/// nobody who hasn't come through the door, which the relay proves with a key.
/// </summary>
public sealed class SiteListener : IDisposable
{
    private readonly HttpListener _listener;
    private readonly SiteHandler _handler;
    private readonly ILogger _logger;

    private SiteListener(HttpListener listener, IPEndPoint endPoint, SiteHandler handler, ILogger logger)
    {
        _listener = listener;
        EndPoint = endPoint;
        _handler = handler;
        _logger = logger;
    }

    /// <summary>Where it listens; any free port.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>What the relay shows.</summary>
    public string Key { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Takes a free port on loopback.</summary>
    public static SiteListener Start(SiteHandler handler, ILogger logger)
    {
        const int tries = 20;
        for (var i = 1; ; i++)
        {
            var endPoint = new IPEndPoint(IPAddress.Loopback, FreePort());
            var listener = new HttpListener { IgnoreWriteExceptions = true };
            listener.Prefixes.Add($"http://{endPoint}/");
            try
            {
                listener.Start();
            }
            catch (HttpListenerException) when (i < tries)
            {
                continue; // somebody took the port in between
            }
            var site = new SiteListener(listener, endPoint, handler, logger);
            _ = site.AcceptAsync();
            return site;
        }
    }

    // Nobody waits for the loop: HttpListener now and then forgets a waiting GetContextAsync when it is
    // closed (seen after load, .NET 10).
    public void Dispose() => _listener.Close();

    // HttpListener can't choose a free port itself.
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task AcceptAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync().ConfigureAwait(false);
                // On the pool: this continuation runs on the thread that reads sockets, which nothing may
                // hold up.
                ThreadPool.UnsafeQueueUserWorkItem(
                    static state => _ = state.Site.ServeAsync(state.Context), (Site: this, Context: context),
                    preferLocal: false);
            }
            catch (Exception e)
                when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (_listener.IsListening) _logger.Debug("A request could not be taken: {Error}", e.Message);
            }
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        try
        {
            // «key address», as the relay writes it.
            if (context.Request.Headers[HttpRelay.ClientHeader]?.Split(' ') is [var key, var address]
                && key == Key && IPAddress.TryParse(address, out var remote))
            {
                await _handler.ServeAsync(context, remote).ConfigureAwait(false);
                return;
            }
            context.Response.StatusCode = (int)HttpStatusCode.Forbidden;
            context.Response.Close();
        }
        catch (Exception e) when (IsOfClient(e))
        {
            _logger.Debug("A request ended early: {Error}", e.Message);
            GiveUp(context.Response);
        }
        catch (Exception e)
        {
            _logger.Error(e, "A request failed");
            GiveUp(context.Response);
        }
    }

    // An answer that was begun is cut off; without this one that wasn't would be «200 OK».
    private static void GiveUp(HttpListenerResponse response)
    {
        try
        {
            response.StatusCode = (int)HttpStatusCode.InternalServerError;
        }
        catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
        {
            // It was begun.
        }
        response.Abort();
    }

    private static bool IsOfClient(Exception e) =>
        e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException
            or OperationCanceledException;
}
