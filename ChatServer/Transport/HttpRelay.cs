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
/// <param name="time">The clock.</param>
public sealed class HttpRelay(IPEndPoint site, string key, TimeProvider time)
{
    /// <summary>
    /// How long a client may take nothing of an answer before it is dropped. Matches nginx's send_timeout.
    /// </summary>
    public static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Header with the key, a space, and the client's address.</summary>
    public const string ClientHeader = "X-ChatServer-Client";

    /// <summary>Header with the host as the client named it.</summary>
    public const string HostHeader = "X-ChatServer-Host";

    private const int BufferBytes = 16 * 1024;

    // Headers that are between two neighbours (RFC 9110 section 7.6.1), or that the door writes itself.
    private static readonly HashSet<string> NotPassedOn = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Upgrade", "TE", "Host", "Expect",
        ClientHeader, HostHeader,
    };

    /// <param name="client">The client; it stays open.</param>
    /// <param name="head">Its request.</param>
    /// <param name="early">What came of the body together with the head.</param>
    /// <param name="remote">Where the client is.</param>
    /// <param name="cancellationToken">Ends the relay.</param>
    public async Task PassAsync(
        ClientStream client, RequestHead head, ReadOnlyMemory<byte> early, IPAddress remote,
        CancellationToken cancellationToken)
    {
        using var socket = new Socket(site.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(site, cancellationToken).ConfigureAwait(false);
        await using var listener = new NetworkStream(socket, ownsSocket: false);

        await listener.WriteAsync(Rewrite(head, remote), cancellationToken).ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var body = CopyBodyAsync(client, head, early, listener, ending.Token);
        await CopyAnswerAsync(listener, client, ending.Token).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await body.ConfigureAwait(false);
    }

    private byte[] Rewrite(RequestHead head, IPAddress remote)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{head.Method} {head.Target} HTTP/1.1\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Host: {site}\r\nConnection: close\r\n");
        text.Append(
            CultureInfo.InvariantCulture, $"{ClientHeader}: {key} {remote}\r\n{HostHeader}: {head.Host}\r\n");
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
    // connection.
    private static async Task CopyBodyAsync(
        ClientStream client, RequestHead head, ReadOnlyMemory<byte> early, Stream listener,
        CancellationToken cancellationToken)
    {
        var isChunked = head.One("Transfer-Encoding") is not null;
        var left = isChunked
            ? long.MaxValue
            : long.Parse(head.One("Content-Length") ?? "0", CultureInfo.InvariantCulture);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (left > 0)
            {
                if (early.IsEmpty)
                {
                    await client.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
                    var read = await client.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                    early = buffer.AsMemory(0, read);
                    if (early.IsEmpty) return;
                }
                var part = early[..(int)Math.Min(early.Length, left)];
                await listener.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                left -= part.Length;
                early = default;
            }
        }
        catch (Exception e) when (ConnectionLost.Is(e))
        {
            // The answer came before the end of the body, or one side left.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task CopyAnswerAsync(
        Stream listener, ClientStream client, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await listener.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)
                is > 0 and var length)
            {
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
