using System.Net.Sockets;

namespace ChatServer.Transport;

/// <summary>
/// A <see cref="ClientStream"/> over TCP. One reader and one asynchronous writer at a time.
/// </summary>
public sealed class SocketStream : ClientStream
{
    private readonly Socket _socket;

    /// <summary>Takes over the socket.</summary>
    public SocketStream(Socket socket)
    {
        _socket = socket;
        // A write is a whole batch already; waiting for more would only delay it (Nagle costs 35 ms at the
        // 99th percentile).
        socket.NoDelay = true;
        // Synchronous sends then never wait: they take what the kernel has room for.
        socket.Blocking = false;
    }

    public override int TryWrite(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = _socket.Send(bytes, SocketFlags.None, out var error);
            return error switch
            {
                SocketError.Success => sent,
                SocketError.WouldBlock => 0,
                _ => -1,
            };
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var sent = await _socket.SendAsync(buffer, SocketFlags.None, cancellationToken)
                .ConfigureAwait(false);
            buffer = buffer[sent..];
        }
    }

    public override void ShutdownWrite()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer went first.
        }
    }

    public override void Abort()
    {
        // A reset instead of a farewell: whatever is queued in the kernel is dropped, and no TIME_WAIT stays
        // behind.
        try
        {
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
        _socket.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _socket.Dispose();
        base.Dispose(disposing);
    }
}
