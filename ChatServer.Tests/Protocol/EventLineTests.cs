using ChatServer.Protocol;

namespace ChatServer.Tests.Protocol;

/// <summary>Events as lines of text.</summary>
public sealed class EventLineTests
{
    [TestCase("", "*  is now Ann")]
    [TestCase("*", "* _ is now Ann")]
    [TestCase("!Bob", "* _Bob is now Ann")]
    [TestCase("Bob: x", "* Bob. x is now Ann")]
    public void A_name_does_not_look_like_the_beginning_of_a_line(string old, string line) =>
        Assert.That(EventLine.Of(new RoomEvent("lobby", 1, 1, EventKind.Rename, new Sender("a", "Ann"), null, old)), Is.EqualTo(line));

    [TestCase("a", true, null, "* Ann raised a hand")]
    [TestCase("a", false, null, "* Ann lowered the hand")]
    [TestCase("b", false, null, "* Ann lowered the hand of Ben. x")]
    [TestCase("b", false, true, "* Ann called Ben. x")]
    [TestCase(null, false, null, "* Ann lowered all hands")]
    public void A_hand_says_what_became_of_it(string? person, bool on, bool? called, string line)
    {
        var hand = new RoomEvent("lobby", 1, 1, EventKind.Hand, new Sender("a", "Ann"), null, "")
        {
            Person = person is null ? null : new Sender(person, person == "a" ? "Ann" : "Ben: x"),
            On = on,
            Called = called,
        };
        Assert.That(EventLine.Of(hand), Is.EqualTo(line));
    }
}
