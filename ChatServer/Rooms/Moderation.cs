using System.Net;
using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>What a host wants done; docs/protocol.md says what each field means for which action.</summary>
public sealed record ModerationRequest(string Action)
{
    public string? PersonId { get; init; }
    public string? Text { get; init; }
    public int? Seconds { get; init; }

    /// <summary>Whether it is to be so, or no longer.</summary>
    public bool On { get; init; } = true;

    /// <summary>Whether a ban is also for the addresses that the person comes from.</summary>
    public bool WithAddress { get; init; }
}

/// <summary>
/// Keeping order: who may do what to whom, and the event that comes of it. What the event entails is the
/// <see cref="Enforcement"/>'s.
/// </summary>
public sealed class Moderation(People people, Bans bans, Speaking speaking, TimeProvider time)
{
    /// <summary>Longest topic and reason, in bytes of UTF-8.</summary>
    public const int MaxTextBytes = 500;

    /// <summary>Longest time that something can be set for: 366 days.</summary>
    public const int MaxSeconds = 366 * 24 * 3600;

    /// <summary>Longest pause of slow mode.</summary>
    public const int MaxSlowSeconds = 3600;

    /// <returns><c>null</c> if it is on its way into the log; else why not.</returns>
    public Refusal? Act(Room room, Person by, string? id, ModerationRequest request, IPoster poster)
    {
        if (!ModerationAction.Is(request.Action))
            return Bad($"there is no action «{(request.Action.Length > 32 ? "…" : request.Action)}»");
        var refusal = MayAct(room, by, request) ?? CheckText(request) ?? CheckSeconds(request);
        if (refusal is not null) return refusal;
        Sender? person = null;
        if (IsAboutPerson(request.Action))
        {
            if (request.PersonId is null) return Bad($"{request.Action} needs person");
            person = people.Find(request.PersonId) ?? (request.On ? null : Restricted(room, request));
            if (person is null) return new Refusal(ErrorCode.NoSuchPerson, "nobody of that id is known");
            if (IsProtected(room, by, person.Id, request))
                return NotAllowed("the person is a host or an admin");
        }
        if (speaking.Spend(by, poster) is { } limited) return limited;
        room.Post(new Post(Draft(room, by, id, request, person), poster));
        return null;
    }

    private static bool IsAboutPerson(string action) => action
        is ModerationAction.Kick or ModerationAction.Mute or ModerationAction.Ban or ModerationAction.Host;

    private static bool IsForAdmins(string action) => action
        is ModerationAction.Ban or ModerationAction.Host or ModerationAction.Archive;

    private static Refusal? MayAct(Room room, Person by, ModerationRequest request)
    {
        if (room.IsPrivate) return NotAllowed("a conversation of two has no hosts");
        if (IsForAdmins(request.Action) ? !by.IsAdmin : !room.IsHost(by))
            return NotAllowed($"only {(IsForAdmins(request.Action) ? "admins" : "hosts")} may do that");
        if (room.Rules.IsArchived && request.Action != ModerationAction.Archive) return Permission.Archived;
        return request.Action == ModerationAction.Archive && room.IsPermanent
            ? NotAllowed("a room of --rooms is always there")
            : null;
    }

    // Whom the rules know is let off also when nobody else remembers them.
    private Sender? Restricted(Room room, ModerationRequest request)
    {
        var (rules, id, now) = (room.Rules, request.PersonId!, time.GetUtcNow());
        return request.Action switch
        {
            ModerationAction.Kick => rules.KickOf(id, now)?.Person,
            ModerationAction.Mute => rules.MuteOf(id, now)?.Person,
            ModerationAction.Ban => bans.Of(id)?.Restriction.Person,
            _ => rules.Hosts.GetValueOrDefault(id),
        };
    }

    // Making somebody a host, and taking what was done to them back, harms nobody.
    private bool IsProtected(Room room, Person by, string personId, ModerationRequest request) =>
        request.On && request.Action != ModerationAction.Host
        && (people.IsAdmin(personId) || (room.Rules.Hosts.ContainsKey(personId) && !by.IsAdmin));

    private static Refusal? CheckText(ModerationRequest request)
    {
        var bytes = request.Text is null ? 0 : Encoding.UTF8.GetByteCount(request.Text);
        if (request.Action == ModerationAction.Password && request.On)
        {
            return bytes is > 0 and <= RoomPassword.MaxBytes
                ? null
                : Bad($"password needs text, 1–{RoomPassword.MaxBytes} bytes");
        }
        if (request.Action == ModerationAction.Topic && request.Text is null) return Bad("topic needs text");
        return bytes > MaxTextBytes
            ? new Refusal(ErrorCode.TooLong, $"a topic or a reason may have {MaxTextBytes} bytes of UTF-8")
            : null;
    }

    private static Refusal? CheckSeconds(ModerationRequest request)
    {
        if (request.Action == ModerationAction.Slow)
        {
            return request.Seconds is >= 0 and <= MaxSlowSeconds
                ? null
                : Bad($"slow needs seconds, 0–{MaxSlowSeconds}");
        }
        return request.Seconds is null or (>= 1 and <= MaxSeconds) ? null : Bad($"seconds is 1–{MaxSeconds}");
    }

    private Draft Draft(Room room, Person by, string? id, ModerationRequest request, Sender? person)
    {
        var isForATime = request.On && request.Seconds is not null && person is not null;
        return new Draft(request.Action, by.Sender, id, TextOf(request))
        {
            Person = person,
            On = request.Action is ModerationAction.Topic or ModerationAction.Slow ? null : request.On,
            Seconds = request.Action == ModerationAction.Slow ? request.Seconds : null,
            Until = isForATime
                ? time.GetUtcNow().AddSeconds(request.Seconds!.Value).ToUnixTimeMilliseconds()
                : null,
            Secret = SecretOf(room, request),
        };
    }

    private static string TextOf(ModerationRequest request) => request.Action switch
    {
        // Nobody is told, and nothing of it is kept but the hash.
        ModerationAction.Password => "",
        _ => request.Text?.Trim() ?? "",
    };

    private EventSecret? SecretOf(Room room, ModerationRequest request) => request.Action switch
    {
        ModerationAction.Password when request.On =>
            new EventSecret { Hash = RoomPassword.Hash(request.Text!), Members = room.PresentIds() },
        ModerationAction.Lock when request.On => new EventSecret { Members = room.PresentIds() },
        ModerationAction.Ban when request is { On: true, WithAddress: true } =>
            new EventSecret { Addresses = AddressesOf(request.PersonId!) },
        _ => null,
    };

    // Not this machine's own: that would lock out whoever sits at it.
    private List<string> AddressesOf(string personId) =>
    [
        .. people.ConnectionsOf(personId).Select(connection => connection.Address)
            .Where(address => !IPAddress.IsLoopback(address))
            .Select(address => address.ToString()).Distinct(),
    ];

    private static Refusal Bad(string message) => new(ErrorCode.BadMessage, message);

    private static Refusal NotAllowed(string message) => new(ErrorCode.NotAllowed, message);
}
