using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// The line of raised hands: everybody in a room raises and lowers their own, hosts call the next and keep
/// the line. What is in the log when a request's turn comes decides, so that of two at once only one is done.
/// </summary>
public sealed class Hands(People people, Speaking speaking)
{
    /// <param name="room">Where.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="id">The client's id.</param>
    /// <param name="action">One of <see cref="HandAction"/>.</param>
    /// <param name="personId">Whose hand; <c>null</c> for one's own, and to lower all.</param>
    /// <param name="poster">Is told what becomes of it.</param>
    /// <returns><c>null</c> if it is on its way into the log; else why not.</returns>
    public Refusal? Act(
        Room room, Person by, string? id, string action, string? personId, IPoster poster)
    {
        if (MayAct(room, by, action, personId) is { } refusal) return refusal;
        Sender? person = null;
        if (action is not HandAction.Clear)
        {
            person = IsOwn(by, personId) ? by.Sender : Find(room, personId!);
            if (person is null) return new Refusal(ErrorCode.NoSuchPerson, "nobody of that id is known");
        }
        if (Spend(by, action, poster) is { } limited) return limited;
        room.Post(new Post(Draft(by, id, action, person), poster)
        {
            Check = () => Check(room.Rules.Hands, action, person),
        });
        return null;
    }

    // Also who may not speak raises a hand: that is when it is needed.
    private static Refusal? MayAct(Room room, Person by, string action, string? personId)
    {
        if (room.IsPrivate) return NotAllowed("a conversation of two has no line");
        switch (action)
        {
            case HandAction.Raise or HandAction.Lower when IsOwn(by, personId):
                break;
            case HandAction.Raise:
                return NotAllowed("everybody raises their own hand");
            case HandAction.Lower or HandAction.Call or HandAction.Clear when !room.IsHost(by):
                return NotAllowed("only hosts may do that");
            case HandAction.Call when personId is null:
                return Bad("call needs person");
            case HandAction.Lower or HandAction.Call or HandAction.Clear:
                break;
            default:
                return Bad($"there is no action «{(action.Length > 32 ? "…" : action)}»");
        }
        return room.Rules.IsArchived ? Permission.Archived : null;
    }

    private static bool IsOwn(Person by, string? personId) => personId is null || personId == by.Id;

    // Who waits may have been gone for so long that nobody else remembers them.
    private Sender? Find(Room room, string personId) =>
        people.Find(personId) ?? room.Rules.Hands.Find(personId);

    private Refusal? Spend(Person by, string action, IPoster poster)
    {
        if (action is HandAction.Raise && !by.Allowances.Hands.TryTake(out var retryAfter))
        {
            return new Refusal(
                ErrorCode.RateLimited, "a raised hand every 5 seconds, five at once", retryAfter);
        }
        return speaking.Spend(by, poster);
    }

    private static Refusal? Check(HandLine line, string action, Sender? person)
    {
        var isThere = action switch
        {
            HandAction.Clear => !line.IsEmpty,
            HandAction.Call => line.Next?.Id == person!.Id,
            _ => line.Find(person!.Id) is not null,
        };
        if (action is not HandAction.Raise)
            return isThere
                ? null
                : new Refusal(ErrorCode.NotInLine, "not in line, or not the next, any more");
        if (isThere) return new Refusal(ErrorCode.InLine, "the hand is raised already");
        return line.IsFull
            ? new Refusal(ErrorCode.LineFull, $"a room may have {HandLine.MaxHands} raised hands")
            : null;
    }

    private static Draft Draft(Person by, string? id, string action, Sender? person) =>
        new(EventKind.Hand, by.Sender, id, Text: "")
        {
            Person = person,
            On = action is HandAction.Raise,
            Called = action is HandAction.Call ? true : null,
        };

    private static Refusal Bad(string message) => new(ErrorCode.BadMessage, message);

    private static Refusal NotAllowed(string message) => new(ErrorCode.NotAllowed, message);
}
