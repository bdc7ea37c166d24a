using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// What an event of the desk's log makes of a ticket. One that comes too late changes nothing.
/// </summary>
internal static class TicketActs
{
    /// <returns>What became of it, and the ticket as it is now: the same if nothing did.</returns>
    public static (DeskOutcome Outcome, Ticket Ticket) Apply(Ticket ticket, RoomEvent e, DeskDetail detail)
    {
        if (e.Kind == DeskAction.Rate) return Rate(ticket, e, detail);
        if (e.Kind == DeskAction.Answer && ticket.MissesAnswerOf(e.From.Id))
            return (DeskOutcome.Done, Late(ticket, e));
        if (ticket.State == TicketState.Closed) return (DeskOutcome.Closed, ticket);
        return e.Kind switch
        {
            DeskAction.Claim => Claim(ticket, e),
            DeskAction.Answer => Answer(ticket, e),
            DeskAction.Await => Await(ticket, e),
            DeskAction.Return => Return(ticket, e, detail),
            DeskAction.Transfer => Transfer(ticket, e, detail),
            DeskAction.TakeOver => (DeskOutcome.Done, Noted(Assign(ticket, e, e.From), e)),
            DeskAction.Prioritise =>
                (DeskOutcome.Done, Noted(ticket with { Priority = detail.Priority ?? 0 }, e)),
            DeskAction.Close => Close(ticket, e, detail),
            _ => (DeskOutcome.Done, ticket), // of a newer server
        };
    }

    private static (DeskOutcome, Ticket) Claim(Ticket ticket, RoomEvent e)
    {
        // The desk gives it to somebody; agents take it themselves.
        var agent = e.Person ?? e.From;
        if (ticket.State == TicketState.Waiting)
            return (DeskOutcome.Done, Noted(Assign(ticket, e, agent), e));
        return (ticket.IsWith(agent.Id) ? DeskOutcome.Done : DeskOutcome.Taken, ticket);
    }

    // A new turn: what was decided of an agent who hadn't said anything is no longer so.
    private static (DeskOutcome, Ticket) Answer(Ticket ticket, RoomEvent e)
    {
        if (!ticket.IsWith(e.From.Id)) return (DeskOutcome.NotYours, ticket);
        if (ticket.IsAnswered) return (DeskOutcome.Done, ticket);
        return (DeskOutcome.Done, ticket with
        {
            Turn = e.Seq,
            AwaitingSince = null,
            AnsweredAt = ticket.AnsweredAt ?? e.At,
        });
    }

    // The word was said before the end, as nobody speaks after it, and told here after it.
    private static Ticket Late(Ticket ticket, RoomEvent e) =>
        ticket with { AnsweredAt = Math.Min(e.At, ticket.ClosedAt!.Value) };

    private static (DeskOutcome, Ticket) Await(Ticket ticket, RoomEvent e)
    {
        if (!ticket.IsOf(e.From.Id)) return (DeskOutcome.NotYours, ticket);
        if (!ticket.IsAnswered) return (DeskOutcome.Done, ticket);
        return (DeskOutcome.Done, ticket with { Turn = e.Seq, AwaitingSince = e.At });
    }

    private static (DeskOutcome, Ticket) Return(Ticket ticket, RoomEvent e, DeskDetail detail)
    {
        // A timer decides of the turn alone.
        if (e.From.Id.Length > 0 && !MayAct(ticket, e)) return (DeskOutcome.NotYours, ticket);
        return ticket.State == TicketState.Assigned && detail.Turn == ticket.Turn
            ? (DeskOutcome.Done, Noted(Wait(ticket, e), e))
            : (DeskOutcome.Stale, ticket);
    }

    private static (DeskOutcome, Ticket) Transfer(Ticket ticket, RoomEvent e, DeskDetail detail)
    {
        if (!MayAct(ticket, e)) return (DeskOutcome.NotYours, ticket);
        var next = e.Person is { } agent
            ? Assign(ticket, e, agent)
            : Wait(ticket, e) with { Department = detail.Department };
        return (DeskOutcome.Done, Noted(next, e));
    }

    private static (DeskOutcome, Ticket) Close(Ticket ticket, RoomEvent e, DeskDetail detail)
    {
        if (!ticket.IsOf(e.From.Id) && !MayAct(ticket, e)) return (DeskOutcome.NotYours, ticket);
        // A timer decides of one turn.
        if (detail.Turn is { } turn && turn != ticket.Turn) return (DeskOutcome.Stale, ticket);
        var closed = ticket with
        {
            State = TicketState.Closed,
            Turn = e.Seq,
            ClosedAt = e.At,
            ClosedBy = e.From,
            Tag = detail.Tag,
        };
        return (DeskOutcome.Done, Noted(closed, e));
    }

    private static (DeskOutcome, Ticket) Rate(Ticket ticket, RoomEvent e, DeskDetail detail)
    {
        if (!ticket.IsOf(e.From.Id)) return (DeskOutcome.NotYours, ticket);
        if (ticket.State != TicketState.Closed) return (DeskOutcome.NotClosed, ticket);
        return (DeskOutcome.Done, Noted(ticket with { Rating = detail.Rating, Comment = e.Text }, e));
    }

    // Who has it, and a supervisor (On).
    private static bool MayAct(Ticket ticket, RoomEvent e) => e.On == true || ticket.IsWith(e.From.Id);

    private static Ticket Assign(Ticket ticket, RoomEvent e, Sender agent) => ticket with
    {
        State = TicketState.Assigned,
        Turn = e.Seq,
        Agent = agent,
        AssignedAt = e.At,
        AwaitingSince = ticket.AwaitingSince ?? e.At,
    };

    private static Ticket Wait(Ticket ticket, RoomEvent e) => ticket with
    {
        State = TicketState.Waiting,
        Turn = e.Seq,
        IsReturned = true,
        AssignedAt = null,
        AwaitingSince = ticket.AwaitingSince ?? e.At,
    };

    private static Ticket Noted(Ticket ticket, RoomEvent e)
    {
        // The comment of a rating stands in the ticket, and a later one takes the place of an earlier.
        var isRating = e.Kind == DeskAction.Rate;
        var earlier = isRating ? ticket.Acts.Where(known => known.Kind != DeskAction.Rate) : ticket.Acts;
        var act = new TicketAct(e.At, e.Kind, e.From, isRating || e.Text.Length == 0 ? null : e.Text)
        {
            To = e.Person,
            Department = e.Kind == DeskAction.Transfer ? e.Secret?.Desk?.Department : null,
        };
        return ticket with { Acts = [.. earlier.TakeLast(Ticket.RememberedActs - 1), act] };
    }
}
