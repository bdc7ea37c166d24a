using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Text.Unicode;
using ChatServer.Protocol;

namespace ChatServer.Transport;

/// <summary>
/// One open WebSocket: the platform's engine reads and keeps the rules of RFC 6455; what is sent goes through
/// the outbox. One reader; any thread may send and close.
/// </summary>
public sealed class WebSocketConnection : IMessageConnection
{
    /// <summary>How long a peer may take to answer a close and to read what was sent before it.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>First buffer for a message, in bytes; it doubles as the message grows.</summary>
    private const int FirstBufferBytes = 4096;

    /// <summary>Bytes a client may still send after a close before it is cut off.</summary>
    private const int LingerBytes = 1 << 20;

    private readonly ClientStream _client;
    private readonly EngineStream _stream;
    private readonly Outbox _outbox;
    private readonly WebSocket _engine;
    private readonly int _maxMessageBytes;
    private readonly bool _inParts;
    private bool _peerClosed;

    /// <param name="client">The client, past the handshake. Disposed with the connection.</param>
    /// <param name="early">What came together with the request head.</param>
    /// <param name="remote">Where the client is.</param>
    /// <param name="settings">The bounds.</param>
    /// <param name="time">The clock.</param>
    public WebSocketConnection(
        ClientStream client, ReadOnlyMemory<byte> early, IPAddress remote, WebSocketSettings settings,
        TimeProvider time)
    {
        _client = client;
        Remote = remote;
        _maxMessageBytes = settings.MaxMessageBytes;
        _inParts = settings.InParts;
        _outbox = new Outbox(client, settings.OutboxBytes);
        _stream = new EngineStream(client, _outbox, early, time);
        // No keep-alive of the engine's: it takes a timer for each connection; Heartbeat does it with one for
        // all.
        _engine = WebSocket.CreateFromStream(
            _stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
    }

    public IPAddress Remote { get; }

    /// <summary>Whether a close frame is on its way; nothing is sent after it.</summary>
    public bool IsClosing => _outbox.IsSealed;

    /// <summary>See <see cref="Outbox.IsTooSlow"/>.</summary>
    public bool IsTooSlow => _outbox.IsTooSlow;

    /// <summary>See <see cref="Outbox.WaitingBytes"/>.</summary>
    public int WaitingBytes => _outbox.WaitingBytes;

    /// <summary>Timestamp of when it was first seen closing; belongs to the heartbeat.</summary>
    internal long? ClosingSince { get; set; }

    /// <summary>
    /// What waited for the peer when that last moved, and since when; belongs to the heartbeat.
    /// </summary>
    internal (int Progress, long Since)? Stuck { get; set; }

    /// <summary>See <see cref="Outbox.Progress"/>.</summary>
    internal int? Progress => _outbox.Progress;

    /// <summary>
    /// Since when the client has been silent; <c>null</c> while nothing is awaited from it.
    /// </summary>
    public long? SilentSince => _stream.IsAwaiting ? _stream.SilentSince : null;

    /// <summary>Timestamp of the last ping; belongs to the heartbeat.</summary>
    internal long LastPing { get; set; }

    /// <summary>
    /// Waits for a message: a whole one, or with <see cref="WebSocketSettings.InParts"/> whatever has come of
    /// it.
    /// </summary>
    /// <returns>The message; <c>null</c> at the end, however it came.</returns>
    public async ValueTask<WebSocketMessage?> ReceiveAsync()
    {
        try
        {
            // Waits without a buffer. What comes back is the header of a frame, or the end.
            var header = await _engine.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None)
                .ConfigureAwait(false);
            if (header.MessageType == WebSocketMessageType.Close) return PeerClosed();
            if (header.EndOfMessage) return new WebSocketMessage(IsText(header), ReadOnlyMemory<byte>.Empty);
            return await ReceiveBodyAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectionLost.Is(e))
        {
            // Either the peer left, or it broke the protocol and the engine has sent the close frame that
            // says how.
            return null;
        }
    }

    /// <summary>Sends frames that many get; see <see cref="Outbox.Broadcast"/>.</summary>
    public bool Broadcast(ReadOnlyMemory<byte> frames) => _outbox.Broadcast(frames);

    /// <summary>Sends a frame that the client asked for; see <see cref="Outbox.SendAsync"/>.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> frame) => _outbox.SendAsync(frame);

    /// <summary>Begins to close. The reader ends when the peer has answered.</summary>
    public void Close(int code, string reason) => _outbox.Finish(Frame.Close(code, reason));

    /// <summary>
    /// Lets the last bytes out and the peer's last ones in, so that the close frame is not lost to a reset.
    /// </summary>
    public async Task LingerAsync(CancellationToken cancellationToken)
    {
        await _outbox.WhenEmptyAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        _client.ShutdownWrite();
        if (_peerClosed) return;
        var discard = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            for (var total = 0; total < LingerBytes;)
            {
                var length = await _client.ReadAsync(discard, cancellationToken).ConfigureAwait(false);
                if (length == 0) return;
                total += length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(discard);
        }
    }

    /// <summary>Drops the connection; the reader ends.</summary>
    public void Abort() => _client.Abort();

    public void Dispose()
    {
        _engine.Dispose();
        _client.Dispose();
    }

    private async ValueTask<WebSocketMessage?> ReceiveBodyAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
        try
        {
            for (var length = 0; ;)
            {
                var part = await _engine.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None)
                    .ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close) return PeerClosed();
                length += part.Count;
                if (length > _maxMessageBytes && !_inParts)
                {
                    Close(CloseCode.TooBig, $"a message is longer than {_maxMessageBytes} bytes");
                    return null;
                }
                // The engine doesn't look at the text once more for an empty last frame (.NET 10).
                if (part is { EndOfMessage: true, Count: 0 } && IsText(part) && !_inParts
                    && !Utf8.IsValid(buffer.AsSpan(0, length)))
                {
                    Close(CloseCode.InvalidPayload, "not UTF-8");
                    return null;
                }
                if (part.EndOfMessage || _inParts)
                {
                    return new WebSocketMessage(
                        IsText(part), buffer.AsSpan(0, length).ToArray(), part.EndOfMessage);
                }
                if (length == buffer.Length) buffer = Grow(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    // A close is answered with a close of the same code (RFC 6455 section 5.5.1); without a code, with 1000.
    private WebSocketMessage? PeerClosed()
    {
        _peerClosed = true;
        Close((int?)_engine.CloseStatus is { } code and not 1005 ? code : CloseCode.Normal, "");
        return null;
    }

    private static bool IsText(ValueWebSocketReceiveResult result) =>
        result.MessageType == WebSocketMessageType.Text;
}

/// <summary>Bounds of one WebSocket.</summary>
public sealed record WebSocketSettings
{
    /// <summary>
    /// Longest message, in bytes; over it the connection is closed with 1009. Without meaning for messages in
    /// parts.
    /// </summary>
    public required int MaxMessageBytes { get; init; }

    /// <summary>
    /// Bytes of broadcasts that may wait for a client; over it the connection is closed with 4001.
    /// </summary>
    public required int OutboxBytes { get; init; }

    /// <summary>Whether messages come in parts, as they arrive: of any length, in bounded memory.</summary>
    public bool InParts { get; init; }
}
