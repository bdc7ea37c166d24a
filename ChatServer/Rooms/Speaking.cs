using System.Globalization;
using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Saying something in a room, and changing what was said: the checks that every way into the house shares.
/// Each method gives <c>null</c> if the thing is on its way into the log, or why not; what the log itself
/// refuses, the poster learns.
/// </summary>
public sealed class Speaking(People people, HouseLimits limits, TimeProvider time)
{
    /// <summary>Longest reaction, in UTF-16 units: an emoji of a family with skin tones takes 25.</summary>
    private const int MaxReactionUnits = 32;

    private const char EnclosingKeycap = '\u20E3';

    /// <param name="room">Where.</param>
    /// <param name="person">Who.</param>
    /// <param name="saying">What.</param>
    /// <param name="poster">Is told what becomes of it.</param>
    public Refusal? Say(Room room, Person person, Saying saying, IPoster poster)
    {
        var text = UnicodeText.WithoutControls(saying.Text);
        // Files say something by themselves.
        if (saying.Files is not null && !HasVisibleCharacter(text)) text = "";
        var refusal = Check(text, mayBeEmpty: saying.Files is not null)
            ?? Permission.ToSpeak(room, person, time.GetUtcNow())
            ?? Spend(person, poster)
            ?? Permission.ToSpeakAgain(room, person);
        if (refusal is not null) return refusal;
        var draft = new Draft(EventKind.Message, person.Sender, saying.Id, text)
        {
            Reply = saying.Reply,
            Key = saying.Key,
            Files = saying.Files,
        };
        room.Post(new Post(draft, poster));
        return null;
    }

    public Refusal? Edit(Room room, Person person, string? id, long target, string text, IPoster poster)
    {
        text = UnicodeText.WithoutControls(text);
        var refusal = Check(text)
            ?? Permission.ToSpeak(room, person, time.GetUtcNow())
            ?? Spend(person, poster)
            ?? Permission.ToEditAgain(room, person);
        if (refusal is not null) return refusal;
        room.Post(new Post(
            new Draft(EventKind.Edit, person.Sender, id, text) { Target = target, ByAuthorOnly = true },
            poster));
        return null;
    }

    public Refusal? Delete(Room room, Person person, string? id, long target, IPoster poster)
    {
        // Also who is muted may take back what they said.
        if (room.Rules.IsArchived) return Permission.Archived;
        if (Spend(person, poster) is { } refusal) return refusal;
        var draft = new Draft(EventKind.Delete, person.Sender, id, "")
        {
            Target = target,
            ByAuthorOnly = !room.IsHost(person),
        };
        room.Post(new Post(draft, poster));
        return null;
    }

    public Refusal? React(
        Room room, Person person, string? id, long target, string emoji, bool on, IPoster poster)
    {
        if (!IsEmoji(emoji)) return new Refusal(ErrorCode.BadReaction, "a reaction is one emoji");
        var refusal = Permission.ToSpeak(room, person, time.GetUtcNow()) ?? Spend(person, poster);
        if (refusal is not null) return refusal;
        room.Post(new Post(
            new Draft(EventKind.React, person.Sender, id, emoji) { Target = target, On = on }, poster));
        return null;
    }

    /// <summary>
    /// Takes from the allowance of what lasts: the person's, and that of the network they come from.
    /// </summary>
    public Refusal? Spend(Person person, IPoster poster)
    {
        if (!person.Allowances.Messages.TryTake(out var retryAfter))
        {
            return new Refusal(
                ErrorCode.RateLimited,
                $"{limits.MessagesPerSecond} messages a second, {HouseLimits.MessageBurst} at once",
                retryAfter);
        }
        return people.Networks.MaySpeak(poster.Address, out retryAfter)
            ? null
            : new Refusal(ErrorCode.RateLimited, "too many messages from one network", retryAfter);
    }

    /// <summary>Whether that can be said: it has something visible, and isn't too long.</summary>
    internal Refusal? Check(string text, bool mayBeEmpty = false)
    {
        if (!mayBeEmpty && !HasVisibleCharacter(text))
            return new Refusal(ErrorCode.EmptyText, "a message needs a visible character");
        return text.Length > limits.TextBytes || Encoding.UTF8.GetByteCount(text) > limits.TextBytes
            ? new Refusal(ErrorCode.TooLong, $"a message may have {limits.TextBytes} bytes of UTF-8")
            : null;
    }

    private static bool HasVisibleCharacter(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (UnicodeText.IsVisible(rune)) return true;
        }
        return false;
    }

    // One character as a reader counts them: a symbol with what belongs to emoji, a flag, or a key.
    internal static bool IsEmoji(string text)
    {
        if (text.Length is 0 or > MaxReactionUnits || !UnicodeText.IsWellFormed(text)) return false;
        if (StringInfo.GetNextTextElementLength(text) != text.Length) return false;
        var first = Rune.GetRuneAt(text, 0);
        if (text[^1] == EnclosingKeycap)
        {
            return "0123456789#*".Contains(text[0], StringComparison.Ordinal)
                && text[1..^1] is "" or "\uFE0F";
        }
        return !first.IsAscii && UnicodeText.IsSymbol(first)
            && text.EnumerateRunes().All(UnicodeText.IsOfEmoji);
    }
}
