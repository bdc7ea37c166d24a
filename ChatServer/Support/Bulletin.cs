using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// Tells visitors and agents what changes at the desk: a ticket at once, and what follows from it (places in
/// the queue, who has how much to do, whether somebody is there) four times a second at most. Any thread may
/// call it.
/// </summary>
public sealed class Bulletin : IDeskWatcher, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly Desk _desk;
    private readonly Rota _rota;
    private readonly Staff _staff;
    private readonly Visitors _visitors;
    private readonly Reception _reception;
    private readonly DeskSetup _setup;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new(); // guards the timers; nobody else's is taken while it is held
    private ITimer? _soon; // not null while something waits to be told
    private ITimer? _later; // when the desk opens or closes next
    private bool _isClosed;

    // What was told last; belongs to whoever has the desk stand still.
    private Dictionary<long, QueuePlace> _places = [];
    private IReadOnlyList<AgentView> _agents = [];
    private byte[] _deskTold = [];

    /// <param name="desk">The desk, before anything happens there.</param>
    /// <param name="rota">Who has how much to do.</param>
    /// <param name="staff">The agents who are connected.</param>
    /// <param name="visitors">The visitors who are.</param>
    /// <param name="reception">Whether somebody is there.</param>
    /// <param name="setup">The settings.</param>
    /// <param name="time">The clock.</param>
    public Bulletin(
        Desk desk, Rota rota, Staff staff, Visitors visitors, Reception reception, DeskSetup setup,
        TimeProvider time)
    {
        (_desk, _rota, _staff, _visitors) = (desk, rota, staff, visitors);
        (_reception, _setup, _time) = (reception, setup, time);
        desk.Watch(this);
        staff.Changed += TellSoon;
        visitors.PresenceChanged += OnVisitor;
        setup.Changed += OnSettings;
        desk.StandStill(TellAll);
    }

    /// <summary>A ticket as its visitor sees it; while the desk stands still.</summary>
    public TicketView ViewForVisitor(Ticket ticket) => TicketViews.ForVisitor(
        ticket, ticket.State == TicketState.Waiting ? Places()[ticket.Number] : null);

    /// <summary>A ticket as agents see it.</summary>
    public TicketView ViewForAgent(Ticket ticket) =>
        TicketViews.ForAgent(ticket, _visitors.IsPresent(ticket.Visitor.Id));

    public void OnChanged(Ticket ticket, Ticket? before)
    {
        TellAgents(ticket);
        if (_visitors.ConnectionsOf(ticket.Visitor.Id) is { Count: > 0 } connections)
        {
            var view = ViewForVisitor(ticket);
            foreach (var connection in connections) connection.OnTicket(view);
        }
        TellSoon();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _soon?.Dispose();
            _later?.Dispose();
        }
    }

    private void OnVisitor(string id) => _desk.StandStill(() =>
    {
        if (_desk.NewestOf(id) is { State: not TicketState.Closed } ticket) TellAgents(ticket);
    });

    private void OnSettings() => _desk.StandStill(() =>
    {
        foreach (var connection in _staff.Connections) connection.OnSettings(_setup.Settings);
        TellSoon();
    });

    private void TellAgents(Ticket ticket)
    {
        if (_staff.Connections is not { Count: > 0 } connections) return;
        var view = ViewForAgent(ticket);
        foreach (var connection in connections) connection.OnTicket(view);
    }

    private void TellSoon()
    {
        lock (_gate)
        {
            if (_isClosed || _soon is not null) return;
            _soon = _time.CreateTimer(
                _ => _desk.StandStill(TellAll), null, Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private void TellAll()
    {
        // Before what is told is looked at, so that nothing that comes after is left out.
        WatchTheClock();
        TellPlaces();
        TellRota();
        TellReception();
    }

    private void WatchTheClock()
    {
        lock (_gate)
        {
            _soon?.Dispose();
            _later?.Dispose();
            (_soon, _later) = (null, null);
            if (!_isClosed && _reception.UntilChange is { } left && left < TimeSpan.FromDays(40))
                _later = _time.CreateTimer(_ => TellSoon(), null, left, Timeout.InfiniteTimeSpan);
        }
    }

    private void TellPlaces()
    {
        var (before, now) = (_places, Places());
        _places = now;
        foreach (var (number, place) in now)
        {
            if (before.TryGetValue(number, out var known) && known == place) continue;
            var ticket = _desk.Find(number)!;
            if (_visitors.ConnectionsOf(ticket.Visitor.Id) is not { Count: > 0 } connections) continue;
            var view = TicketViews.ForVisitor(ticket, place);
            foreach (var connection in connections) connection.OnTicket(view);
        }
    }

    private void TellRota()
    {
        var now = _rota.Views;
        if (now.SequenceEqual(_agents)) return;
        _agents = now;
        foreach (var connection in _staff.Connections) connection.OnAgents(now);
    }

    private void TellReception()
    {
        var now = _reception.View;
        var told = ProtocolJson.Bytes(new DeskTold(now), ProtocolJson.Default.DeskTold);
        if (told.AsSpan().SequenceEqual(_deskTold)) return;
        _deskTold = told;
        foreach (var connection in _visitors.All) connection.OnDesk(now);
    }

    private Dictionary<long, QueuePlace> Places() =>
        QueuePlaces.Of(_desk.Waiting, _rota.Online, _desk.MedianHandling);
}
