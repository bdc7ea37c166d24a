using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>Tickets as they travel.</summary>
internal static class TicketViews
{
    /// <summary>As its visitor sees it.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="place">Its place in the queue, if it waits.</param>
    public static TicketView ForVisitor(Ticket ticket, QueuePlace? place) => Common(ticket) with
    {
        Ahead = place?.Ahead,
        Wait = place?.WaitSeconds,
        // How urgent agents find it is their own, and why they give it back.
        Acts = [.. ticket.Acts.Where(act => act.Kind != DeskAction.Prioritise).Select(ForVisitor)],
    };

    /// <summary>As agents see it.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="isPresent">Whether the visitor is connected.</param>
    public static TicketView ForAgent(Ticket ticket, bool isPresent) => Common(ticket) with
    {
        Acts = ticket.Acts,
        Page = ticket.Page,
        Language = ticket.Language,
        Contact = ticket.Contact,
        Fields = ticket.Fields,
        Priority = ticket.Priority == 0 ? null : ticket.Priority,
        Tag = ticket.Tag,
        Present = isPresent ? true : null,
        Since = ticket.State == TicketState.Closed ? null : ticket.AwaitingSince,
        Turn = ticket.Turn,
    };

    private static TicketAct ForVisitor(TicketAct act) =>
        act.Kind == DeskAction.Return && act.By.Id.Length > 0 ? act with { Text = null } : act;

    private static TicketView Common(Ticket ticket) => new(
        ticket.Number, ticket.Room, NameOf(ticket.State), ticket.OpenedAt, ticket.Question, ticket.Visitor)
    {
        Department = ticket.Department,
        Offline = ticket.IsOffline ? true : null,
        Agent = ticket.Agent,
        Assigned = ticket.State == TicketState.Assigned ? ticket.AssignedAt : null,
        Answered = ticket.State == TicketState.Assigned && ticket.IsAnswered ? true : null,
        Returned = ticket is { State: TicketState.Waiting, IsReturned: true } ? true : null,
        Closed = ticket.ClosedAt,
        By = ticket.ClosedBy,
        Rating = ticket.Rating,
        Comment = ticket.Comment,
    };

    private static string NameOf(TicketState state) => state switch
    {
        TicketState.Waiting => "waiting",
        TicketState.Assigned => "assigned",
        _ => "closed",
    };
}
