namespace ChatServer.Support;

/// <summary>An agent as routing sees them.</summary>
/// <param name="Id">Who.</param>
/// <param name="Departments">Whose tickets they take; of all if empty.</param>
/// <param name="Load">Tickets they have.</param>
/// <param name="Limit">Tickets they may have at once.</param>
/// <param name="IdleSince">When they got a ticket last, or came, in Unix milliseconds.</param>
public sealed record AgentLoad(
    string Id, IReadOnlyCollection<string> Departments, int Load, int Limit, long IdleSince);

/// <summary>Who gets which ticket, where they are given out automatically: the longest idle first.</summary>
public static class Routing
{
    /// <summary>Gives out what waits, as far as agents have room.</summary>
    /// <param name="waiting">In the order in which they are taken.</param>
    /// <param name="agents">Those who are online and not away.</param>
    /// <returns>Pairs of a ticket and an agent's id, in the order of the tickets.</returns>
    public static IReadOnlyList<(Ticket Ticket, string AgentId)> Assign(
        IEnumerable<Ticket> waiting, IEnumerable<AgentLoad> agents)
    {
        // Who gets one now goes behind those who have waited for one.
        var idle = new LinkedList<AgentLoad>(
            agents.Where(HasRoom).OrderBy(agent => agent.IdleSince)
                .ThenBy(agent => agent.Id, StringComparer.Ordinal));
        var given = new List<(Ticket, string)>();
        foreach (var ticket in waiting)
        {
            // Who has just lost it, or given it back, only if there is nobody else.
            bool Takes(AgentLoad agent) => Serves(agent, ticket.Department);
            var place = FirstOf(idle, agent => Takes(agent) && agent.Id != ticket.Agent?.Id)
                ?? FirstOf(idle, Takes);
            if (place is null) continue;
            idle.Remove(place);
            var agent = place.Value with { Load = place.Value.Load + 1 };
            given.Add((ticket, agent.Id));
            if (HasRoom(agent)) idle.AddLast(agent);
        }
        return given;
    }

    /// <summary>
    /// Whether an agent is given tickets of a department; those without one are everybody's.
    /// </summary>
    public static bool Serves(AgentLoad agent, string? department) =>
        agent.Departments.Count == 0 || department is null || agent.Departments.Contains(department);

    private static LinkedListNode<AgentLoad>? FirstOf(LinkedList<AgentLoad> agents, Predicate<AgentLoad> isIt)
    {
        var place = agents.First;
        while (place is not null && !isIt(place.Value)) place = place.Next;
        return place;
    }

    private static bool HasRoom(AgentLoad agent) => agent.Load < agent.Limit;
}
