using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// The desk as its log makes it: the same events in the same order give the same desk, on however many servers. An
/// event that comes too late changes nothing. Not thread-safe.
/// </summary>
internal sealed class DeskFold
{
    /// <summary>Closed tickets that are remembered; a visitor rates theirs within that many.</summary>
    public const int RememberedClosed = 1_000;

    private readonly Dictionary<long, Ticket> _tickets = []; // by number
    private readonly Dictionary<string, long> _open = []; // by the visitor's id
    private readonly SortedSet<Ticket> _waiting = new(Ticket.QueueOrder);
    private readonly Queue<long> _closed = [];

    /// <summary>Those that wait, of all departments, in the order in which they are taken.</summary>
    public IReadOnlyCollection<Ticket> Waiting => _waiting;

    /// <summary>Those that are with an agent.</summary>
    public IEnumerable<Ticket> Assigned => _tickets.Values.Where(ticket => ticket.State == TicketState.Assigned);

    public Ticket? Find(long number) => _tickets.GetValueOrDefault(number);

    /// <summary>The ticket of a visitor that isn't closed.</summary>
    public Ticket? OpenOf(string visitorId) =>
        _open.TryGetValue(visitorId, out var number) ? _tickets[number] : null;

    /// <summary>How many wait before a ticket in its department.</summary>
    public int Before(Ticket ticket) =>
        _waiting.TakeWhile(other => other.Number != ticket.Number)
            .Count(other => other.Department == ticket.Department);

    /// <summary>Takes the next event.</summary>
    /// <returns>What became of it, and the ticket as it is now; <c>null</c> if there is none.</returns>
    public (DeskOutcome Outcome, Ticket? Ticket) Apply(RoomEvent e)
    {
        var detail = e.Secret?.Desk ?? new DeskDetail();
        if (e.Kind == DeskAction.Open) return Open(e, detail);
        if (detail.Ticket is not { } number || !_tickets.TryGetValue(number, out var ticket))
            return (DeskOutcome.NoSuchTicket, null);
        var (outcome, next) = e.Kind switch
        {
            DeskAction.Claim => Claim(ticket, e),
            DeskAction.Answer => Answer(ticket, e),
            DeskAction.Return => Return(ticket, e, detail),
            DeskAction.Transfer => Transfer(ticket, e, detail),
            DeskAction.TakeOver => ticket.State == TicketState.Closed
                ? (DeskOutcome.WrongState, ticket)
                : (DeskOutcome.Done, Assign(ticket, e, e.From)),
            DeskAction.Close => Close(ticket, e, detail),
            DeskAction.Rate => Rate(ticket, e, detail),
            _ => (DeskOutcome.WrongState, ticket), // of a newer server
        };
        Replace(ticket, next);
        return (outcome, next);
    }

    private (DeskOutcome, Ticket) Open(RoomEvent e, DeskDetail detail)
    {
        if (OpenOf(e.From.Id) is { } known) return (DeskOutcome.AlreadyOpen, known);
        var ticket = new Ticket(e.Seq, e.From, e.Text, e.At)
        {
            Department = detail.Department,
            Priority = detail.Priority ?? 0,
            Page = detail.Page,
            Language = detail.Language,
        };
        _tickets.Add(ticket.Number, ticket);
        _open.Add(e.From.Id, ticket.Number);
        _waiting.Add(ticket);
        return (DeskOutcome.Done, ticket);
    }

    private static (DeskOutcome, Ticket) Claim(Ticket ticket, RoomEvent e) => ticket.State switch
    {
        TicketState.Waiting => (DeskOutcome.Done, Assign(ticket, e, e.From)),
        TicketState.Closed => (DeskOutcome.WrongState, ticket),
        _ => (ticket.Agent!.Id == e.From.Id ? DeskOutcome.Done : DeskOutcome.Taken, ticket),
    };

    private static (DeskOutcome, Ticket) Answer(Ticket ticket, RoomEvent e)
    {
        if (ticket.State != TicketState.Assigned) return (DeskOutcome.WrongState, ticket);
        if (ticket.Agent!.Id != e.From.Id) return (DeskOutcome.NotYours, ticket);
        if (ticket.IsAnswered) return (DeskOutcome.Done, ticket);
        // A new turn: what was decided of an agent who hadn't said anything is no longer so.
        return (DeskOutcome.Done, ticket with
        {
            Turn = e.Seq,
            IsAnswered = true,
            AnsweredAt = ticket.AnsweredAt ?? e.At,
        });
    }

    private static (DeskOutcome, Ticket) Return(Ticket ticket, RoomEvent e, DeskDetail detail)
    {
        if (ticket.State != TicketState.Assigned) return (DeskOutcome.WrongState, ticket);
        return detail.Turn == ticket.Turn
            ? (DeskOutcome.Done, Wait(ticket, e))
            : (DeskOutcome.Stale, ticket);
    }

    private static (DeskOutcome, Ticket) Transfer(Ticket ticket, RoomEvent e, DeskDetail detail)
    {
        if (ticket.State != TicketState.Assigned) return (DeskOutcome.WrongState, ticket);
        if (ticket.Agent!.Id != e.From.Id) return (DeskOutcome.NotYours, ticket);
        return (DeskOutcome.Done, e.Person is { } agent
            ? Assign(ticket, e, agent)
            : Wait(ticket, e) with { Department = detail.Department });
    }

    // A visitor may end their own; of agents, who has it, and a supervisor (On).
    private static (DeskOutcome, Ticket) Close(Ticket ticket, RoomEvent e, DeskDetail detail)
    {
        if (ticket.State == TicketState.Closed) return (DeskOutcome.WrongState, ticket);
        var isTheirs = e.From.Id == ticket.Visitor.Id
            || (ticket.State == TicketState.Assigned && e.From.Id == ticket.Agent!.Id) || e.On == true;
        if (!isTheirs) return (DeskOutcome.NotYours, ticket);
        return (DeskOutcome.Done, ticket with
        {
            State = TicketState.Closed,
            Turn = e.Seq,
            ClosedAt = e.At,
            ClosedBy = e.From,
            Tag = detail.Tag,
        });
    }

    private static (DeskOutcome, Ticket) Rate(Ticket ticket, RoomEvent e, DeskDetail detail)
    {
        if (ticket.State != TicketState.Closed) return (DeskOutcome.WrongState, ticket);
        if (ticket.Visitor.Id != e.From.Id) return (DeskOutcome.NotYours, ticket);
        return (DeskOutcome.Done, ticket with { Rating = detail.Rating, Comment = e.Text });
    }

    private static Ticket Assign(Ticket ticket, RoomEvent e, Sender agent) => ticket with
    {
        State = TicketState.Assigned,
        Turn = e.Seq,
        Agent = agent,
        AssignedAt = e.At,
        IsAnswered = false,
    };

    private static Ticket Wait(Ticket ticket, RoomEvent e) => ticket with
    {
        State = TicketState.Waiting,
        Turn = e.Seq,
        IsReturned = true,
        AssignedAt = null,
        IsAnswered = false,
    };

    private void Replace(Ticket before, Ticket after)
    {
        if (ReferenceEquals(before, after)) return;
        if (before.State == TicketState.Waiting) _waiting.Remove(before);
        if (after.State == TicketState.Waiting) _waiting.Add(after);
        _tickets[after.Number] = after;
        if (after.State != TicketState.Closed || before.State == TicketState.Closed) return;
        _open.Remove(after.Visitor.Id);
        _closed.Enqueue(after.Number);
        if (_closed.Count > RememberedClosed) _tickets.Remove(_closed.Dequeue());
    }
}
