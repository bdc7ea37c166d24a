using System.Buffers;
using ChatServer.Protocol;

namespace ChatServer.Transport;

/// <summary>
/// Frames on their way to one client. What the client takes at once is written at once, by whoever sends; the
/// rest waits here, by reference, and is drained in large writes. Any thread may send; one drain runs at a
/// time.
/// </summary>
/// <param name="stream">Where the frames go.</param>
/// <param name="limitBytes">How many bytes of broadcasts may wait; a client over it is closed with
/// 4001.</param>
public sealed class Outbox(ClientStream stream, int limitBytes)
{
    /// <summary>Largest single write of a drain, in bytes.</summary>
    private const int DrainBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private Queue<Waiting>? _queue; // null while nothing waits, which is nearly always
    private int _takenOfFirst;
    private int _writes;
    private int _broadcastBytes;
    private int _replyBytes;
    private bool _isDraining;
    private bool _isSealed;
    private bool _isBroken;
    private TaskCompletionSource? _emptied;

    private readonly record struct Waiting(ReadOnlyMemory<byte> Bytes, bool IsBroadcast);

    /// <summary>Whether a close frame has been sent or queued; nothing goes after it.</summary>
    public bool IsSealed => Volatile.Read(ref _isSealed);

    /// <summary>Whether the client is being closed because it read too slowly.</summary>
    public bool IsTooSlow { get; private set; }

    /// <summary>Bytes that wait now, read without the lock: for who looks on.</summary>
    public int WaitingBytes => Volatile.Read(ref _broadcastBytes) + Volatile.Read(ref _replyBytes);

    /// <summary>Sends frames that many get. Never waits.</summary>
    /// <returns>False if this took the client over the bound: it is being closed.</returns>
    public bool Broadcast(ReadOnlyMemory<byte> frames)
    {
        lock (_gate)
        {
            if (_isSealed || _isBroken) return true;
            Write(frames, isBroadcast: true);
            if (_broadcastBytes <= limitBytes) return true;
            DropWaiting();
            IsTooSlow = true;
            Seal(Frame.Close(CloseCode.TooSlow, "too slow"));
            return false;
        }
    }

    /// <summary>
    /// Sends a frame that the client asked for. Waits while much is on its way, so that asking without
    /// reading gets nowhere.
    /// </summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        lock (_gate)
        {
            if (_isSealed || _isBroken) return ValueTask.CompletedTask;
            Write(frame, isBroadcast: false);
            return _replyBytes <= limitBytes ? ValueTask.CompletedTask : new ValueTask(Emptied());
        }
    }

    /// <summary>
    /// Sends a last frame; whatever is sent after it is dropped. Only the first one counts.
    /// </summary>
    public void Finish(ReadOnlyMemory<byte> closeFrame)
    {
        lock (_gate)
        {
            if (!_isSealed && !_isBroken) Seal(closeFrame);
        }
    }

    /// <summary>A number that changes when what waits moves on; <c>null</c> while nothing waits.</summary>
    public int? Progress
    {
        get
        {
            lock (_gate) return _queue is null ? null : _writes;
        }
    }

    /// <summary>Completes when nothing waits any more, or never will.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_gate)
        {
            return _queue is null || _isBroken ? Task.CompletedTask : Emptied();
        }
    }

    private void Seal(ReadOnlyMemory<byte> closeFrame)
    {
        Write(closeFrame, isBroadcast: false);
        _isSealed = true;
    }

    private void Write(ReadOnlyMemory<byte> bytes, bool isBroadcast)
    {
        if (_queue is null)
        {
            var taken = stream.TryWrite(bytes.Span);
            if (taken == bytes.Length) return;
            if (taken < 0)
            {
                _isBroken = true; // the reader notices as well, and ends the connection
                return;
            }
            bytes = bytes[taken..];
            _queue = new Queue<Waiting>();
        }
        _queue.Enqueue(new Waiting(bytes, isBroadcast));
        Count(bytes.Length, isBroadcast);
        if (_isDraining) return;
        _isDraining = true;
        _ = DrainAsync();
    }

    // The first in the queue may have been sent in part, and a frame once begun must be ended.
    private void DropWaiting()
    {
        var begun = _queue!.Peek();
        _queue.Clear();
        (_broadcastBytes, _replyBytes) = (0, 0);
        _queue.Enqueue(begun);
        Count(begun.Bytes.Length - _takenOfFirst, begun.IsBroadcast);
    }

    private void Count(int bytes, bool isBroadcast)
    {
        if (isBroadcast) _broadcastBytes += bytes;
        else _replyBytes += bytes;
    }

    private Task Emptied() =>
        (_emptied ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private async Task DrainAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(DrainBytes);
        var isBroken = false;
        try
        {
            while (TakeNext(buffer) is > 0 and var length)
                await stream.WriteAsync(buffer.AsMemory(0, length)).ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectionLost.Is(e))
        {
            isBroken = true;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        if (isBroken) Break();
    }

    // Moves as much as fits into the buffer. With nothing left, the drain is over.
    private int TakeNext(Span<byte> buffer)
    {
        TaskCompletionSource? emptied;
        lock (_gate)
        {
            var length = 0;
            while (length < buffer.Length && _queue!.TryPeek(out var first))
            {
                var part = first.Bytes.Span[_takenOfFirst..];
                part = part[..Math.Min(part.Length, buffer.Length - length)];
                part.CopyTo(buffer[length..]);
                length += part.Length;
                _takenOfFirst += part.Length;
                Count(-part.Length, first.IsBroadcast);
                if (_takenOfFirst < first.Bytes.Length) break;
                _queue.Dequeue();
                _takenOfFirst = 0;
            }
            _writes++;
            if (length > 0) return length;
            _queue = null;
            _isDraining = false;
            (emptied, _emptied) = (_emptied, null);
        }
        emptied?.SetResult();
        return 0;
    }

    private void Break()
    {
        TaskCompletionSource? emptied;
        lock (_gate)
        {
            _isBroken = true;
            _isDraining = false;
            _queue = null;
            (_broadcastBytes, _replyBytes) = (0, 0);
            (emptied, _emptied) = (_emptied, null);
        }
        emptied?.SetResult();
    }
}
