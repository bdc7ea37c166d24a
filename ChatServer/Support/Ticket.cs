using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>A visitor's request, as it stands after an event of the desk's log. Never changes.</summary>
/// <param name="Number">Number of the event that opened it.</param>
/// <param name="Visitor">Who asks.</param>
/// <param name="Question">What they asked first.</param>
/// <param name="OpenedAt">When, in Unix milliseconds.</param>
public sealed record Ticket(long Number, Sender Visitor, string Question, long OpenedAt)
{
    /// <summary>Acts that are remembered; of more, the newest.</summary>
    public const int RememberedActs = 50;

    /// <summary>Name of the room where visitor and agent talk.</summary>
    public string Room => TicketName.Of(Number);

    public TicketState State { get; init; } = TicketState.Waiting;

    /// <summary>
    /// Number of the event since which it is where it is: what was decided of an earlier turn no longer
    /// counts.
    /// </summary>
    public long Turn { get; init; } = Number;

    /// <summary>Who has it, or had it last.</summary>
    public Sender? Agent { get; init; }

    public string? Department { get; init; }

    /// <summary>Higher ones come first.</summary>
    public int Priority { get; init; }

    /// <summary>Whether nobody was there when it was opened.</summary>
    public bool IsOffline { get; init; }

    /// <summary>A mail address, or a telephone number.</summary>
    public string? Contact { get; init; }

    /// <summary>What the visitor was asked besides, by name.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>Whether it has been with an agent before, and so goes before those that haven't.</summary>
    public bool IsReturned { get; init; }

    /// <summary>When the agent of now got it, in Unix milliseconds.</summary>
    public long? AssignedAt { get; init; }

    /// <summary>When the first agent said the first word.</summary>
    public long? AnsweredAt { get; init; }

    /// <summary>
    /// Since when the visitor awaits the word of an agent; <c>null</c> if an agent had the last.
    /// </summary>
    public long? AwaitingSince { get; init; } = OpenedAt;

    /// <summary>Whether the agent of now has had the last word.</summary>
    public bool IsAnswered => AwaitingSince is null;

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

    /// <summary>The visitor's own id of the asking, if they gave one.</summary>
    public string? AskId { get; init; }

    /// <summary>What happened, in order, besides that somebody spoke.</summary>
    public IReadOnlyList<TicketAct> Acts { get; init; } = [];

    /// <summary>The order in which tickets that wait are taken.</summary>
    internal static readonly IComparer<Ticket> QueueOrder = Comparer<Ticket>.Create(static (one, other) =>
    {
        var byPriority = other.Priority.CompareTo(one.Priority);
        if (byPriority != 0) return byPriority;
        var byReturn = other.IsReturned.CompareTo(one.IsReturned);
        return byReturn != 0 ? byReturn : one.Number.CompareTo(other.Number);
    });

    /// <summary>Whether somebody has it now.</summary>
    public bool IsWith(string agentId) => State == TicketState.Assigned && Agent!.Id == agentId;

    /// <summary>Whether it was closed before the first word of who had it was told here.</summary>
    public bool MissesAnswerOf(string agentId) =>
        State == TicketState.Closed && AssignedAt is not null && AnsweredAt is null && Agent!.Id == agentId;

    /// <summary>Whether it is, or was, of that visitor.</summary>
    public bool IsOf(string visitorId) => Visitor.Id == visitorId;
}
