using System.Net;
using System.Threading.Channels;

namespace ChatServer.Transport;

/// <summary>
/// What stands in for a WebSocket where none gets through: messages come with requests, and go with an answer
/// that is streamed, or with one for each poll. One reads, one takes; any thread may send and close.
/// </summary>
/// <param name="remote">Where the client is.</param>
/// <param name="settings">The bounds, those of the WebSocket.</param>
/// <param name="time">The clock.</param>
public sealed class HttpConnection(IPAddress remote, WebSocketSettings settings, TimeProvider time)
    : IMessageConnection
{
    /// <summary>Messages that wait to be read; then the request that brings more waits.</summary>
    private const int IncomingMessages = 16;

    private readonly Channel<WebSocketMessage> _incoming =
        Channel.CreateBounded<WebSocketMessage>(
            new BoundedChannelOptions(IncomingMessages) { SingleReader = true });

    private readonly StreamQueue _outgoing = new(settings.OutboxBytes, time);
    private int _isClosing;

    public IPAddress Remote => remote;

    public bool IsTooSlow => _outgoing.IsTooSlow;

    public int WaitingBytes => _outgoing.WaitingBytes;

    /// <summary>Longest message, in bytes.</summary>
    public int MaxMessageBytes => settings.MaxMessageBytes;

    /// <summary>What goes to the client: frames, to be unwrapped by whoever carries them.</summary>
    public StreamQueue Outgoing => _outgoing;

    /// <summary>Takes a message that the client brought.</summary>
    /// <returns>False if the connection has ended; completes when the next one is welcome.</returns>
    public async ValueTask<bool> TakeAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        try
        {
            await _incoming.Writer.WriteAsync(new WebSocketMessage(IsText: true, text), cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }

    public async ValueTask<WebSocketMessage?> ReceiveAsync()
    {
        while (await _incoming.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (_incoming.Reader.TryRead(out var message)) return message;
        }
        return null;
    }

    public bool Broadcast(ReadOnlyMemory<byte> frames) => _outgoing.Broadcast(frames);

    public ValueTask SendAsync(ReadOnlyMemory<byte> frame) => new(_outgoing.SendAsync(frame));

    public void Close(int code, string reason)
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0) return;
        _ = _outgoing.SendAsync(Frame.Close(code, reason));
        _outgoing.End();
        _incoming.Writer.TryComplete();
    }

    public Task LingerAsync(CancellationToken cancellationToken) =>
        _outgoing.WhenTakenAsync().WaitAsync(cancellationToken);

    public void Abort()
    {
        _outgoing.Abort();
        _incoming.Writer.TryComplete();
    }

    public void Dispose() => Abort();
}
