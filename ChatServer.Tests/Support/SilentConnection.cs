using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Tests.Support;

/// <summary>A connection of a person that nothing needs to be told; a test overrides what it wants to hear.</summary>
internal class SilentConnection : IPersonListener
{
    public virtual IPAddress Address => IPAddress.Loopback;

    public virtual void OnRenamed(Person person, IPersonListener by)
    {
    }

    public virtual void OnRoleChanged(Person person, IPersonListener by)
    {
    }

    public virtual void OnAwayChanged(Person person)
    {
    }

    public virtual void OnHandedOver()
    {
    }

    public virtual void OnRead(string room, long seq, IPersonListener by)
    {
    }

    public virtual void OnKicked(Room room, RoomEvent kick)
    {
    }

    public virtual void OnBanned(Ban ban)
    {
    }

    public virtual void OnDirect(Room room, Sender other)
    {
    }
}
