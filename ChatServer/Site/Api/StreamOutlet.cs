using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// What is on its way into a stream of events. The room never waits for it: over its bound it ends, and the client comes
/// back and resumes. Any thread may put in; one takes out.
/// </summary>
/// <param name="limitBytes">How many bytes of broadcasts may wait.</param>
/// <param name="time">The clock.</param>
internal sealed class StreamOutlet(int limitBytes, TimeProvider time) : IOutlet, IDisposable
{
    private readonly Lock _gate = new();
    private List<ReadOnlyMemory<byte>> _waiting = [];
    private int _bytes;
    private readonly CancellationTokenSource _overflow = new();
    private bool _isOver;
    private TaskCompletionSource? _taker;
    private TaskCompletionSource? _taken;

    /// <summary>Cancelled when the client is too slow: what is being written to it then is given up.</summary>
    public CancellationToken Overflow => _overflow.Token;

    public void Dispose() => _overflow.Dispose();

    public void Broadcast(ReadOnlyMemory<byte> bytes) => Put(bytes, isBroadcast: true);

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        Put(bytes, isBroadcast: false);
        lock (_gate)
        {
            if (_isOver) return ValueTask.CompletedTask;
            _taken ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_taken.Task);
        }
    }

    /// <summary>Ends the stream, after what waits.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
            _taker?.TrySetResult();
            _taken?.TrySetResult();
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

    private IReadOnlyList<ReadOnlyMemory<byte>>? Take()
    {
        _taker = null;
        if (_waiting.Count == 0) return _isOver ? null : [];
        var taken = _waiting;
        _waiting = [];
        _bytes = 0;
        return taken;
    }

    private void Put(ReadOnlyMemory<byte> bytes, bool isBroadcast)
    {
        lock (_gate)
        {
            if (_isOver) return;
            _waiting.Add(bytes);
            if (isBroadcast) _bytes += bytes.Length;
            _taker?.TrySetResult();
            if (_bytes <= limitBytes) return;
            // Too slow: what waits is in the log, and comes again.
            _waiting.Clear();
            End();
        }
        // Off this thread, which is the room's: what waits for it goes on at once.
        _ = _overflow.CancelAsync();
    }
}
