using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// Tells the desk whose turn it is to speak in a ticket: what is said in its room says so. Called by the
/// rooms' pumps.
/// </summary>
public sealed class TicketTalk(Desk desk, ILogger logger) : IRoomWatcher
{
    // By number of the ticket: one word after the other, since each depends on what became of those before.
    private readonly Dictionary<long, Task> _telling = [];

    public void OnEvents(Room room, IReadOnlyList<RoomEvent> events)
    {
        if (TicketName.TryParse(room.Name, out var number, out var isNotes) && !isNotes)
            TellInOrder(number, events);
    }

    /// <summary>
    /// Looks at what was said last in tickets that are with an agent: the server may have been killed before
    /// the desk knew of it.
    /// </summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public async Task CatchUpAsync(IEventLog log)
    {
        foreach (var ticket in desk.Assigned)
        {
            var newest = PageRequest.Newest(HouseLimits.DefaultPageEvents, HouseLimits.PageBytes);
            var page = await log.ReadAsync(log.Open(ticket.Room), newest).ConfigureAwait(false);
            var last = page.Events.LastOrDefault(e => e.Kind == EventKind.Message && e.At >= ticket.AssignedAt
                && (ticket.IsOf(e.From.Id) || ticket.IsWith(e.From.Id)));
            if (last is not null) await TellAsync(ticket.Number, [last]).ConfigureAwait(false);
        }
    }

    private void TellInOrder(long number, IReadOnlyList<RoomEvent> events)
    {
        lock (_telling)
        {
            var before = _telling.GetValueOrDefault(number, Task.CompletedTask);
            var telling = AfterAsync(before);
            if (!telling.IsCompleted) _telling[number] = telling;
            _ = telling.ContinueWith(
                done =>
                {
                    lock (_telling)
                    {
                        if (_telling.GetValueOrDefault(number) == done) _telling.Remove(number);
                    }
                },
                TaskScheduler.Default);
        }

        async Task AfterAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await TellAsync(number, events).ConfigureAwait(false);
        }
    }

    // Whoever else spoke isn't one of the two.
    private async Task TellAsync(long number, IEnumerable<RoomEvent> events)
    {
        foreach (var word in events.Where(e => e.Kind == EventKind.Message))
        {
            if (desk.Find(number) is not { } ticket) return;
            var isLate = ticket.MissesAnswerOf(word.From.Id);
            if (ticket.State != TicketState.Assigned && !isLate) continue;
            var isAgents = isLate || ticket.IsWith(word.From.Id);
            if ((!isAgents && !ticket.IsOf(word.From.Id)) || isAgents == ticket.IsAnswered) continue;
            try
            {
                if (isAgents) await desk.AnswerAsync(word.From, number).ConfigureAwait(false);
                else await desk.AwaitAsync(word.From, number).ConfigureAwait(false);
            }
            catch (LogException e)
            {
                logger.Error(e, "What was said in ticket {Ticket} could not be told at the desk", number);
            }
        }
    }
}
