using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// The desk as its log makes it: the same events in the same order give the same desk, on however many
/// servers. Not thread-safe. What an event makes of a ticket is <see cref="TicketActs"/>' to say.
/// </summary>
internal sealed class DeskFold
{
    /// <summary>Closed tickets that are remembered: to be rated, and to be found again.</summary>
    public const int RememberedClosed = 10_000;

    private readonly Dictionary<long, Ticket> _tickets = []; // by number
    private readonly Dictionary<string, long> _newest = []; // by the visitor's id
    private readonly SortedSet<Ticket> _waiting = new(Ticket.QueueOrder);
    private readonly SortedDictionary<long, Ticket> _assigned = []; // by number
    private readonly Dictionary<string, int> _loads = []; // by the agent's id
    private readonly Dictionary<string, long> _lastGiven = []; // by the agent's id
    private readonly Queue<long> _closed = [];
    private readonly List<long> _numbers = []; // of all that ever were, in order

    /// <summary>Those that wait, of all departments, in the order in which they are taken.</summary>
    public IReadOnlyCollection<Ticket> Waiting => _waiting;

    /// <summary>Those that are with an agent, by number.</summary>
    public IReadOnlyCollection<Ticket> Assigned => _assigned.Values;

    /// <summary>The newest that are closed, by number.</summary>
    public IEnumerable<Ticket> Closed => _closed.Select(number => _tickets[number]);

    /// <summary>How long the newest that are closed have taken.</summary>
    public HandlingTimes Handling { get; } = new();

    public Ticket? Find(long number) => _tickets.GetValueOrDefault(number);

    /// <summary>Whether there is, or was, such a ticket.</summary>
    public bool Exists(long number) => _numbers.BinarySearch(number) >= 0;

    /// <summary>The visitor's newest ticket, if it is remembered.</summary>
    public Ticket? NewestOf(string visitorId) =>
        _newest.TryGetValue(visitorId, out var number) ? _tickets[number] : null;

    /// <summary>How many tickets an agent has.</summary>
    public int LoadOf(string agentId) => _loads.GetValueOrDefault(agentId);

    /// <summary>When an agent got a ticket last, in Unix milliseconds; <c>null</c> if never.</summary>
    public long? LastGivenTo(string agentId) =>
        _lastGiven.TryGetValue(agentId, out var at) ? at : null;

    /// <summary>Takes the next event.</summary>
    /// <returns>What became of it, and the ticket as it is now; <c>null</c> if there is none.</returns>
    public (DeskOutcome Outcome, Ticket? Ticket) Apply(RoomEvent e)
    {
        var detail = e.Secret?.Desk ?? new DeskDetail();
        if (e.Kind == DeskAction.Open) return Open(e, detail);
        if (detail.Ticket is not { } number || !_tickets.TryGetValue(number, out var ticket))
            return (DeskOutcome.NoSuchTicket, null);
        if (e.Kind == DeskAction.Claim && ticket.State == TicketState.Waiting
            && LoadOf((e.Person ?? e.From).Id) >= detail.Limit)
        {
            return (DeskOutcome.AtLimit, ticket);
        }
        var (outcome, next) = TicketActs.Apply(ticket, e, detail);
        if (!ReferenceEquals(ticket, next)) Replace(ticket, next);
        return (outcome, next);
    }

    private (DeskOutcome, Ticket) Open(RoomEvent e, DeskDetail detail)
    {
        if (NewestOf(e.From.Id) is { State: not TicketState.Closed } known)
            return (DeskOutcome.AlreadyOpen, known);
        var ticket = new Ticket(e.Seq, e.From, e.Text, e.At)
        {
            Department = detail.Department,
            Priority = detail.Priority ?? 0,
            IsOffline = detail.Offline ?? false,
            Contact = detail.Contact,
            Fields = detail.Fields,
            Page = detail.Page,
            Language = detail.Language,
            AskId = e.Id,
        };
        _numbers.Add(ticket.Number);
        _tickets.Add(ticket.Number, ticket);
        _newest[e.From.Id] = ticket.Number;
        _waiting.Add(ticket);
        return (DeskOutcome.Done, ticket);
    }

    private void Replace(Ticket before, Ticket after)
    {
        Count(before, -1);
        _tickets[after.Number] = after;
        Count(after, +1);
        if (after.State != TicketState.Closed || before.State == TicketState.Closed) return;
        Handling.Note(after);
        _closed.Enqueue(after.Number);
        if (_closed.Count > RememberedClosed) Forget(_closed.Dequeue());
    }

    private void Count(Ticket ticket, int by)
    {
        if (ticket.State == TicketState.Waiting)
        {
            if (by > 0) _waiting.Add(ticket);
            else _waiting.Remove(ticket);
        }
        if (ticket.State != TicketState.Assigned) return;
        if (by > 0) _assigned[ticket.Number] = ticket;
        else _assigned.Remove(ticket.Number);
        _lastGiven[ticket.Agent!.Id] = Math.Max(LastGivenTo(ticket.Agent.Id) ?? 0, ticket.AssignedAt!.Value);
        var load = LoadOf(ticket.Agent.Id) + by;
        if (load > 0) _loads[ticket.Agent.Id] = load;
        else _loads.Remove(ticket.Agent.Id);
    }

    private void Forget(long number)
    {
        _tickets.Remove(number, out var ticket);
        if (_newest[ticket!.Visitor.Id] == number) _newest.Remove(ticket.Visitor.Id);
    }
}
