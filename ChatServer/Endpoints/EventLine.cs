using ChatServer.Protocol;

namespace ChatServer.Endpoints;

/// <summary>An event as a line of text, for people at a terminal.</summary>
internal static class EventLine
{
    /// <summary>What a message begins with that tells what its author does.</summary>
    private const string Action = "/me ";

    /// <returns><c>null</c> for what isn't told: reactions, and messages taken back.</returns>
    public static string? Of(RoomEvent e) => e.Kind switch
    {
        EventKind.Message when e.Text.StartsWith(Action, StringComparison.Ordinal) =>
            $"* {e.From.Name} {e.Text[Action.Length..]}",
        EventKind.Message => $"{e.From.Name}: {e.Text}",
        EventKind.Edit => $"{e.From.Name} (edited): {e.Text}",
        EventKind.Rename => $"* {e.Text} is now {e.From.Name}",
        _ when ModerationAction.Is(e.Kind) => $"* {e.From.Name} {Act(e)}{Why(e)}",
        _ => null,
    };

    private static string Act(RoomEvent e)
    {
        var isOff = e.On == false;
        var person = e.Person?.Name;
        return e.Kind switch
        {
            ModerationAction.Topic => e.Text.Length == 0 ? "removed the topic" : $"set the topic: {e.Text}",
            ModerationAction.Kick => isOff ? $"lets {person} come back" : $"sent {person} out",
            ModerationAction.Mute => isOff ? $"unmuted {person}" : $"muted {person}",
            ModerationAction.Ban => isOff ? $"unbanned {person}" : $"banned {person}",
            ModerationAction.Lock => isOff ? "unlocked the room" : "locked the room",
            ModerationAction.Password => isOff ? "removed the password" : "set a password",
            ModerationAction.Slow => e.Seconds == 0 ? "ended slow mode" : $"set slow mode: a message in {e.Seconds} s",
            ModerationAction.HostsOnly => isOff ? "lets everybody speak" : "lets only hosts speak",
            ModerationAction.Host => isOff ? $"took the host's role from {person}" : $"made {person} a host",
            _ => isOff ? "opened the archived room" : "archived the room",
        };
    }

    private static string Why(RoomEvent e) =>
        e.Text.Length == 0 || e.Kind == ModerationAction.Topic ? "" : $" ({e.Text})";
}
