using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>What somebody is told whose act at the desk doesn't count.</summary>
public static class DeskRefusal
{
    /// <returns><c>null</c> if it counts.</returns>
    public static Refusal? Of(DeskReceipt receipt) => receipt.Outcome switch
    {
        DeskOutcome.Done => null,
        DeskOutcome.AlreadyOpen => new(ErrorCode.AlreadyOpen, "the visitor has a ticket that isn't closed"),
        DeskOutcome.Taken => new(ErrorCode.Taken, "another agent has the ticket")
        {
            Text = receipt.Ticket!.Agent!.Name,
        },
        DeskOutcome.AtLimit => new(ErrorCode.AtLimit, "the agent has as many tickets as they may"),
        DeskOutcome.Stale => new(ErrorCode.Stale, "the ticket is somewhere else by now"),
        DeskOutcome.Closed => new(ErrorCode.TicketClosed, "the ticket is closed"),
        DeskOutcome.NotClosed => new(ErrorCode.NotClosed, "the ticket isn't closed yet"),
        DeskOutcome.NotYours => new(ErrorCode.NotYours, "another agent has the ticket, or nobody"),
        _ => TicketRights.NoSuchTicket,
    };
}
