using System.Collections.Concurrent;

namespace ChatServer.Bench;

/// <summary>What clients have sent and got so far. Any thread may count.</summary>
internal sealed class Traffic
{
    private readonly ConcurrentBag<double> _delays = [];
    private long _requests;
    private long _bytesUp;
    private long _bytesDown;

    public void Request() => Interlocked.Increment(ref _requests);

    public void Up(int bytes) => Interlocked.Add(ref _bytesUp, bytes);

    public void Down(int bytes) => Interlocked.Add(ref _bytesDown, bytes);

    /// <summary>A message has come.</summary>
    /// <param name="milliseconds">How long after it was sent.</param>
    public void Delivered(double milliseconds) => _delays.Add(milliseconds);

    /// <summary>What has been counted since the last call.</summary>
    public TrafficCount Take()
    {
        var delays = new List<double>();
        while (_delays.TryTake(out var delay)) delays.Add(delay);
        delays.Sort();
        return new TrafficCount(
            Interlocked.Exchange(ref _requests, 0), Interlocked.Exchange(ref _bytesUp, 0),
            Interlocked.Exchange(ref _bytesDown, 0), delays);
    }
}

/// <summary>What was counted in a while.</summary>
/// <param name="Requests">Requests over HTTP, or messages up a WebSocket.</param>
/// <param name="BytesUp">Bytes that clients sent, heads included, without those of TCP and IP.</param>
/// <param name="BytesDown">Bytes that they got.</param>
/// <param name="Delays">From the sending of each delivered message to its arrival, in milliseconds,
/// sorted.</param>
internal sealed record TrafficCount(long Requests, long BytesUp, long BytesDown, IReadOnlyList<double> Delays)
{
    /// <summary>A percentile of the delays, in milliseconds.</summary>
    public double Delay(double percentile) =>
        Delays.Count == 0
            ? double.NaN
            : Delays[Math.Min(Delays.Count - 1, (int)(Delays.Count * percentile / 100))];
}
