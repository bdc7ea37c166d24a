using System.Net;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Coming into the house and into its rooms: the checks that every way in shares. Any thread may call it.
/// </summary>
public sealed class Admission(People people, Bans bans, RoomRegistry rooms, TimeProvider time)
{
    /// <summary>Lets somebody into the house, unless they are banned or lack its password.</summary>
    /// <param name="arrival">Who they are, and what they give.</param>
    /// <param name="listener">The connection.</param>
    /// <param name="person">Who is here now.</param>
    /// <returns><c>null</c> if they are in; else why not.</returns>
    public Refusal? ToHouse(Arrival arrival, IPersonListener listener, out Person? person)
    {
        person = null;
        if (Ban(arrival.PersonId, listener.Address) is { } ban) return ban;
        var isNew = !people.Knows(arrival.PersonId);
        if (isNew && !people.Networks.MayBecomeSomebody(listener.Address, out var retryAfter))
            return new Refusal(ErrorCode.RateLimited, "too many new people from one network", retryAfter);
        if (people.Admit(arrival.PersonId, arrival.Password, listener.Address, arrival.IsLasting)
            is { } refusal)
        {
            // Who didn't come in leaves the place to others.
            if (isNew) people.Networks.BecameNobody(listener.Address);
            return refusal;
        }
        var entered = people.Enter(arrival.PersonId, arrival.Name, arrival.IsLasting, listener);
        // A ban that came in between has looked for their connections before this was one.
        if (Ban(entered.Id, listener.Address) is { } late)
        {
            people.Leave(entered, listener);
            return late;
        }
        person = entered;
        return null;
    }

    /// <summary>
    /// Lets a member into a room, unless its rules keep them out; a room that isn't there is made.
    /// </summary>
    /// <param name="name">The room; canonical.</param>
    /// <param name="member">Who comes.</param>
    /// <param name="password">The room's password, if they gave one.</param>
    /// <param name="from">Where they are.</param>
    /// <param name="room">The room that they are in now.</param>
    /// <returns><c>null</c> if they are in; else why not.</returns>
    public Refusal? ToRoom(string name, Member member, string? password, IPAddress from, out Room? room)
    {
        room = null;
        var person = member.Person;
        if (rooms.Find(name) is { } there
            && Permission.ToEnter(there, person, password, from, people.Guesses, time.GetUtcNow())
                is { } refusal)
        {
            return refusal;
        }
        room = rooms.Enter(name, member);
        return room is null ? new Refusal(ErrorCode.NoSuchRoom, $"there is no room «{name}»") : null;
    }

    private Refusal? Ban(string personId, IPAddress from) =>
        bans.Find(personId, from) is { } ban && !people.IsAdmin(personId) ? ban.Refuse() : null;
}
