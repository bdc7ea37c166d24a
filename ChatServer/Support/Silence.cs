using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// Takes tickets back from agents who say nothing: one that was given to somebody and not answered in time goes to the
/// front of the queue. Any thread may call it.
/// </summary>
public sealed class Silence : IDeskWatcher, IDisposable
{
    /// <summary>What such a return gives as its reason.</summary>
    public const string Reason = "silence";

    private readonly Desk _desk;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, ITimer> _timers = []; // by number of the ticket

    /// <param name="desk">The desk, before anything happens there.</param>
    /// <param name="patience">How long an agent has for the first word.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong.</param>
    public Silence(Desk desk, TimeSpan patience, TimeProvider time, ILogger logger)
    {
        (_desk, _patience, _time, _logger) = (desk, patience, time, logger);
        desk.Watch(this);
        // Also what was given to somebody before the server was started.
        foreach (var ticket in desk.Assigned) Follow(ticket);
    }

    public void OnChanged(Ticket ticket, Ticket? before, RoomEvent e) => Follow(ticket);

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var timer in _timers.Values) timer.Dispose();
            _timers.Clear();
        }
    }

    private void Follow(Ticket ticket)
    {
        lock (_gate)
        {
            if (_timers.Remove(ticket.Number, out var timer)) timer.Dispose();
            if (ticket is not { State: TicketState.Assigned, IsAnswered: false, AssignedAt: { } since }) return;
            var left = DateTimeOffset.FromUnixTimeMilliseconds(since) + _patience - _time.GetUtcNow();
            if (left < TimeSpan.Zero) left = TimeSpan.Zero;
            _timers[ticket.Number] = _time.CreateTimer(
                _ => _ = ReturnAsync(ticket), null, left, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task ReturnAsync(Ticket ticket)
    {
        try
        {
            await _desk.ReturnAsync(Desk.Itself, ticket, Reason).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            _logger.Error(e, "Ticket {Ticket} could not be taken back", ticket.Number);
        }
    }
}
