using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// The rooms and the people in them: what every way into the house, WebSocket or plain HTTP, works on.
/// </summary>
public sealed record House(People People, RoomRegistry Rooms, HouseLimits Limits, TimeProvider Time)
{
    /// <summary>Longest id that a client may give, in UTF-16 units.</summary>
    public const int MaxClientIdChars = 64;

    /// <summary>Says something in a room, if that is allowed.</summary>
    /// <param name="room">The room.</param>
    /// <param name="person">Who says it.</param>
    /// <param name="id">The client's own id; makes a repeat safe.</param>
    /// <param name="text">What is said.</param>
    /// <param name="poster">Is told what becomes of it.</param>
    /// <returns><c>null</c> if it is on its way into the log; else why not.</returns>
    public Refusal? Say(Room room, Person person, string? id, string text, IPoster poster)
    {
        if (!HasInk(text)) return new Refusal(ErrorCode.EmptyText, "a message needs a visible character");
        if (text.Length > Limits.TextBytes || Encoding.UTF8.GetByteCount(text) > Limits.TextBytes)
            return new Refusal(ErrorCode.TooLong, $"a message may have {Limits.TextBytes} bytes of UTF-8");
        if (!person.Messages.TryTake(out var retryAfter))
        {
            return new Refusal(
                ErrorCode.RateLimited,
                $"{Limits.MessagesPerSecond} messages a second, {HouseLimits.MessageBurst} at once",
                retryAfter);
        }
        room.Post(new Post(new Draft(EventKind.Message, person.Sender, id, text), poster));
        return null;
    }

    private static bool HasInk(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (UnicodeText.IsVisible(rune)) return true;
        }
        return false;
    }
}

/// <summary>Something asked for was refused.</summary>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
/// <param name="Message">English, for developers.</param>
/// <param name="RetryAfter">When trying again makes sense; <c>null</c> where it never does.</param>
public sealed record Refusal(string Code, string Message, TimeSpan? RetryAfter = null);
