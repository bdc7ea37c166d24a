namespace ChatServer.Protocol;

/// <summary>What happens at the support desk: kinds of events in its log, never in a room.</summary>
public static class DeskAction
{
    /// <summary>
    /// A visitor asks for somebody; the text is the question, and the number that of the ticket.
    /// </summary>
    public const string Open = "ticket_open";

    /// <summary>An agent takes a ticket that waits, or is given it.</summary>
    public const string Claim = "ticket_claim";

    /// <summary>The agent has said something to a visitor who awaited it.</summary>
    public const string Answer = "ticket_answer";

    /// <summary>
    /// A ticket goes back to the front of the queue: its agent is gone, silent, or can't help.
    /// </summary>
    public const string Return = "ticket_return";

    /// <summary>
    /// An agent hands a ticket to another agent, or to a department's queue; the text says why.
    /// </summary>
    public const string Transfer = "ticket_transfer";

    /// <summary>A supervisor takes a ticket from whoever has it.</summary>
    public const string TakeOver = "ticket_take_over";

    /// <summary>The visitor has said something after the agent's last word.</summary>
    public const string Await = "ticket_await";

    /// <summary>An agent says how urgent a ticket is.</summary>
    public const string Prioritise = "ticket_priority";

    /// <summary>The conversation is over.</summary>
    public const string Close = "ticket_close";

    /// <summary>The visitor says how it was; the text is the comment.</summary>
    public const string Rate = "ticket_rate";
}

/// <summary>
/// What an event of the desk has besides what all events have; absent fields are <c>null</c>.
/// </summary>
public sealed record DeskDetail
{
    /// <summary>The ticket; absent where the event opens it.</summary>
    public long? Ticket { get; init; }

    /// <summary>Of a ticket given back: the turn that ends, so that a late one ends no other.</summary>
    public long? Turn { get; init; }

    /// <summary>Of a claim: how many tickets the agent may have at once; absent for any number.</summary>
    public int? Limit { get; init; }

    public string? Department { get; init; }

    /// <summary>Whether nobody was there when it was opened.</summary>
    public bool? Offline { get; init; }

    /// <summary>A mail address, or a telephone number.</summary>
    public string? Contact { get; init; }

    /// <summary>What the visitor was asked besides, by name.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    /// <summary>Higher ones come first; 0 if absent.</summary>
    public int? Priority { get; init; }

    /// <summary>The page that the visitor asks from.</summary>
    public string? Page { get; init; }

    /// <summary>The visitor's language, as a tag of RFC 5646.</summary>
    public string? Language { get; init; }

    /// <summary>What a closed ticket was about.</summary>
    public string? Tag { get; init; }

    /// <summary>1–5.</summary>
    public int? Rating { get; init; }
}
