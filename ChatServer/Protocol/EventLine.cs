using System.Globalization;
using System.Text;

namespace ChatServer.Protocol;

/// <summary>An event as a line of text, for people at a terminal.</summary>
internal static class EventLine
{
    private const string Edited = "(edited)";

    /// <summary>
    /// A text as it may go to a terminal: a further line doesn't look like one of its own, and nothing moves
    /// the cursor, turns the direction of the text, or worse.
    /// </summary>
    public static string Printable(string text) =>
        Characters(text).Replace("\n", "\n  ", StringComparison.Ordinal);

    /// <summary>A text in which each character that isn't harmless is replaced.</summary>
    public static string Characters(string text) =>
        string.Create(text.Length, text, static (printable, source) =>
        {
            for (var i = 0; i < printable.Length; i++)
                printable[i] = IsHarmless(source[i]) ? source[i] : '\uFFFD';
        });

    /// <summary>JSON as it may go to a terminal, which means the same: one line, the rest escaped.</summary>
    /// <param name="json">JSON, well-formed.</param>
    public static string Json(string json)
    {
        var line = new StringBuilder(json.Length);
        foreach (var c in json)
        {
            // No string of JSON has them: they stand between two tokens.
            if (c is '\n' or '\r' or '\t') line.Append(' ');
            else if (IsHarmless(c)) line.Append(c);
            else line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
        return line.ToString();
    }

    /// <returns><c>null</c> for what isn't told: reactions, and messages taken back.</returns>
    public static string? Of(RoomEvent e)
    {
        var lines = Files(e);
        if (Text(e) is { } text) lines = lines.Prepend(text);
        var told = string.Join('\n', lines.Select(Printable));
        return told.Length == 0 ? null : told;
    }

    private static string? Text(RoomEvent e) => e.Kind switch
    {
        EventKind.Message when e is { Text: "", Files: not null } => null,
        EventKind.Message when e.Deleted is null => $"{Name(e.From)}: {e.Text}",
        EventKind.Edit when e.Text.Length > 0 => $"{Name(e.From)} {Edited}: {e.Text}",
        EventKind.Rename => $"* {Name(e.Text)} is now {Name(e.From)}",
        EventKind.Webhook => $"* {Name(e.From)} {ActOnWebhook(e)}",
        EventKind.Hand => $"* {Name(e.From)} {ActOnHand(e)}",
        _ when ModerationAction.Is(e.Kind) => $"* {Name(e.From)} {Act(e)}{Why(e)}",
        _ => null,
    };

    private static bool IsHarmless(char c) => c switch
    {
        '\n' or '\t' => true,
        >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029' => false,
        _ => !char.IsControl(c),
    };

    private static string Act(RoomEvent e)
    {
        var isOff = e.On == false;
        var person = e.Person is null ? "" : Name(e.Person);
        return e.Kind switch
        {
            ModerationAction.Topic => e.Text.Length == 0 ? "removed the topic" : $"set the topic: {e.Text}",
            ModerationAction.Kick => isOff ? $"lets {person} come back" : $"sent {person} out",
            ModerationAction.Mute => isOff ? $"unmuted {person}" : $"muted {person}",
            ModerationAction.Ban => isOff ? $"unbanned {person}" : $"banned {person}",
            ModerationAction.Lock => isOff ? "unlocked the room" : "locked the room",
            ModerationAction.Password => isOff ? "removed the password" : "set a password",
            ModerationAction.Slow =>
                e.Seconds == 0 ? "ended slow mode" : $"set slow mode: a message in {e.Seconds} s",
            ModerationAction.HostsOnly => isOff ? "lets everybody speak" : "lets only hosts speak",
            ModerationAction.Host => isOff ? $"took the host's role from {person}" : $"made {person} a host",
            _ => isOff ? "opened the archived room" : "archived the room",
        };
    }

    private static string ActOnWebhook(RoomEvent e) => e.On == false
        ? $"disconnected the webhook of {Name(e.Person!)}"
        : $"connected a webhook that speaks as {Name(e.Person!)}";

    private static string ActOnHand(RoomEvent e)
    {
        if (e.Person is not { } person) return "lowered all hands";
        if (e.On != false) return "raised a hand";
        if (e.Called == true) return $"called {Name(person)}";
        return person.Id == e.From.Id ? "lowered the hand" : $"lowered the hand of {Name(person)}";
    }

    private static string Name(Sender person) => Name(person.Name);

    // A line of its own each, as no text can have one.
    private static IEnumerable<string> Files(RoomEvent e) =>
        (e.Files ?? []).Select((file, n) => string.Create(
            CultureInfo.InvariantCulture,
            $"* {Name(e.From)} sent file {n + 1}: {file.Name}, {file.Bytes} bytes"));

    // A name is not to look like the beginning of another line.
    private static string Name(string name)
    {
        var plain = name.Replace(':', '.').Replace(Edited, "[edited]", StringComparison.OrdinalIgnoreCase);
        return plain is ['*' or '!', .. var rest] ? $"_{rest}" : plain;
    }

    private static string Why(RoomEvent e) =>
        e.Text.Length == 0 || e.Kind == ModerationAction.Topic ? "" : $" ({e.Text})";
}
