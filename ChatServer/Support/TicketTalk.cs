using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// Tells the desk whose turn it is to speak in a ticket: what is said in its room says so. Called by the rooms'
/// pumps.
/// </summary>
public sealed class TicketTalk(Desk desk, ILogger logger) : IRoomWatcher
{
    public void OnEvents(Room room, IReadOnlyList<RoomEvent> events)
    {
        if (TicketName.TryParse(room.Name, out var number, out var isNotes) && !isNotes)
            _ = TellAsync(number, events);
    }

    /// <summary>
    /// Looks at what was said last in tickets that are with an agent: the server may have been killed before the
    /// desk knew of it.
    /// </summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async Task CatchUpAsync(IEventLog log)
    {
        foreach (var ticket in desk.Assigned)
        {
            var page = await log.ReadAsync(
                log.Open(ticket.Room), PageRequest.Newest(HouseLimits.DefaultPageEvents, HouseLimits.PageBytes))
                .ConfigureAwait(false);
            await TellAsync(
                ticket.Number, [.. page.Events.Where(e => e.At >= ticket.AssignedAt)]).ConfigureAwait(false);
        }
    }

    // The last word counts; whoever else spoke isn't one of the two.
    private async Task TellAsync(long number, IReadOnlyList<RoomEvent> events)
    {
        if (desk.Find(number) is not { State: TicketState.Assigned } ticket) return;
        var last = events.LastOrDefault(e => e.Kind == EventKind.Message
            && (ticket.IsOf(e.From.Id) || ticket.IsWith(e.From.Id)));
        if (last is null || ticket.IsWith(last.From.Id) == ticket.IsAnswered) return;
        try
        {
            if (ticket.IsAnswered) await desk.AwaitAsync(last.From, number).ConfigureAwait(false);
            else await desk.AnswerAsync(last.From, number).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            logger.Error(e, "What was said in ticket {Ticket} could not be told at the desk", number);
        }
    }
}
