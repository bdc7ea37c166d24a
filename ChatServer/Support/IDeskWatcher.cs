namespace ChatServer.Support;

/// <summary>Learns what changed at the desk, in the order of its log; must not wait.</summary>
public interface IDeskWatcher
{
    /// <param name="ticket">The ticket as it is now.</param>
    /// <param name="before">As it was; <c>null</c> if it is new.</param>
    void OnChanged(Ticket ticket, Ticket? before);
}
