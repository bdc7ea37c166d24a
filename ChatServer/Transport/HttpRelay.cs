using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ChatServer.Transport;

/// <summary>
/// Passes one request on to the <see cref="HttpListener"/> behind the door, on loopback, and its answer back.
/// The head is written anew: one request a connection, the listener's own host name, and who the client is,
/// in a header that nobody else can set.
/// </summary>
/// <param name="site">Where the listener is.</param>
/// <param name="key">Proves to the listener that a request came through the door; random, made at
/// start.</param>
/// <param name="requests">Where the listener learns that a client has left.</param>
/// <param name="time">The clock.</param>
public sealed class HttpRelay(IPEndPoint site, string key, OpenRequests requests, TimeProvider time)
{
    /// <summary>
    /// How long a client may take for the next 16 KiB of an answer before it is dropped. As long as nginx's
    /// send_timeout.
    /// </summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long an answer may still take when the client has said that it sends no more: nearly always it has
    /// left, but some shut down their side and go on reading.
    /// </summary>
    public static readonly TimeSpan HalfCloseGrace = TimeSpan.FromSeconds(2);

    /// <summary>Header with what names the request in <see cref="OpenRequests"/>.</summary>
    public const string RequestHeader = "X-ChatServer-Request";

    /// <summary>Header with the key, a space, and the client's address.</summary>
    public const string ClientHeader = "X-ChatServer-Client";

    /// <summary>Header with the host as the client named it.</summary>
    public const string HostHeader = "X-ChatServer-Host";

    private const int BufferBytes = 16 * 1024;

    // A client that waits for it before it sends a body (RFC 9110 section 10.1.1) needn't.
    private static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    // Headers that are between two neighbours (RFC 9110 section 7.6.1), or that the door writes itself.
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Upgrade", "TE", "Host", "Expect",
        ClientHeader, HostHeader, RequestHeader,
    };

    /// <param name="client">The client; it stays open.</param>
    /// <param name="head">Its request.</param>
    /// <param name="early">What came of the body together with the head.</param>
    /// <param name="remote">Where the client is.</param>
    /// <param name="cancellationToken">Ends the relay.</param>
    /// <exception cref="RefusedException">The body isn't what the head says; nothing was
    /// answered.</exception>
    public async Task PassAsync(
        ClientStream client, RequestHead head, ReadOnlyMemory<byte> early, IPAddress remote,
        CancellationToken cancellationToken)
    {
        using var socket = new Socket(site.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(site, cancellationToken).ConfigureAwait(false);
        await using var listener = new NetworkStream(socket, ownsSocket: false);

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = requests.Open(ending.Token);
        var body = Task.CompletedTask;
        var hasAnswerBegun = false;
        try
        {
            await listener.WriteAsync(Rewrite(head, remote, request), ending.Token).ConfigureAwait(false);
            body = CopyBodyAsync(client, head, early, listener, ending);
            await CopyAnswerAsync(listener, client, () => hasAnswerBegun = true, ending.Token)
                .ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            requests.Close(request);
            try
            {
                await body.ConfigureAwait(false);
            }
            catch (RefusedException) when (hasAnswerBegun)
            {
                // One answer is all there is.
            }
        }
    }

    private byte[] Rewrite(RequestHead head, IPAddress remote, string request)
    {
        // HTTP/1.0 wherever it can be, so that an answer without a length ends with the connection: what the
        // listener puts around a chunk it writes synchronously, which holds a thread while a client is slow.
        var version = head.One("Transfer-Encoding") is null ? "1.0" : "1.1";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{head.Method} {head.Target} HTTP/{version}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Host: {site}\r\nConnection: close\r\n");
        text.Append(
            CultureInfo.InvariantCulture, $"{ClientHeader}: {key} {remote}\r\n{HostHeader}: {head.Host}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"{RequestHeader}: {request}\r\n");
        foreach (var (name, value) in head.Headers)
        {
            if (!NotPassedOn.Contains(name))
                text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }
        // The listener refuses a POST that doesn't say that it has no body; a client needn't say so (RFC 9112
        // section 6.3).
        if (head.One("Content-Length") is null && head.One("Transfer-Encoding") is null)
            text.Append("Content-Length: 0\r\n");
        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    // Only as much as the head announced: what follows would be a second request, and there is none on this
    // connection. Then it waits for the client to leave.
    private async Task CopyBodyAsync(
        ClientStream client, RequestHead head, ReadOnlyMemory<byte> early, Stream listener,
        CancellationTokenSource ending)
    {
        var length = BodyLength.Of(head);
        try
        {
            if (!length.IsOver && early.IsEmpty && head.HasToken("Expect", "100-continue"))
                await client.WriteAsync(Continue, ending.Token).ConfigureAwait(false);
            if (await CopyAsync(client, early, listener, length, ending.Token).ConfigureAwait(false))
                await WaitForEndAsync(client, ending.Token).ConfigureAwait(false);
            await Task.Delay(HalfCloseGrace, time, ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectionLost.Is(e))
        {
            // The answer came before the end of the body, or one side left.
        }
        catch (RefusedException)
        {
            await ending.CancelAsync().ConfigureAwait(false);
            throw;
        }
        await ending.CancelAsync().ConfigureAwait(false);
    }

    /// <returns>False if the client sends no more.</returns>
    private static async Task<bool> CopyAsync(
        ClientStream client, ReadOnlyMemory<byte> early, Stream listener, BodyLength length,
        CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (!length.IsOver)
            {
                if (early.IsEmpty)
                {
                    await client.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
                    var read = await client.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                    early = buffer.AsMemory(0, read);
                    if (early.IsEmpty) return false;
                }
                var part = early[..length.Take(early.Span)];
                if (!await TryWriteAsync(listener, part, cancellationToken).ConfigureAwait(false))
                    return true;
                early = default;
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A listener that has answered takes no more of the body; the answer is on its way.
    private static async Task<bool> TryWriteAsync(
        Stream listener, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        try
        {
            await listener.WriteAsync(part, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // What comes meanwhile is nobody's.
    private static async Task WaitForEndAsync(ClientStream client, CancellationToken cancellationToken)
    {
        int read;
        do
        {
            await client.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
            var discard = ArrayPool<byte>.Shared.Rent(BufferBytes);
            read = await client.ReadAsync(discard, cancellationToken).ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(discard);
        }
        while (read > 0);
    }

    private async Task CopyAnswerAsync(
        Stream listener, ClientStream client, Action begun, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await listener.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)
                is > 0 and var length)
            {
                begun();
                using var timeout = new CancellationTokenSource(SendTimeout, time);
                using var either =
                    CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
                await client.WriteAsync(buffer.AsMemory(0, length), either.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
