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
}
