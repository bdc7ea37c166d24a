using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>
/// The agents who are connected: online, or away. Calls nobody while it is locked, so whoever holds a lock
/// may call it. Any thread may call it.
/// </summary>
public sealed class Staff
{
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OnDuty> _here = []; // by id
    private readonly Dictionary<string, DateTimeOffset> _gone = []; // by id: since when
    private readonly SpentAllowances _spent;
    private readonly DateTimeOffset _start;
    private DateTimeOffset? _lostAt;

    /// <param name="agents">Who has a key.</param>
    /// <param name="limit">Tickets that each may have at once.</param>
    /// <param name="house">What each may say in a while.</param>
    /// <param name="time">The clock.</param>
    public Staff(Agents agents, int limit, HouseLimits house, TimeProvider time)
    {
        (_time, Limit, _start) = (time, limit, time.GetUtcNow());
        _spent = new SpentAllowances(house, time);
        agents.Revoked += Revoke;
    }

    private sealed class OnDuty(Agent agent, Person person, long since)
    {
        /// <summary>As of the newest key.</summary>
        public Agent Agent { get; set; } = agent;

        /// <summary>Whether the key of these connections is no longer good.</summary>
        public bool IsRevoked { get; set; }

        public Person Person => person;

        /// <summary>When they came, in Unix milliseconds.</summary>
        public long Since => since;

        public List<IAgentListener> Connections { get; } = [];

        public bool IsAway { get; set; }
    }

    /// <summary>Somebody came, went, or is away or back. Called on any thread; must not wait.</summary>
    public event Action? Changed;

    /// <summary>Tickets that each may have at once.</summary>
    public int Limit { get; }

    /// <summary>All connections.</summary>
    public IReadOnlyList<IAgentListener> Connections
    {
        get
        {
            lock (_gate) return [.. _here.Values.SelectMany(agent => agent.Connections)];
        }
    }

    /// <summary>Those who take tickets now, and since when they are here, in Unix milliseconds.</summary>
    public IReadOnlyList<(Agent Agent, long Since)> Online
    {
        get
        {
            lock (_gate)
                return [.. _here.Values.Where(IsOnline).Select(agent => (agent.Agent, agent.Since))];
        }
    }

    /// <summary>
    /// When the last connection of somebody who took tickets ended last; <c>null</c> if none did.
    /// </summary>
    public DateTimeOffset? LostAt
    {
        get
        {
            lock (_gate) return _lostAt;
        }
    }

    /// <summary>An agent is connected.</summary>
    /// <returns>Who they are in the rooms of tickets.</returns>
    public Person Come(Agent agent, IAgentListener connection)
    {
        OnDuty? onDuty;
        lock (_gate)
        {
            if (!_here.TryGetValue(agent.Id, out onDuty))
            {
                onDuty = new OnDuty(agent, Make(agent), _time.GetUtcNow().ToUnixTimeMilliseconds());
                _here.Add(agent.Id, onDuty);
                _gone.Remove(agent.Id);
            }
            onDuty.Connections.Add(connection);
            (onDuty.Agent, onDuty.IsRevoked) = (agent, false);
        }
        Changed?.Invoke();
        return onDuty.Person;
    }

    /// <summary>An agent in the rooms of tickets, who needn't be connected.</summary>
    public Person PersonOf(Agent agent)
    {
        lock (_gate) return _here.TryGetValue(agent.Id, out var onDuty) ? onDuty.Person : Make(agent);
    }

    /// <summary>Somebody of <see cref="PersonOf"/> has said what they had to say.</summary>
    public void Part(Person person)
    {
        lock (_gate)
        {
            if (!_here.ContainsKey(person.Id)) _spent.Keep(person);
        }
    }

    /// <summary>A connection of an agent ends.</summary>
    public void Go(Agent agent, IAgentListener connection)
    {
        lock (_gate)
        {
            var onDuty = _here[agent.Id];
            onDuty.Connections.Remove(connection);
            if (onDuty.Connections.Count > 0) return;
            _here.Remove(agent.Id);
            _spent.Keep(onDuty.Person);
            var now = _time.GetUtcNow();
            _gone[agent.Id] = now;
            if (IsOnline(onDuty)) _lostAt = now;
        }
        Changed?.Invoke();
    }

    /// <summary>An agent takes no further tickets for now, or does again.</summary>
    public void SetAway(string id, bool isAway)
    {
        lock (_gate)
        {
            if (!_here.TryGetValue(id, out var agent) || agent.IsAway == isAway) return;
            agent.IsAway = isAway;
        }
        Changed?.Invoke();
    }

    /// <summary>One of <see cref="AgentState"/>.</summary>
    public string StateOf(string id)
    {
        lock (_gate)
        {
            return !_here.TryGetValue(id, out var agent) || agent.IsRevoked ? AgentState.Offline
                : agent.IsAway ? AgentState.Away : AgentState.Online;
        }
    }

    /// <summary>
    /// Since when an agent isn't connected: since the start, of who wasn't since. <c>null</c> if they are.
    /// </summary>
    public DateTimeOffset? GoneSince(string id)
    {
        lock (_gate) return _here.ContainsKey(id) ? null : _gone.GetValueOrDefault(id, _start);
    }

    private static bool IsOnline(OnDuty agent) => agent is { IsAway: false, IsRevoked: false };

    private Person Make(Agent agent) =>
        new(agent.Id, new PersonName(agent.Who.Name, ""), _spent.Of(agent.Id));

    private void Revoke(string id)
    {
        IReadOnlyList<IAgentListener> connections;
        lock (_gate)
        {
            connections = [];
            if (_here.TryGetValue(id, out var agent))
                (connections, agent.IsRevoked) = ([.. agent.Connections], true);
        }
        foreach (var connection in connections) connection.OnRevoked();
        Changed?.Invoke();
    }
}
