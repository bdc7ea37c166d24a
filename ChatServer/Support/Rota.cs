using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// Agents with what they have to do: who they are, whether they are here, and how much they have.
/// </summary>
public sealed class Rota(Desk desk, Agents agents, Staff staff)
{
    /// <summary>Those who take tickets now, as routing sees them.</summary>
    public IReadOnlyList<AgentLoad> Online
    {
        get
        {
            return
            [
                .. staff.Online.Select(one => new AgentLoad(
                    one.Agent.Id, one.Agent.Terms.Departments, desk.LoadOf(one.Agent.Id), staff.Limit,
                    Math.Max(one.Since, desk.LastGivenTo(one.Agent.Id) ?? 0))),
            ];
        }
    }

    /// <summary>All who have a key, as agents see each other.</summary>
    public IReadOnlyList<AgentView> Views =>
    [
        .. agents.All.Select(agent => new AgentView(
            agent.Id, agent.Who.Name, staff.StateOf(agent.Id), desk.LoadOf(agent.Id), staff.Limit,
            agent.Terms.Departments, agent.Terms.Supervisor)),
    ];
}
