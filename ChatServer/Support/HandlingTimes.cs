namespace ChatServer.Support;

/// <summary>How long agents had the tickets that were closed last. Not thread-safe.</summary>
internal sealed class HandlingTimes
{
    /// <summary>So many are remembered: enough to be steady, and few enough to follow the day.</summary>
    private const int Remembered = 20;

    private readonly Queue<long> _milliseconds = [];

    /// <summary>The median; <c>null</c> if none was closed yet.</summary>
    public TimeSpan? Median =>
        _milliseconds.Count == 0
            ? null
            : TimeSpan.FromMilliseconds(NearestRank.At([.. _milliseconds.Order()], 50));

    /// <summary>A ticket was closed; one that was with nobody tells nothing.</summary>
    public void Note(Ticket closed)
    {
        if (closed is not { AssignedAt: { } since, ClosedAt: { } until }) return;
        _milliseconds.Enqueue(until - since);
        if (_milliseconds.Count > Remembered) _milliseconds.Dequeue();
    }
}
