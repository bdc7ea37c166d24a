using System.Buffers;
using System.Runtime.CompilerServices;

namespace ChatServer.Transport;

/// <summary>
/// The stream under the platform's WebSocket engine. Reads come from the client through a buffer that exists
/// only while there is something in it; writes, each a whole frame of the engine's own (pong, close), go
/// through the outbox, between the batches there.
/// </summary>
/// <param name="client">The client.</param>
/// <param name="outbox">The way to the client.</param>
/// <param name="early">What came together with the request head.</param>
/// <param name="time">Tells when something was last heard.</param>
internal sealed class EngineStream(
    ClientStream client, Outbox outbox, ReadOnlyMemory<byte> early, TimeProvider time)
    : Stream
{
    /// <summary>Read at once, in bytes: several dozen chat messages.</summary>
    private const int BufferBytes = 4096;

    private ReadOnlyMemory<byte> _unread = early;
    private byte[]? _buffer;
    private long _silentSince = time.GetTimestamp();

    /// <summary>
    /// Since when the client has been silent while something was awaited from it; a timestamp of the clock.
    /// </summary>
    public long SilentSince => Volatile.Read(ref _silentSince);

    /// <summary>
    /// Whether something is awaited from the client. A client that isn't read can't be told to be silent.
    /// </summary>
    public bool IsAwaiting { get; private set; }

    public override bool CanRead => true;
    public override bool CanWrite => true;
    public override bool CanSeek => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_unread.IsEmpty) return FillAsync(buffer);
        return new ValueTask<int>(Take(buffer.Span));
    }

    public override ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The engine reuses its buffer.
        var frame = buffer.ToArray();
        if (!Frame.IsClose(frame)) return outbox.SendAsync(frame);
        outbox.Finish(frame);
        return ValueTask.CompletedTask;
    }

    public override void Flush() { }
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> FillAsync(Memory<byte> destination)
    {
        Volatile.Write(ref _silentSince, time.GetTimestamp());
        IsAwaiting = true;
        // Waits without a buffer: an idle connection holds none.
        await client.ReadAsync(Memory<byte>.Empty).ConfigureAwait(false);
        IsAwaiting = false;

        // A large payload goes where it is wanted without passing through here.
        if (destination.Length >= BufferBytes)
            return await client.ReadAsync(destination).ConfigureAwait(false);
        _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var length = 0;
        try
        {
            length = await client.ReadAsync(_buffer).ConfigureAwait(false);
        }
        finally
        {
            _unread = _buffer.AsMemory(0, length);
            if (length == 0) ReturnBuffer();
        }
        return Take(destination.Span);
    }

    private int Take(Span<byte> destination)
    {
        var length = Math.Min(destination.Length, _unread.Length);
        _unread.Span[..length].CopyTo(destination);
        _unread = _unread[length..];
        if (_unread.IsEmpty) ReturnBuffer();
        return length;
    }

    private void ReturnBuffer()
    {
        _unread = default;
        if (_buffer is null) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
