using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Support;

/// <summary>
/// Gives tickets that wait to agents who have room, where that is set. One round at a time; what changes
/// meanwhile is for the next. Any thread may call it.
/// </summary>
public sealed class Dispatcher : IDeskWatcher
{
    private readonly Desk _desk;
    private readonly Rota _rota;
    private readonly Staff _staff;
    private readonly DeskSetup _setup;
    private readonly ILogger _logger;
    private readonly Lock _gate = new(); // guards what follows; nobody else's is taken while it is held
    private bool _isDue;
    private bool _isRunning;

    /// <param name="desk">The desk, before anything happens there.</param>
    /// <param name="rota">Who has how much to do.</param>
    /// <param name="staff">Who is connected.</param>
    /// <param name="setup">Whether tickets are given out.</param>
    /// <param name="logger">For what goes wrong.</param>
    public Dispatcher(Desk desk, Rota rota, Staff staff, DeskSetup setup, ILogger logger)
    {
        (_desk, _rota, _staff, _setup, _logger) = (desk, rota, staff, setup, logger);
        desk.Watch(this);
        staff.Changed += Wake;
        setup.Changed += Wake;
    }

    public void OnChanged(Ticket ticket, Ticket? before) => Wake();

    private void Wake()
    {
        if (_setup.Settings.Routing != DeskSettings.Auto) return;
        lock (_gate)
        {
            _isDue = true;
            if (_isRunning) return;
            _isRunning = true;
        }
        _ = Task.Run(RunAsync);
    }

    private async Task RunAsync()
    {
        while (TakeTurn())
        {
            try
            {
                await GiveOutAsync().ConfigureAwait(false);
            }
            catch (LogException e)
            {
                // The next change at the desk tries again; agents can still claim by hand.
                _logger.Error(e, "Tickets could not be given out");
            }
        }
    }

    private bool TakeTurn()
    {
        lock (_gate)
        {
            _isRunning = _isDue;
            _isDue = false;
            return _isRunning;
        }
    }

    private async Task GiveOutAsync()
    {
        IReadOnlyList<(Ticket Ticket, string AgentId)> pairs = [];
        _desk.StandStill(() => pairs = Routing.Assign(_desk.Waiting, _rota.Online));
        foreach (var (ticket, agentId) in pairs)
        {
            var agent = _staff.Online.Select(one => one.Agent).FirstOrDefault(agent => agent.Id == agentId);
            // Who has just gone has it taken back soon; who is gone already isn't given it.
            if (agent is not null)
                await _desk.GiveAsync(agent.Who, ticket.Number, _staff.Limit).ConfigureAwait(false);
        }
    }
}
