using System.Net;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>What a room's rules allow to whom. Whoever keeps order is bound by none of them.</summary>
public static class Permission
{
    /// <summary>Whether a person may come in.</summary>
    /// <returns><c>null</c> if so; else why not.</returns>
    public static Refusal? ToEnter(
        Room room, Person person, string? password, IPAddress from, Guesses guesses, DateTimeOffset now)
    {
        if (room.IsHost(person)) return null;
        var rules = room.Rules;
        if (rules.KickOf(person.Id, now) is { } kick)
            return kick.Refuse(ErrorCode.Kicked, "a host sent this person out");
        // Who is there is on another device.
        if (room.IsPresent(person)) return null;
        if (rules.IsLockedTo(person.Id)) return new Refusal(ErrorCode.Locked, "a host has locked the room");
        if (rules.PasswordHash is not { } hash) return null;
        if (password is null) return new Refusal(ErrorCode.PasswordNeeded, "the room has a password");
        var wrong = new Refusal(ErrorCode.BadPassword, "a wrong password for the room");
        return guesses.Try(from, () => RoomPassword.IsRight(password, hash), wrong);
    }

    /// <summary>Whether a person may say, change or react to something.</summary>
    /// <returns><c>null</c> if so; else why not.</returns>
    public static Refusal? ToSpeak(Room room, Person person, DateTimeOffset now)
    {
        var rules = room.Rules;
        if (ReferenceEquals(rules, RoomRules.None)) return null;
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
    public static Refusal? ToSaySoSoon(Room room, Person person)
    {
        var pause = room.Rules.Slow;
        if (pause == TimeSpan.Zero || room.IsHost(person)) return null;
        return room.SlowMode.TrySpeak(person.Id, pause, out var retryAfter)
            ? null
            : new Refusal(
                ErrorCode.SlowMode, $"one message in {pause.TotalSeconds:0} seconds", retryAfter);
    }

    public static Refusal Archived => new(ErrorCode.Archived, "the room is archived");
}
