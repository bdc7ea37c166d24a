using ChatServer.Protocol;
using ChatServer.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>An agent's connection that nobody listens at.</summary>
internal sealed class DeafAgent : IAgentListener
{
    public void OnTicket(TicketView ticket)
    {
    }

    public void OnSeen(Seen seen)
    {
    }

    public void OnAgents(IReadOnlyList<AgentView> agents)
    {
    }

    public void OnSettings(DeskSettings settings)
    {
    }

    public void OnPreview(Preview preview)
    {
    }

    public void OnRevoked()
    {
    }
}
