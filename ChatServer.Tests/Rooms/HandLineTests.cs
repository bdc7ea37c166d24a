using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Tests.Rooms;

/// <summary>Folding raised hands into the line of a room.</summary>
public sealed class HandLineTests
{
    private const long Start = 1_800_000_000_000;
    private static readonly Sender Host = new("li", "Ms Li");

    [Test]
    public void The_line_is_in_the_order_of_raising_each_with_its_moment() =>
        Assert.That(
            Fold(Raised("ann"), Raised("ben"), Raised("cem")).Hands.View!.Select(hand => (hand.Person.Id, hand.Since - Start)),
            Is.EqualTo(new[] { ("ann", 1L), ("ben", 2L), ("cem", 3L) }));

    [Test]
    public void Who_raises_it_again_keeps_the_place_and_who_lowered_it_goes_to_the_end()
    {
        Assert.That(Line(Raised("ann"), Raised("ben"), Raised("ann")), Is.EqualTo(new[] { "ann", "ben" }));
        Assert.That(Line(Raised("ann"), Raised("ben"), Lowered("ann"), Raised("ann")), Is.EqualTo(new[] { "ben", "ann" }));
    }

    [Test]
    public void Who_is_called_is_out_of_the_line() =>
        Assert.That(Line(Raised("ann"), Raised("ben"), Lowered("ann") with { From = Host, Called = true }), Is.EqualTo(new[] { "ben" }));

    [Test]
    public void An_event_about_nobody_lowers_all()
    {
        var cleared = Fold(Raised("ann"), Raised("ben"), Lowered("ann") with { Person = null });
        Assert.That((cleared.Hands.IsEmpty, cleared.Hands.Next), Is.EqualTo((true, (Sender?)null)));
        Assert.That(cleared.ViewAt(DateTimeOffset.UnixEpoch).Hands, Is.Null, "what isn't so is absent");
    }

    [TestCase("kick")]
    [TestCase("ban")]
    public void Who_is_sent_out_leaves_the_line_and_who_is_let_back_in_is_not_in_it(string kind)
    {
        var sentOut = Raised("ann") with { Kind = kind, From = Host };
        Assert.That(Line(Raised("ann"), Raised("ben"), sentOut), Is.EqualTo(new[] { "ben" }));
        Assert.That(Line(Raised("ann"), sentOut with { On = false }), Is.EqualTo(new[] { "ann" }));
    }

    [Test]
    public void The_line_has_an_end()
    {
        var hands = Enumerable.Range(0, HandLine.MaxHands + 5).Select(n => Raised($"p{n}")).ToArray();
        var full = Fold(hands);
        Assert.That((full.Hands.IsFull, full.Hands.View!.Count), Is.EqualTo((true, HandLine.MaxHands)));
        Assert.That(full.Hands.Find($"p{HandLine.MaxHands}"), Is.Null);
    }

    private static IEnumerable<string> Line(params RoomEvent[] events) => (Fold(events).Hands.View ?? []).Select(hand => hand.Person.Id);

    private static RoomRules Fold(params RoomEvent[] events) => events.Aggregate(
        RoomRules.None, (rules, e) => rules.With(e with { Seq = rules.Seq + 1, At = Start + rules.Seq + 1 }));

    private static RoomEvent Raised(string id) =>
        new("class", 1, Start, "hand", new Sender(id, id), null, "") { Person = new Sender(id, id), On = true };

    private static RoomEvent Lowered(string id) => Raised(id) with { On = false };
}
