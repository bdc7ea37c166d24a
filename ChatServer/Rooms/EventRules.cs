using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// What an event of a room can be: for those that come from outside, where anything can be written into the
/// file.
/// </summary>
internal sealed class EventRules(HouseLimits limits)
{
    /// <summary>The year 9999 ends then, in Unix milliseconds.</summary>
    private const long LastMoment = 253_402_300_799_999;

    private const int MaxIdChars = 64;

    private const int MaxFiles = HouseLimits.MessageFiles;

    /// <returns><c>null</c> if it can be; else what is wrong, in a few words.</returns>
    public string? Check(RoomEvent e)
    {
        // The reader of JSON leaves out what the type says is always there.
        if (e is { Kind: null } or { From: null } or { Text: null }) return "kind, from and text are needed";
        var isMessage = e.Kind == EventKind.Message;
        if (!isMessage && e.Kind is not (EventKind.Rename or EventKind.Webhook) && !EventKind.IsRule(e.Kind))
        {
            return $"an export has no events of kind «{(e.Kind.Length > 20 ? "…" : e.Kind)}»";
        }
        if (e.Seq is < 1 or > LogLimits.MaxRestoredSeq) return $"seq is 1–{LogLimits.MaxRestoredSeq}";
        if (!new[] { e.At, e.Edited ?? 0, e.Deleted ?? 0, e.Until ?? 0 }.All(IsMoment))
            return "at, edited, deleted and until are Unix milliseconds";
        if (!IsSender(e.From) && !IsAdminKey(e)) return "from isn't a person";
        if (!IsClientId(e.Id) || !IsClientId(e.Key))
            return $"id and key have 1–{House.MaxClientIdChars} characters";
        return CheckText(e) ?? (isMessage ? CheckMessage(e) : CheckOther(e));
    }

    private string? CheckText(RoomEvent e)
    {
        if (e.Text.Length > limits.TextBytes || Encoding.UTF8.GetByteCount(e.Text) > limits.TextBytes)
            return $"a text may have {limits.TextBytes} bytes of UTF-8 on this server (--max-message)";
        return UnicodeText.WithoutControls(e.Text).Length == e.Text.Length
            ? null
            : "the text has control characters";
    }

    private static string? CheckMessage(RoomEvent e)
    {
        var isEmpty = e.Text.Length == 0 && e.Files is null;
        if (e.Deleted is null ? isEmpty : e is not { Text: "", Files: null, Reactions: null, Key: null })
            return "a message has a text or files, or is deleted and has nothing";
        if (e.Files is not null
            && (e.Key is not null || e.Files.Count is 0 or > MaxFiles || !e.Files.All(IsFile)))
        {
            return $"files are 1–{MaxFiles}, each with its name, type, bytes and sha256, and go with no key";
        }
        if (e.Reply is { } reply && (reply < 1 || reply >= e.Seq)) return "reply is an earlier seq";
        if (e is not { Target: null, Person: null, Until: null, Seconds: null, On: null, Called: null })
            return "a message has no target, person, until, seconds, on or called";
        return CheckReactions(e.Reactions ?? []);
    }

    private static string? CheckReactions(IReadOnlyList<Reaction> reactions)
    {
        if (reactions.Any(reaction => reaction is not { Emoji: not null, By.Count: > 0 }
            || !Speaking.IsEmoji(reaction.Emoji) || !reaction.By.All(IsSender)
            || reaction.By.DistinctBy(person => person.Id).Count() != reaction.By.Count))
        {
            return "a reaction is one emoji, by persons, each once";
        }
        return reactions.DistinctBy(reaction => reaction.Emoji).Count() != reactions.Count
            || reactions.Count > LogLimits.DifferentReactions
            || reactions.Sum(reaction => reaction.By.Count) > LogLimits.Reactions
            ? $"at most {LogLimits.DifferentReactions} different reactions, {LogLimits.Reactions} in all"
            : null;
    }

    private static string? CheckOther(RoomEvent e)
    {
        if (e is not
            {
                Target: null, Reply: null, Files: null, Edited: null, Deleted: null, Reactions: null,
                Key: null,
            })
        {
            return $"what only messages have doesn't go with «{e.Kind}»";
        }
        if (e.Person is null ? ConcernsSomebody(e) : !IsSender(e.Person)) return "person isn't a person";
        if (e is { Called: not null } and not { Kind: EventKind.Hand, Person: not null, On: false })
            return "only who lowers a person's hand has called them";
        if (e.Kind == EventKind.Rename && e.Text.Length == 0) return "the text of a rename is the old name";
        return e.Seconds is null or (>= 0 and <= 86_400) ? null : "seconds are 0–86400";
    }

    private static bool ConcernsSomebody(RoomEvent e) =>
        e.Kind is ModerationAction.Kick or ModerationAction.Mute or ModerationAction.Ban
            or ModerationAction.Host or EventKind.Webhook
        || e is { Kind: EventKind.Hand, On: not false };

    // Who has shown the admin key, and is no person here.
    private static bool IsAdminKey(RoomEvent e) =>
        e is { Kind: EventKind.Webhook, From: { Id: "", Name: PersonRole.Admin } };

    private static bool IsFile(Attachment? file) =>
        file is { Name: { } name, Type: { } type, Bytes: >= 0, Sha256: { Length: 64 } sha256 }
        && FileName.Clean(name) == name && FileName.CleanType(type) == type
        && sha256.All(char.IsAsciiHexDigitLower)
        && file is { Width: null, Height: null }
            or { Width: >= 1 and <= Attachment.MaxSide, Height: >= 1 and <= Attachment.MaxSide };

    private static bool IsClientId(string? id) => id is null or { Length: > 0 and <= House.MaxClientIdChars };

    private static bool IsMoment(long unixMilliseconds) => unixMilliseconds is >= 0 and <= LastMoment;

    private static bool IsSender(Sender? person) =>
        person is { Id: { Length: > 0 and <= MaxIdChars } id, Name: { } name }
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && PersonName.TryParse(name, out _);
}
