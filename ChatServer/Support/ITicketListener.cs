using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// A connection of a visitor or an agent, told what concerns them. Called on any thread, while the desk
/// stands still; must not wait, nor call the desk.
/// </summary>
public interface ITicketListener
{
    /// <summary>A ticket is new, or another than it was: of a visitor theirs, of an agent any.</summary>
    void OnTicket(TicketView ticket);

    /// <summary>Somebody in a ticket's room has read further.</summary>
    void OnSeen(Seen seen);
}

/// <summary>A connection of a visitor.</summary>
public interface IVisitorListener : ITicketListener
{
    /// <summary>The desk is another than it was.</summary>
    void OnDesk(DeskView desk);
}

/// <summary>A connection of an agent.</summary>
public interface IAgentListener : ITicketListener
{
    /// <summary>Who works here is another than it was.</summary>
    void OnAgents(IReadOnlyList<AgentView> agents);

    void OnSettings(DeskSettings settings);

    /// <summary>A visitor has something in their line.</summary>
    void OnPreview(Preview preview);

    /// <summary>The key is no longer good.</summary>
    void OnRevoked();
}
