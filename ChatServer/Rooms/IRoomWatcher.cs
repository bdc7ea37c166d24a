using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Learns what has happened in rooms, when it is in the log and the members have it. Called by the rooms' pumps;
/// must not wait.
/// </summary>
public interface IRoomWatcher
{
    /// <summary>A host did something (<see cref="ModerationAction"/>); the room's rules have it.</summary>
    void OnRule(Room room, RoomEvent rule);

    /// <summary>Something new stands in a conversation of two.</summary>
    /// <param name="room">The conversation.</param>
    /// <param name="last">The newest of it.</param>
    void OnDirect(Room room, RoomEvent last);
}
