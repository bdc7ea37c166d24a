using System.Collections.Immutable;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Who has raised a hand in a room, in the order of raising, folded from its log. Immutable: each event makes
/// the next.
/// </summary>
public sealed class HandLine
{
    /// <summary>Most raised hands in a room: a lecture hall's; all who join are told them.</summary>
    public const int MaxHands = 100;

    public static readonly HandLine Empty = new([]);

    private readonly ImmutableList<RaisedHand> _hands;

    private HandLine(ImmutableList<RaisedHand> hands) => _hands = hands;

    public bool IsEmpty => _hands.IsEmpty;

    public bool IsFull => _hands.Count >= MaxHands;

    /// <summary>Who is called next; <c>null</c> if nobody waits.</summary>
    public Sender? Next => IsEmpty ? null : _hands[0].Person;

    /// <summary>What members are told; <c>null</c> if nobody waits.</summary>
    public IReadOnlyList<RaisedHand>? View => IsEmpty ? null : _hands;

    /// <summary>Who waits, by id; <c>null</c> if they don't.</summary>
    public Sender? Find(string personId) => _hands.Find(hand => hand.Person.Id == personId)?.Person;

    /// <summary>The line after an event of kind <see cref="EventKind.Hand"/>.</summary>
    public HandLine With(RoomEvent e)
    {
        if (e.Person is not { } person) return Empty;
        if (e.On == false) return Without(person.Id);
        // Who raises it again keeps the place. An import can have more than a room takes.
        return IsFull || Find(person.Id) is not null ? this : new(_hands.Add(new RaisedHand(person, e.At)));
    }

    /// <summary>The line without a person, in it or not.</summary>
    public HandLine Without(string personId)
    {
        var left = _hands.RemoveAll(hand => hand.Person.Id == personId);
        return left.Count == _hands.Count ? this : new(left);
    }
}
