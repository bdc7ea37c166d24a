namespace ChatServer.Support;

/// <summary>Where a ticket is.</summary>
public enum TicketState
{
    /// <summary>In the queue of its department.</summary>
    Waiting,

    /// <summary>With an agent.</summary>
    Assigned,

    /// <summary>Over.</summary>
    Closed,
}
