using ChatServer.Log;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// Takes tickets back from agents who leave a visitor without a word: for the time that is set, or for a
/// minute when they aren't connected. Such a ticket goes to the front of the queue. Any thread may call it.
/// </summary>
public sealed class TakeBack : IDeskWatcher, IDisposable
{
    /// <summary>Why: the agent said nothing.</summary>
    public const string Silence = "silence";

    /// <summary>Why: the agent isn't connected.</summary>
    public const string Gone = "gone";

    /// <summary>
    /// How long an agent who is gone has to come back: a laptop that changes networks takes less.
    /// </summary>
    public static readonly TimeSpan Absence = TimeSpan.FromMinutes(1);

    /// <summary>How long until it is tried again where the log can't write.</summary>
    internal static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly Desk _desk;
    private readonly Staff _staff;
    private readonly DeskSetup _setup;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new(); // nobody else's is taken while it is held
    private readonly Dictionary<long, ITimer> _timers = []; // by number of the ticket
    private bool _isClosed;

    /// <param name="desk">The desk, before anything happens there.</param>
    /// <param name="staff">Who is connected.</param>
    /// <param name="setup">How long an agent has for a word.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong.</param>
    public TakeBack(Desk desk, Staff staff, DeskSetup setup, TimeProvider time, ILogger logger)
    {
        (_desk, _staff, _setup, _time, _logger) = (desk, staff, setup, time, logger);
        desk.Watch(this);
        staff.Changed += FollowAll;
        setup.Changed += FollowAll;
        // Also what was given to somebody before the server was started.
        FollowAll();
    }

    public void OnChanged(Ticket ticket, Ticket? before) => Follow(ticket);

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var timer in _timers.Values) timer.Dispose();
            _timers.Clear();
        }
    }

    private void FollowAll() => _desk.StandStill(() =>
    {
        foreach (var ticket in _desk.Assigned) Follow(ticket);
    });

    private void Follow(Ticket ticket)
    {
        var end = EndOf(ticket);
        lock (_gate)
        {
            if (_timers.Remove(ticket.Number, out var timer)) timer.Dispose();
            if (end is { } at) Set(ticket, at.When, at.Why);
        }
    }

    private void Set(Ticket ticket, DateTimeOffset when, string why)
    {
        if (_isClosed) return;
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ => _ = ReturnAsync(ticket, why, timer!), null, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        _timers[ticket.Number] = timer;
        var left = when - _time.GetUtcNow();
        timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    // When the agent's time is over, whichever comes first.
    private (DateTimeOffset When, string Why)? EndOf(Ticket ticket)
    {
        if (ticket is not { State: TicketState.Assigned, AwaitingSince: { } awaiting }) return null;
        var since = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(awaiting, ticket.AssignedAt!.Value));
        var silent = _setup.Silence is { } patience ? since + patience : (DateTimeOffset?)null;
        var gone = _staff.GoneSince(ticket.Agent!.Id) is { } left ? left + Absence : (DateTimeOffset?)null;
        if (gone is { } first && !(silent < first)) return (first, Gone);
        return silent is { } last ? (last, Silence) : null;
    }

    private async Task ReturnAsync(Ticket ticket, string why, ITimer timer)
    {
        try
        {
            await _desk.ReturnAsync(Desk.Itself, ticket.Number, ticket.Turn, why).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            // If there is a newer one, this is disposed, and stays so.
            timer.Change(RetryDelay, Timeout.InfiniteTimeSpan);
            _logger.Error(e, "Ticket {Ticket} could not be taken back; it is tried again", ticket.Number);
        }
    }
}
