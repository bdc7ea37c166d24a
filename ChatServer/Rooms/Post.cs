using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>A draft on its way into a room's log, and who wants to know what becomes of it.</summary>
public readonly record struct Post(Draft Draft, IPoster Poster)
{
    /// <summary>
    /// Why it is of no use any more, or <c>null</c>; asked by the pump once all that was posted before is in
    /// the log and folded in. Without it, the log alone decides.
    /// </summary>
    public Func<Refusal?>? Check { get; init; }
}

/// <summary>
/// Who posts. Called on the pool, after the room's members have been sent what there was to send; must not
/// wait.
/// </summary>
public interface IPoster
{
    /// <summary>Where they come from: an IPv4 address, or the /64 network of an IPv6 one.</summary>
    IPAddress Address { get; }

    /// <summary>The event is in the log, and the members have been sent it.</summary>
    void OnAdded(RoomEvent added)
    {
    }

    /// <summary>The event was in the log before: the answer to a repeat, for the poster alone.</summary>
    void OnRepeat(RoomEvent known);

    /// <summary>The log couldn't take it; nothing was delivered.</summary>
    void OnNotSaved(Draft draft);

    /// <summary>The log has nothing that the draft could change, or not for this person.</summary>
    void OnRefused(Draft draft, Refusal why);
}
