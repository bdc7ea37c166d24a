using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// A ticket as a report sees it: as it stands, and what only the way there tells. Durations are in
/// milliseconds, and 0 where the clock went back. Not thread-safe.
/// </summary>
public sealed class ReportedTicket
{
    private readonly List<AgentPart> _parts = [];
    private long? _firstAssignedAt;

    internal ReportedTicket(Ticket ticket) => Ticket = ticket;

    /// <summary>As it stands.</summary>
    public Ticket Ticket { get; private set; }

    /// <summary>How often it was put back into the queue.</summary>
    public int Returned { get; private set; }

    /// <summary>How often it was handed to another agent or department.</summary>
    public int Transferred { get; private set; }

    /// <summary>Who had it first.</summary>
    public Sender? FirstAgent => _parts.FirstOrDefault()?.Agent;

    public bool IsAnswered => Ticket.AnsweredAt is not null;

    public bool IsClosed => Ticket.ClosedAt is not null;

    /// <summary>Closed by the visitor, or a timer, before any agent had said a word.</summary>
    public bool IsAbandoned => IsClosed && !IsAnswered
        && (Ticket.ClosedBy!.Id == Ticket.Visitor.Id || Ticket.ClosedBy.Id == Desk.Itself.Id);

    /// <summary>From when it was opened until an agent had it first.</summary>
    public long? WaitMs => Between(Ticket.OpenedAt, _firstAssignedAt);

    /// <summary>From when it was opened until the first word of an agent.</summary>
    public long? FirstAnswerMs => Between(Ticket.OpenedAt, Ticket.AnsweredAt);

    /// <summary>From when an agent had it first until it was closed.</summary>
    public long? HandlingMs => Between(_firstAssignedAt, Ticket.ClosedAt);

    /// <summary>1–5, as the visitor found it; <c>null</c> for anything else.</summary>
    public int? Rating => Ticket.Rating is >= 1 and <= 5 ? Ticket.Rating : null;

    /// <summary>Who has it, or had it when it was closed; <c>null</c> where it waits, or did.</summary>
    internal string? HolderId => Ticket.AssignedAt is null ? null : Ticket.Agent?.Id;

    /// <summary>From when who had it at its end got it until then.</summary>
    internal long? HolderMs => Between(Ticket.AssignedAt, Ticket.ClosedAt);

    /// <summary>Those who have it or had it, in the order in which they got it first.</summary>
    internal IReadOnlyList<AgentPart> Parts => _parts;

    /// <summary>Takes what changed it.</summary>
    internal void Apply(RoomEvent e, Ticket ticket)
    {
        if (e.Kind == DeskAction.Return) Returned++;
        if (e.Kind == DeskAction.Transfer) Transferred++;
        // Who lost it is who had it before.
        if (e.Kind == DeskAction.Return && e.From.Id == Desk.Itself.Id && e.Text == TakeBack.Silence)
            PartOf(Ticket.Agent!).LostBySilence++;
        Ticket = ticket;
        if (ticket is not { Agent: { } agent, AssignedAt: { } assignedAt }) return;
        _firstAssignedAt ??= assignedAt;
        var part = PartOf(agent);
        if (e.Kind == DeskAction.Answer)
            part.FirstAnswerMs ??= Between(assignedAt, Math.Min(e.At, ticket.ClosedAt ?? e.At));
    }

    private AgentPart PartOf(Sender agent)
    {
        var part = _parts.Find(part => part.Agent.Id == agent.Id);
        if (part is null) _parts.Add(part = new AgentPart { Agent = agent });
        part.Agent = agent;
        return part;
    }

    private static long? Between(long? from, long? to) => to - from is { } span ? Math.Max(0, span) : null;
}
