using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>Who may read in a ticket, and who may speak there. Any thread may call it.</summary>
public sealed class TicketRights(Desk desk)
{
    /// <summary>Whether somebody may be in a ticket's room.</summary>
    /// <param name="id">A visitor's, or an agent's who has a key.</param>
    /// <param name="room">Its name, as they wrote it.</param>
    /// <returns><c>null</c> if so; else why not.</returns>
    // A ticket of somebody else and one that doesn't exist are answered alike.
    public Refusal? ToRead(string id, string? room)
    {
        if (!TicketName.TryParse(room, out var number, out var isNotes)) return NoSuchTicket;
        if (RoleId.RoleOf(id) == PersonRole.Agent) return desk.Exists(number) ? null : NoSuchTicket;
        return !isNotes && desk.Find(number)?.IsOf(id) is true ? null : NoSuchTicket;
    }

    /// <summary>Whether somebody who is in may speak.</summary>
    /// <param name="id">A visitor's, or an agent's.</param>
    /// <param name="room">The name of the room.</param>
    /// <returns><c>null</c> if so; else why not.</returns>
    public Refusal? ToSpeak(string id, string room)
    {
        if (!TicketName.TryParse(room, out var number, out var isNotes)) return NoSuchTicket;
        if (isNotes) return null; // only agents are in
        if (desk.Find(number) is not { State: not TicketState.Closed } ticket)
            return new Refusal(ErrorCode.TicketClosed, "the conversation is over");
        return ticket.IsOf(id) || ticket.IsWith(id)
            ? null
            : new Refusal(ErrorCode.NotYours, "only the agent who has the ticket speaks in it");
    }

    public static Refusal NoSuchTicket => new(ErrorCode.NoSuchTicket, "there is no such ticket");
}
