namespace ChatServer.Transport;

/// <summary>
/// What is on its way into an answer without an end. Nobody who puts in waits for the client: over its bound
/// the queue ends, and the client comes back and resumes. Any thread may put in; one takes out.
/// </summary>
/// <param name="limitBytes">How many bytes of broadcasts may wait.</param>
/// <param name="time">The clock.</param>
public sealed class StreamQueue(int limitBytes, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _overflow = new();
    private List<ReadOnlyMemory<byte>> _waiting = [];
    private int _broadcastBytes;
    private int _replyBytes;
    private bool _isOver;
    private TaskCompletionSource? _taker;
    private TaskCompletionSource? _taken;

    /// <summary>
    /// Cancelled when the client is too slow: what is being written to it then is to be given up.
    /// </summary>
    public CancellationToken Overflow => _overflow.Token;

    /// <summary>Whether the client was too slow, and the queue ended for it.</summary>
    public bool IsTooSlow { get; private set; }

    /// <summary>Bytes that wait now, read without the lock: for who looks on.</summary>
    public int WaitingBytes => Volatile.Read(ref _broadcastBytes) + Volatile.Read(ref _replyBytes);

    /// <summary>Puts in what many get.</summary>
    /// <returns>False if this took it over the bound: it has ended.</returns>
    public bool Broadcast(ReadOnlyMemory<byte> bytes) => Put(bytes, isBroadcast: true);

    /// <summary>Puts in what the client asked for.</summary>
    /// <returns>Completes at once, but while much of it has still to be written.</returns>
    public Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            Put(bytes, isBroadcast: false);
            return _replyBytes <= limitBytes ? Task.CompletedTask : WhenTakenAsync();
        }
    }

    /// <summary>Completes when all that waits has been written, or never will be.</summary>
    public Task WhenTakenAsync()
    {
        lock (_gate)
        {
            if (_waiting.Count == 0) return Task.CompletedTask;
            _taken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _taken.Task;
        }
    }

    /// <summary>Nothing more will come; what waits can still be taken.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            _taker?.TrySetResult();
        }
    }

    /// <summary>Ends it, and drops what waits.</summary>
    public void Abort()
    {
        lock (_gate)
        {
            _waiting.Clear();
            (_broadcastBytes, _replyBytes) = (0, 0);
            _taken?.TrySetResult();
            End();
        }
    }

    /// <summary>Takes all that waits; waits for something so long.</summary>
    /// <returns>What came, perhaps nothing; <c>null</c> at the end.</returns>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>?> TakeAsync(
        TimeSpan patience, CancellationToken cancellationToken)
    {
        Task coming;
        lock (_gate)
        {
            // What was taken before has been written.
            _taken?.TrySetResult();
            _taken = null;
            if (_waiting.Count > 0 || _isOver) return Take();
            _taker = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            coming = _taker.Task;
        }
        try
        {
            await coming.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nothing came.
        }
        lock (_gate) return Take();
    }

    public void Dispose()
    {
        Abort();
        _overflow.Dispose();
    }

    private IReadOnlyList<ReadOnlyMemory<byte>>? Take()
    {
        _taker = null;
        if (_waiting.Count == 0) return _isOver ? null : [];
        var taken = _waiting;
        _waiting = [];
        (_broadcastBytes, _replyBytes) = (0, 0);
        return taken;
    }

    private bool Put(ReadOnlyMemory<byte> bytes, bool isBroadcast)
    {
        lock (_gate)
        {
            if (_isOver) return true;
            _waiting.Add(bytes);
            if (isBroadcast) _broadcastBytes += bytes.Length;
            else _replyBytes += bytes.Length;
            _taker?.TrySetResult();
            if (_broadcastBytes <= limitBytes) return true;
            IsTooSlow = true;
            Abort();
            // What waits for it goes on at once, off this thread, which is the room's. Within the lock, so
            // that nobody can have disposed of it in between.
            _ = _overflow.CancelAsync();
            return false;
        }
    }
}
