using System.Collections.Concurrent;
using ChatServer.Transport;

namespace ChatServer.Site.Api;

/// <summary>The streams of events that are open, for who looks on. Any thread may call it.</summary>
public sealed class OpenStreams
{
    private readonly ConcurrentDictionary<StreamQueue, byte> _open = [];
    private long _slowEnds;

    /// <summary>Bytes that wait for slow readers now, of all together.</summary>
    public long WaitingBytes => _open.Sum(stream => (long)stream.Key.WaitingBytes);

    /// <summary>Streams ended since the start because their readers were too slow.</summary>
    public long SlowEnds => Interlocked.Read(ref _slowEnds);

    /// <summary>A stream begins.</summary>
    /// <returns>To be disposed at its end.</returns>
    internal IDisposable Open(StreamQueue outlet)
    {
        _open.TryAdd(outlet, 0);
        return new Closing(this, outlet);
    }

    private sealed class Closing(OpenStreams streams, StreamQueue outlet) : IDisposable
    {
        public void Dispose()
        {
            streams._open.TryRemove(outlet, out _);
            if (outlet.Overflow.IsCancellationRequested) Interlocked.Increment(ref streams._slowEnds);
        }
    }
}
