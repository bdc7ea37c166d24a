using System.Net;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Who is banned from the house, folded from the logs of all rooms. Any thread may call it.
/// </summary>
public sealed class Bans(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Ban> _byPerson = [];
    private volatile bool _isEmpty = true;

    /// <summary>Folds an event in; of two about one person the later holds.</summary>
    public void Fold(RoomEvent e)
    {
        if (e.Kind != ModerationAction.Ban || e.Person is not { } person) return;
        lock (_gate)
        {
            if (_byPerson.TryGetValue(person.Id, out var known) && IsLater(known.Event, e)) return;
            // One that was taken back stays as well: an earlier one may be folded after it.
            _byPerson[person.Id] = new Ban(e);
            _isEmpty = false;
        }
    }

    /// <summary>The ban that a person, or whoever comes from that address, is under.</summary>
    public Ban? Find(string personId, IPAddress address)
    {
        if (_isEmpty) return null;
        lock (_gate)
        {
            if (_byPerson.TryGetValue(personId, out var own) && Holds(own)) return own;
            return _byPerson.Values.FirstOrDefault(ban => Holds(ban) && ban.IsFor(address));
        }
    }

    /// <summary>The ban of a person that holds; <c>null</c> if none does.</summary>
    public Ban? Of(string personId)
    {
        lock (_gate) return _byPerson.TryGetValue(personId, out var ban) && Holds(ban) ? ban : null;
    }

    /// <summary>All that hold, the newest first.</summary>
    public IReadOnlyList<Ban> Current()
    {
        lock (_gate) return [.. _byPerson.Values.Where(Holds).OrderByDescending(ban => ban.Event.At)];
    }

    // In one room the number tells, whatever a clock that was set back says.
    private static bool IsLater(RoomEvent one, RoomEvent other) =>
        one.Room == other.Room ? one.Seq > other.Seq : one.At > other.At;

    private bool Holds(Ban ban) => ban.Event.On != false && ban.Restriction.HoldsAt(time.GetUtcNow());
}

/// <summary>A ban from the house.</summary>
/// <param name="Event">As it stands in the log of the room where it was made.</param>
public sealed record Ban(RoomEvent Event)
{
    private readonly HashSet<IPAddress> _addresses =
        [.. (Event.Secret?.Addresses ?? []).Select(address => IPAddress.Parse(address))];

    public Restriction Restriction { get; } = new(Event.Person!, Event.Until, Event.Text);

    public bool IsFor(IPAddress address) => _addresses.Contains(address);

    /// <summary>What who is banned is told.</summary>
    public Refusal Refuse() => Restriction.Refuse(ErrorCode.Banned, "banned from this server");
}
