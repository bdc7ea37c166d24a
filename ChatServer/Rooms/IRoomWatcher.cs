using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Learns what has happened in rooms, when it is in the log and the members have it. Called by the rooms'
/// pumps; must not wait.
/// </summary>
public interface IRoomWatcher
{
    /// <param name="room">Where; its rules have the events.</param>
    /// <param name="events">A batch, in order.</param>
    void OnEvents(Room room, IReadOnlyList<RoomEvent> events);
}
