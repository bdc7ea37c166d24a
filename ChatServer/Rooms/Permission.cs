using System.Net;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>What a room's rules allow to whom. Whoever keeps order is bound by none of them.</summary>
public static class Permission
{
    private const string KickedMessage = "a host sent this person out";

    /// <summary>Whether a person may come in.</summary>
    /// <returns><c>null</c> if so; else why not.</returns>
    public static Refusal? ToEnter(
        Room room, Person person, string? password, IPAddress from, Guesses guesses, DateTimeOffset now)
    {
        if (room.IsHost(person)) return null;
        if (Kicked(room, person, now) is { } kicked) return kicked;
        var rules = room.Rules;
        // Who is there is on another device.
        if (room.IsPresent(person)) return null;
        if (rules.IsLockedTo(person.Id)) return new Refusal(ErrorCode.Locked, "a host has locked the room");
        if (rules.PasswordHash is not { } hash || rules.IsKnownInside(person.Id)) return null;
        if (password is null) return new Refusal(ErrorCode.PasswordNeeded, "the room has a password");
        var wrong = new Refusal(ErrorCode.BadPassword, "a wrong password for the room");
        return guesses.Try(from, room.Name, () => RoomPassword.IsRight(password, hash), wrong);
    }

    /// <summary>Whether a person was sent out for a time that isn't over.</summary>
    /// <returns><c>null</c> if not; else until when, and why.</returns>
    public static Refusal? Kicked(Room room, Person person, DateTimeOffset now) =>
        room.IsHost(person)
            ? null
            : room.Rules.KickOf(person.Id, now)?.Refuse(ErrorCode.Kicked, KickedMessage);

    /// <summary>What somebody is told who is kicked.</summary>
    public static Refusal Kicked(RoomEvent kick) =>
        new Restriction(kick.Person!, kick.Until, kick.Text).Refuse(ErrorCode.Kicked, KickedMessage);

    /// <summary>Whether a person may say, change or react to something.</summary>
    /// <returns><c>null</c> if so; else why not.</returns>
    public static Refusal? ToSpeak(Room room, Person person, DateTimeOffset now)
    {
        var rules = room.Rules;
        if (ReferenceEquals(rules, RoomRules.None)) return null; // nearly every room
        if (rules.IsArchived) return Archived;
        if (room.IsHost(person)) return null;
        if (rules.MuteOf(person.Id, now) is { } mute)
            return mute.Refuse(ErrorCode.Muted, "a host has muted this person");
        return rules.HostsOnly
            ? new Refusal(ErrorCode.HostsOnly, "only hosts may speak in this room")
            : null;
    }

    /// <summary>Whether slow mode lets a person say something now; if so, it counts.</summary>
    /// <returns><c>null</c> if so; else why not.</returns>
    public static Refusal? ToSpeakAgain(Room room, Person person) => AfterPause(room, person, person.Id);

    /// <summary>
    /// The same for an edit, which says something as well. It has a pause of its own, for typing errors.
    /// </summary>
    public static Refusal? ToEditAgain(Room room, Person person) =>
        AfterPause(room, person, $"{person.Id} edit");

    private static Refusal? AfterPause(Room room, Person person, string what)
    {
        var pause = room.Rules.SlowInterval;
        if (pause == TimeSpan.Zero || room.IsHost(person)) return null;
        return room.SlowMode.TrySpeak(what, pause, out var retryAfter)
            ? null
            : new Refusal(
                ErrorCode.SlowMode, $"one message in {pause.TotalSeconds:0} seconds", retryAfter);
    }

    public static Refusal Archived => new(ErrorCode.Archived, "the room is archived");
}
