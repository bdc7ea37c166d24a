namespace ChatServer.Rooms;

/// <summary>
/// Names of rooms that say themselves who may come in: of conversations of two, and of tickets. Such rooms
/// have no hosts, aren't listed, and are there also where rooms are fixed.
/// </summary>
public static class PrivateName
{
    /// <summary>Whether it is meant as one; it needn't be well-formed.</summary>
    public static bool HasMark(string? room) => DirectName.HasMark(room) || TicketName.HasMark(room);
}
