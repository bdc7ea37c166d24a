namespace ChatServer.Support;

/// <summary>
/// The desk, run ahead: when agents have room for one more. What they have now ends evenly over the time that
/// one takes, and what they take until then takes as long. Not thread-safe.
/// </summary>
internal sealed class Forecast
{
    private readonly double _each; // seconds
    // By agent's id: when a place frees, in order.
    private readonly Dictionary<string, Queue<double>> _free = [];

    /// <param name="agents">Who takes tickets.</param>
    /// <param name="handling">How long each ticket takes.</param>
    public Forecast(IReadOnlyCollection<AgentLoad> agents, TimeSpan handling)
    {
        _each = handling.TotalSeconds;
        var ends = EndsOf(agents);
        foreach (var agent in agents)
        {
            // Whoever has more than their limit, by a transfer, has room only when enough of it is over.
            var places = Enumerable.Repeat(0.0, Math.Max(0, agent.Limit - agent.Load)).Concat(ends[agent.Id]);
            _free[agent.Id] = new Queue<double>(places.TakeLast(agent.Limit));
        }
    }

    /// <summary>The next ticket in the queue is taken, by whichever of these agents has room first.</summary>
    /// <returns>In how long; <c>null</c> if there is no agent.</returns>
    public TimeSpan? Take(IReadOnlyCollection<string> agentIds)
    {
        if (agentIds.Count == 0) return null;
        var places = agentIds.Select(id => _free[id]).MinBy(places => places.Peek())!;
        var at = places.Dequeue();
        places.Enqueue(at + _each);
        return TimeSpan.FromSeconds(at);
    }

    // Dealt to the agents in turn, so that not one has all that end first.
    private Dictionary<string, List<double>> EndsOf(IReadOnlyCollection<AgentLoad> agents)
    {
        var ends = agents.ToDictionary(agent => agent.Id, _ => new List<double>());
        var (all, ended) = (agents.Sum(agent => agent.Load), 0);
        for (var turn = 0; ended < all; turn++)
        {
            foreach (var agent in agents.Where(agent => agent.Load > turn))
                ends[agent.Id].Add(_each * ++ended / all);
        }
        return ends;
    }
}
