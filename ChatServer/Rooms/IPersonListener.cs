using System.Net;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// A connection of a person, told what concerns them wherever they are. Called on any thread; must not wait,
/// nor call <see cref="People"/>. After a change that others see, each tells the rooms that it is in (<see
/// cref="Room.Changed"/>). What a listener leaves out doesn't concern it.
/// </summary>
public interface IPersonListener
{
    /// <summary>
    /// Where the connection comes from: an IPv4 address, or the /64 network of an IPv6 one.
    /// </summary>
    IPAddress Address { get; }

    /// <summary>The person has a new name.</summary>
    /// <param name="person">The person.</param>
    /// <param name="by">The connection that asked for it.</param>
    void OnRenamed(Person person, IPersonListener by)
    {
    }

    /// <summary>The person has another role, or the one that was asked for.</summary>
    /// <param name="person">The person.</param>
    /// <param name="by">The connection that asked for it.</param>
    void OnRoleChanged(Person person, IPersonListener by)
    {
    }

    /// <summary>The person has gone away from all their connections, or is back at one.</summary>
    void OnAwayChanged(Person person)
    {
    }

    /// <summary>Another browser has claimed a code of the person.</summary>
    void OnHandedOver()
    {
    }

    /// <summary>The person has read further.</summary>
    /// <param name="room">Name of the room.</param>
    /// <param name="seq">How far.</param>
    /// <param name="by">The connection on which they did.</param>
    void OnRead(string room, long seq, IPersonListener by)
    {
    }

    /// <summary>A host sent the person out of a room.</summary>
    void OnKicked(Room room, RoomEvent kick)
    {
    }

    /// <summary>The person, or where they come from, is banned from the house.</summary>
    void OnBanned(Ban ban)
    {
    }

    /// <summary>Something new stands in a conversation that the person has with another.</summary>
    void OnDirect(Room room, Sender other)
    {
    }
}
