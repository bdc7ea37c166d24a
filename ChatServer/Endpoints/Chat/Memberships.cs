using System.Diagnostics.CodeAnalysis;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>A connection's place in a room.</summary>
internal sealed record Membership(Room Room, Member Member);

/// <summary>
/// Where a connection is a member. Its own requests add; a host may take out at any time, from any thread.
/// </summary>
internal sealed class Memberships(RoomRegistry rooms)
{
    // Few, and nearly always one: a dictionary takes three times the memory. It is its own lock, for the same
    // reason.
    private readonly List<Membership> _all = new(1);

    public int Count
    {
        get
        {
            lock (_all) return _all.Count;
        }
    }

    public Membership[] All
    {
        get
        {
            lock (_all) return [.. _all];
        }
    }

    /// <param name="room">As the client names it.</param>
    /// <param name="membership">The place in that room.</param>
    public bool TryFind(string? room, [NotNullWhen(true)] out Membership? membership)
    {
        membership = null;
        if (room is null) return false;
        // As the server writes it, nearly always; else as the client did.
        membership = Find(room) ?? (RoomName.TryParse(room, out var name) ? Find(name) : null);
        return membership is not null;
    }

    public void Add(Membership membership)
    {
        lock (_all) _all.Add(membership);
    }

    /// <summary>Takes a place away, and the member out of the room, once.</summary>
    /// <returns>False if somebody else has.</returns>
    public bool Leave(Membership membership)
    {
        lock (_all)
        {
            if (!_all.Remove(membership)) return false;
        }
        rooms.Leave(membership.Room, membership.Member);
        return true;
    }

    /// <summary>The place in a room; <c>null</c> if there is none.</summary>
    /// <param name="name">The room's canonical name.</param>
    public Membership? Find(string name)
    {
        lock (_all)
        {
            foreach (var candidate in _all)
            {
                if (candidate.Room.Name == name) return candidate;
            }
        }
        return null;
    }
}
