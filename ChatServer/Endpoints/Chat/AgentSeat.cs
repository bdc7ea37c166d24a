using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Endpoints.Chat;

/// <summary>An agent's place at the support desk: they see all tickets.</summary>
internal sealed class AgentSeat(ChatClient client, Agent agent) : DeskSeat(client), IAgentListener
{
    private volatile bool _isRevoked;

    public Agent Agent => agent;

    public override bool HasEnded => _isRevoked;

    public override Standing Standing => Standing.Agent;

    public override void Leave() => Client.Support.Staff.Go(agent, this);

    public override TicketView View(Ticket ticket) => Client.Support.Bulletin.ViewForAgent(ticket);

    /// <summary>What the console begins with; while the desk stands still.</summary>
    public ConsoleView Welcome()
    {
        var support = Client.Support;
        var oldest = (Client.House.Time.GetUtcNow() - SupportDesk.FoundFor).ToUnixTimeMilliseconds();
        var closed = support.Desk.Closed.Where(
            ticket => ticket.Agent?.Id == agent.Id && ticket.ClosedAt >= oldest);
        return new ConsoleView(
            agent.Terms.Supervisor, support.Staff.StateOf(agent.Id) == AgentState.Away,
            [.. support.Desk.Waiting.Concat(support.Desk.Assigned).Concat(closed).Select(View)],
            support.Rota.Views, support.Setup.Settings);
    }

    public void OnAgents(IReadOnlyList<AgentView> agents) =>
        Client.Tell(new AgentsTold(agents), ProtocolJson.Default.AgentsTold);

    public void OnSettings(DeskSettings settings) =>
        Client.Tell(new SettingsTold(settings), ProtocolJson.Default.SettingsTold);

    public void OnPreview(Preview preview)
    {
        if (Client.Memberships.Find(preview.Room) is not null)
            Client.Tell(preview, ProtocolJson.Default.Preview);
    }

    public void OnRevoked()
    {
        _isRevoked = true;
        Client.Close(CloseCode.KeyRevoked, new Refusal(ErrorCode.BadKey, "the key was revoked"));
    }
}
