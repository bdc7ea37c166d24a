using System.Threading.Tasks.Sources;
using ChatServer.Transport;

namespace ChatServer.Endpoints;

/// <summary>
/// Messages that wait for an endpoint, bounded. One writer, one reader. While nothing waits it holds no
/// queue: a channel of the platform's takes over 700 bytes a connection, idle as well.
/// </summary>
/// <param name="limitMessages">How many messages may wait; then the writer waits.</param>
/// <param name="limitBytes">How many bytes of them.</param>
internal sealed class Inbox(int limitMessages, int limitBytes) : IValueTaskSource<WebSocketMessage?>
{
    private readonly Lock _gate = new();
    private Queue<WebSocketMessage>? _queue;
    // Its continuation runs where the message was read: no thread is changed for a message.
    private ManualResetValueTaskSourceCore<WebSocketMessage?> _reader;
    private TaskCompletionSource? _writer;
    private int _bytes;
    private bool _isReaderWaiting;
    private bool _isComplete;

    public int Count
    {
        get
        {
            lock (_gate) return _queue?.Count ?? 0;
        }
    }

    /// <summary>Waits for a message.</summary>
    /// <returns>The message; <c>null</c> when nothing more will come.</returns>
    public ValueTask<WebSocketMessage?> WaitAsync()
    {
        lock (_gate)
        {
            if (TryTake(out var message)) return new ValueTask<WebSocketMessage?>(message);
            if (_isComplete) return new ValueTask<WebSocketMessage?>((WebSocketMessage?)null);
            _reader.Reset();
            _isReaderWaiting = true;
            return new ValueTask<WebSocketMessage?>(this, _reader.Version);
        }
    }

    /// <summary>Takes a message if one waits.</summary>
    public bool TryRead(out WebSocketMessage message)
    {
        lock (_gate) return TryTake(out message);
    }

    /// <summary>Puts a message in. After the end it is dropped.</summary>
    /// <returns>Completes when the next message is welcome.</returns>
    public ValueTask PutAsync(WebSocketMessage message)
    {
        lock (_gate)
        {
            if (_isComplete) return ValueTask.CompletedTask;
            if (!_isReaderWaiting)
            {
                _queue ??= new Queue<WebSocketMessage>();
                _queue.Enqueue(message);
                _bytes += message.Payload.Length;
                if (_queue.Count < limitMessages && _bytes < limitBytes) return ValueTask.CompletedTask;
                _writer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return new ValueTask(_writer.Task);
            }
            _isReaderWaiting = false;
        }
        _reader.SetResult(message);
        return ValueTask.CompletedTask;
    }

    /// <summary>Nothing more will come. What waits can still be read.</summary>
    public void Complete()
    {
        bool wasReaderWaiting;
        lock (_gate)
        {
            if (_isComplete) return;
            _isComplete = true;
            (wasReaderWaiting, _isReaderWaiting) = (_isReaderWaiting, false);
            _writer?.TrySetResult();
        }
        if (wasReaderWaiting) _reader.SetResult(null);
    }

    WebSocketMessage? IValueTaskSource<WebSocketMessage?>.GetResult(short token) => _reader.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<WebSocketMessage?>.GetStatus(short token) =>
        _reader.GetStatus(token);

    void IValueTaskSource<WebSocketMessage?>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _reader.OnCompleted(continuation, state, token, flags);

    private bool TryTake(out WebSocketMessage message)
    {
        message = default;
        if (_queue is null) return false;
        message = _queue.Dequeue();
        _bytes -= message.Payload.Length;
        if (_queue.Count == 0) _queue = null;
        if (_queue is null || (_queue.Count < limitMessages && _bytes < limitBytes))
        {
            _writer?.TrySetResult();
            _writer = null;
        }
        return true;
    }
}
