using ChatServer.Protocol;

namespace ChatServer.Log;

/// <summary>Which events are wanted.</summary>
/// <param name="Direction">Where from.</param>
/// <param name="Seq">The number that the direction counts from; that event itself is not wanted.</param>
/// <param name="Limit">How many at most.</param>
/// <param name="LimitBytes">How many bytes at most, as encoded; the first event comes in any case.</param>
public readonly record struct PageRequest(PageDirection Direction, long Seq, int Limit, int LimitBytes)
{
    /// <summary>
    /// Whether changes of messages (<see cref="EventKind.IsChange"/>) are wanted too, so that no number is
    /// missing; without them, their outcome is in the messages.
    /// </summary>
    public bool WithChanges { get; init; }

    /// <summary>The newest events, ending with the head.</summary>
    public static PageRequest Newest(int limit, int limitBytes) =>
        new(PageDirection.Before, long.MaxValue, limit, limitBytes);

    public static PageRequest After(long seq, int limit, int limitBytes) =>
        new(PageDirection.After, seq, limit, limitBytes);

    /// <summary>Everything that happened since, to go on from there.</summary>
    public static PageRequest Since(long seq, int limit, int limitBytes) =>
        new(PageDirection.After, seq, limit, limitBytes) { WithChanges = true };

    public static PageRequest Before(long seq, int limit, int limitBytes) =>
        new(PageDirection.Before, seq, limit, limitBytes);
}

public enum PageDirection
{
    /// <summary>Towards the past.</summary>
    Before,

    /// <summary>Towards the present.</summary>
    After,
}

/// <summary>A run of events in order of their numbers, and the head at the moment of reading.</summary>
/// <param name="Events">The events.</param>
/// <param name="More">There are more in the direction that was asked for.</param>
/// <param name="Head">Number of the newest event at that moment.</param>
public sealed record EventPage(IReadOnlyList<RoomEvent> Events, bool More, long Head);
