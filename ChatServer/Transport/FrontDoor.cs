using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Serilog;

namespace ChatServer.Transport;

/// <summary>
/// The one port. Reads one request head of each connection, checks it, and hands the connection on: to the
/// WebSocket side, or through the relay to the pages. One rule set guards both.
/// </summary>
public sealed class FrontDoor : IAsyncDisposable
{
    /// <summary>
    /// Time for a request head, from the first moment of the connection on. Half of Kestrel's, a third of
    /// nginx's.
    /// </summary>
    public static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Connections that the kernel keeps while the accept loop is busy.</summary>
    private const int Backlog = 4096;

    /// <summary>
    /// While so much work waits for a thread, nobody new is let in: a crowd at the door waits in the kernel's
    /// queue, and those who are in don't. At some 0.3 ms each that is 20 ms.
    /// </summary>
    private const int MaxPendingWork = 64;

    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// So many pauses, half a second, and the next one is let in however much work there is.
    /// </summary>
    private const int MaxBusyPauses = 100;

    /// <summary>After an accept that failed; file descriptors are given back one by one.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromMilliseconds(50);

    private readonly Socket _listener;
    private readonly HostRules _rules;
    private readonly ConnectionGate _gate;
    private readonly IWebSocketHandler _webSockets;
    private readonly HttpRelay _relay;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lingering _lingering;
    private readonly TaskCompletionSource _allEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Takes the port.</summary>
    /// <exception cref="SocketException">It is in use, or may not be used.</exception>
    public FrontDoor(
        IPEndPoint endPoint, HostRules rules, ConnectionGate gate, IWebSocketHandler webSockets,
        HttpRelay relay, TimeProvider time, ILogger logger)
    {
        _rules = rules;
        _gate = gate;
        _webSockets = webSockets;
        _relay = relay;
        _time = time;
        _logger = logger;
        _lingering = new Lingering(time, _stopping.Token);
        _listener = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // «::» takes IPv4 as well.
            if (endPoint.Address.Equals(IPAddress.IPv6Any)) _listener.DualMode = true;
            _listener.Bind(endPoint);
            _listener.Listen(Backlog);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
    }

    /// <summary>The port, also where any free one was asked for.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Connections open now.</summary>
    public int Connections => Volatile.Read(ref _open);

    /// <summary>Begins to accept.</summary>
    public void Open() => _accepting = AcceptAsync();

    /// <summary>Accepts nothing more, and ends requests for pages. WebSockets go on.</summary>
    public async Task CloseAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
    }

    /// <summary>Waits until every connection has ended; only after <see cref="CloseAsync"/>.</summary>
    public Task WhenAllEndedAsync()
    {
        if (Connections == 0) _allEnded.TrySetResult();
        return _allEnded.Task;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        await Task.Yield(); // off the caller's thread
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await WhileBusyAsync().ConfigureAwait(false);
                var socket = await _listener.AcceptAsync(_stopping.Token).ConfigureAwait(false);
                // With inline completions this is the thread that reads all sockets, and in a crowd the next
                // one is at hand already: what follows takes its turn among those who are in.
                await Task.Yield();
                _ = ServeAsync(socket);
            }
            catch (SocketException e) when (!_stopping.IsCancellationRequested)
            {
                // The peer left between SYN and accept, or file descriptors have run out: neither ends the
                // server.
                _logger.Warning("A connection could not be accepted: {Error}", e.SocketErrorCode);
                await Task.Delay(FailurePause, _time).ConfigureAwait(false);
            }
            catch (Exception e) when (ConnectionLost.Is(e))
            {
                return;
            }
        }
    }

    // By the real clock, since it waits for real threads.
    private async ValueTask WhileBusyAsync()
    {
        for (var i = 0; i < MaxBusyPauses && ThreadPool.PendingWorkItemCount > MaxPendingWork; i++)
            await Task.Delay(BusyPause, TimeProvider.System, _stopping.Token).ConfigureAwait(false);
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _open);
        IPAddress? entered = null;
        try
        {
            var remote = Address(socket);
            await using var client = new SocketStream(socket);
            if (!_gate.TryEnter(remote))
            {
                _logger.Warning("Refused a connection of {Remote}: too many are open", remote);
                await RefuseAsync(
                    client, new RefusedException(503, "Too many connections.", "Retry-After: 10\r\n"),
                    Lingering.CrowdedTime)
                    .ConfigureAwait(false);
                return;
            }
            entered = remote;
            // What isn't needed after the handshake, the head above all, isn't kept as long as the connection
            // lasts.
            if (await GreetAsync(client, remote).ConfigureAwait(false) is { } serveWebSocket)
                await serveWebSocket().ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectionLost.Is(e))
        {
            _logger.Debug("A connection was lost: {Error}", e.Message);
        }
        catch (Exception e)
        {
            _logger.Error(e, "A connection failed");
        }
        finally
        {
            if (entered is not null) _gate.Leave(entered);
            socket.Dispose();
            if (Interlocked.Decrement(ref _open) == 0 && _stopping.IsCancellationRequested)
                _allEnded.TrySetResult();
        }
    }

    /// <returns>What serves the WebSocket, if one was opened; <c>null</c> if the request has been
    /// answered.</returns>
    private async ValueTask<Func<Task>?> GreetAsync(ClientStream client, IPAddress remote)
    {
        try
        {
            if (await ReadHeadAsync(client).ConfigureAwait(false) is not var (head, early)) return null;
            _rules.CheckHost(head);
            if (head.WantsWebSocket) return OpenWebSocket(client, head, early, remote);
            await ServeHttpAsync(client, head, early, remote).ConfigureAwait(false);
        }
        catch (RefusedException e)
        {
            _logger.Debug("Refused {Remote} with {Status}: {Reason}", remote, e.Status, e.Message);
            await RefuseAsync(client, e, Lingering.Time).ConfigureAwait(false);
        }
        return null;
    }

    private async ValueTask<(RequestHead Head, byte[] Early)?> ReadHeadAsync(ClientStream client)
    {
        using var timeout = new CancellationTokenSource(HeadTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stopping.Token);
        try
        {
            return await RequestHeadReader.ReadAsync(client, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new RefusedException(
                408, $"The head of a request may take {HeadTimeout.TotalSeconds} seconds.");
        }
    }

    private Func<Task>? OpenWebSocket(ClientStream client, RequestHead head, byte[] early, IPAddress remote)
    {
        _rules.CheckOrigin(head);
        if (PercentEncoding.DecodeQuery(head.Query) is null)
            throw new RefusedException(400, "The query isn't percent-encoded UTF-8.");
        var route = _webSockets.Find(head.Path)
            ?? throw new RefusedException(404, "There is no WebSocket at this path.");
        var answer = Handshake.Accept(head);
        // The first bytes on a connection always find room in the kernel.
        if (client.TryWrite(answer) != answer.Length) return null;
        return route.Serve(new WebSocketConnection(client, early, remote, route.Settings, _time), head.Query);
    }

    private async Task ServeHttpAsync(ClientStream client, RequestHead head, byte[] early, IPAddress remote)
    {
        if (_webSockets.Find(head.Path) is { IsWebSocketOnly: true })
        {
            throw new RefusedException(
                426, "This path speaks WebSocket only.",
                "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n");
        }
        // A page of another site can send a form here, though it never sees the answer.
        if (head.Method is not ("GET" or "HEAD" or "OPTIONS")) _rules.CheckOrigin(head);
        await _relay.PassAsync(client, head, early, remote, _stopping.Token).ConfigureAwait(false);
        await _lingering.WaitAsync(client, Lingering.Time).ConfigureAwait(false);
    }

    private async Task RefuseAsync(ClientStream client, RefusedException refusal, TimeSpan lingerTime)
    {
        var body = Encoding.UTF8.GetBytes(refusal.Message + "\n");
        var connection = refusal.Headers.Contains("Upgrade:", StringComparison.Ordinal)
            ? "Upgrade, close"
            : "close";
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {refusal.Status} {ReasonPhrase(refusal.Status)}\r\n"
            + $"Content-Type: text/plain; charset=utf-8\r\nContent-Length: {body.Length}\r\n"
            + $"X-Content-Type-Options: nosniff\r\nConnection: {connection}\r\n{refusal.Headers}\r\n");
        // No await: a client that doesn't read its refusal doesn't get it.
        if (client.TryWrite([.. Encoding.ASCII.GetBytes(head), .. body]) > 0)
            await _lingering.WaitAsync(client, lingerTime).ConfigureAwait(false);
    }

    private static string ReasonPhrase(int status) => status switch
    {
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        421 => "Misdirected Request",
        426 => "Upgrade Required",
        431 => "Request Header Fields Too Large",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "no phrase for this status"),
    };

    private static IPAddress Address(Socket socket)
    {
        var address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }
}
