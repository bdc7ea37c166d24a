using ChatServer.Log;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// Closes tickets that still wait when their visitor hasn't been there for a day: who comes back within one
/// finds theirs. Looks every hour. Those that were left while nobody was there wait for an agent however long
/// it takes.
/// </summary>
public sealed class Abandonment : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Desk _desk;
    private readonly Visitors _visitors;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    // By number of the ticket: when its visitor was missed first. A restart forgets it.
    private Dictionary<long, DateTimeOffset> _missedSince = [];

    public Abandonment(Desk desk, Visitors visitors, TimeProvider time, ILogger logger)
    {
        (_desk, _visitors, _time, _logger) = (desk, visitors, time, logger);
        _timer = time.CreateTimer(_ => _ = LookAsync(), null, Interval, Interval);
    }

    public void Dispose() => _timer.Dispose();

    private async Task LookAsync()
    {
        var now = _time.GetUtcNow();
        var missed = _desk.Waiting
            .Where(ticket => !ticket.IsOffline && !_visitors.IsPresent(ticket.Visitor.Id))
            .Select(ticket => (Ticket: ticket, Since: _missedSince.GetValueOrDefault(ticket.Number, now)))
            .ToList();
        _missedSince = missed.ToDictionary(one => one.Ticket.Number, one => one.Since);
        foreach (var (ticket, since) in missed)
        {
            if (now - since >= SupportDesk.FoundFor) await CloseAsync(ticket).ConfigureAwait(false);
        }
    }

    private async Task CloseAsync(Ticket ticket)
    {
        try
        {
            await _desk.AbandonAsync(ticket.Number, ticket.Turn).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            _logger.Error(
                e, "Ticket {Ticket} could not be closed; it is tried again in an hour", ticket.Number);
        }
    }
}
