using System.Threading.Channels;
using ChatServer.Transport;

namespace ChatServer.Tests.Support;

/// <summary>The bytes of a client that a test plays: it says how much is taken at once, and what comes in.</summary>
internal sealed class FakeClient : ClientStream
{
    private readonly Lock _gate = new();
    private readonly List<byte> _written = [];
    private readonly List<int> _writes = [];
    private readonly Channel<byte[]> _incoming = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource _unchoked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ReadOnlyMemory<byte> _unread;
    private bool _isEnded;

    /// <summary>Bytes taken without waiting; once used up, writes wait for <see cref="Unchoke"/>.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Whether the connection is gone, so that writing fails.</summary>
    public bool IsGone { get; set; }

    public bool IsAborted { get; private set; }

    /// <summary>Signalled each time somebody waits for something to read.</summary>
    public SemaphoreSlim Reading { get; } = new(0);

    /// <summary>Everything that was taken, in order.</summary>
    public byte[] Written
    {
        get
        {
            lock (_gate) return [.. _written];
        }
    }

    /// <summary>Lengths of the writes that waited.</summary>
    public IReadOnlyList<int> WaitingWrites
    {
        get
        {
            lock (_gate) return [.. _writes];
        }
    }

    /// <summary>From now on everything is taken.</summary>
    public void Unchoke()
    {
        Room = int.MaxValue;
        _unchoked.TrySetResult();
    }

    /// <summary>Whoever waits to write learns that the connection is gone.</summary>
    public void Break()
    {
        IsGone = true;
        _unchoked.TrySetException(new IOException("gone"));
    }

    /// <summary>Something comes in; an empty one is the end.</summary>
    public void Say(params byte[] bytes) => _incoming.Writer.TryWrite(bytes);

    public override int TryWrite(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (IsGone) return -1;
            var taken = Math.Min(Room, bytes.Length);
            if (Room != int.MaxValue) Room -= taken;
            _written.AddRange(bytes[..taken]);
            return taken;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_gate) _writes.Add(buffer.Length);
        if (Room < buffer.Length) await _unchoked.Task;
        lock (_gate) _written.AddRange(buffer.Span);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_unread.IsEmpty && !_isEnded)
        {
            Reading.Release();
            _unread = await _incoming.Reader.ReadAsync(cancellationToken);
            _isEnded = _unread.IsEmpty;
        }
        var length = Math.Min(buffer.Length, _unread.Length);
        _unread[..length].CopyTo(buffer);
        _unread = _unread[length..];
        return length;
    }

    public override void ShutdownWrite()
    {
    }

    public override void Abort()
    {
        IsAborted = true;
        _incoming.Writer.TryComplete(new IOException("aborted"));
    }
}
