using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>A visitor's request, as it stands after an event of the desk's log. Never changes.</summary>
/// <param name="Number">Number of the event that opened it.</param>
/// <param name="Visitor">Who asks.</param>
/// <param name="Question">What they asked first.</param>
/// <param name="OpenedAt">When, in Unix milliseconds.</param>
public sealed record Ticket(long Number, Sender Visitor, string Question, long OpenedAt)
{
    public TicketState State { get; init; } = TicketState.Waiting;

    /// <summary>
    /// Number of the event since which it is where it is: what was decided of an earlier turn no longer counts.
    /// </summary>
    public long Turn { get; init; } = Number;

    /// <summary>Who has it, or had it last.</summary>
    public Sender? Agent { get; init; }

    public string? Department { get; init; }

    /// <summary>Higher ones come first.</summary>
    public int Priority { get; init; }

    /// <summary>Whether it has been with an agent before, and so goes before those that haven't.</summary>
    public bool IsReturned { get; init; }

    /// <summary>When the agent of now got it, in Unix milliseconds.</summary>
    public long? AssignedAt { get; init; }

    /// <summary>When the first agent said the first word.</summary>
    public long? AnsweredAt { get; init; }

    /// <summary>Whether the agent of now has said a word.</summary>
    public bool IsAnswered { get; init; }

    public long? ClosedAt { get; init; }

    /// <summary>Who ended it.</summary>
    public Sender? ClosedBy { get; init; }

    /// <summary>What it was about, in the agent's words.</summary>
    public string? Tag { get; init; }

    /// <summary>1–5, as the visitor found it.</summary>
    public int? Rating { get; init; }

    public string? Comment { get; init; }

    public string? Page { get; init; }

    public string? Language { get; init; }

    /// <summary>The order in which tickets that wait are taken.</summary>
    internal static readonly IComparer<Ticket> QueueOrder = Comparer<Ticket>.Create(static (one, other) =>
    {
        var byPriority = other.Priority.CompareTo(one.Priority);
        if (byPriority != 0) return byPriority;
        var byReturn = other.IsReturned.CompareTo(one.IsReturned);
        return byReturn != 0 ? byReturn : one.Number.CompareTo(other.Number);
    });
}
