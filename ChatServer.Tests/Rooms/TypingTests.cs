using System.Text.Json.Nodes;

namespace ChatServer.Tests.Rooms;

/// <summary>Who types, as the others in the room see it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TypingTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private RoomHarness _house = null!;
    private Listener _ann = null!;
    private Listener _bob = null!;

    [SetUp]
    public async Task TwoAreHere()
    {
        _house = await RoomHarness.StartAsync();
        (_ann, _bob) = (_house.Enter("lobby", "Ann"), _house.Enter("lobby", "Bob"));
        await _ann.JoinAsync();
        await _bob.JoinAsync();
        await _house.PassAsync(Interval);
        _ann.TakeSignals();
        _bob.TakeSignals();
    }

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public async Task Those_who_type_are_told_together_after_a_quarter_of_a_second()
    {
        Type(_ann);
        Type(_bob);
        await _house.PassAsync(Interval - TimeSpan.FromMilliseconds(1));
        Assert.That(_ann.TakeSignals(), Is.Empty);
        await _house.PassAsync(TimeSpan.FromMilliseconds(1));
        foreach (var listener in new[] { _ann, _bob })
        {
            var signal = listener.TakeSignals().Single();
            Assert.That(((string)signal["type"]!, (string)signal["room"]!), Is.EqualTo(("typing", "lobby")));
            Assert.That(Names(signal), Is.EqualTo(new[] { "Ann", "Bob" }));
        }
        await _house.PassAsync(Interval * 40);
        Assert.That(_ann.TakeSignals(), Is.Empty);
    }

    [Test]
    public async Task Nobody_is_told_of_twice_within_two_seconds()
    {
        for (var n = 0; n < 80; n++)
        {
            Type(_ann);
            await _house.PassAsync(TimeSpan.FromMilliseconds(100));
        }
        Assert.That(_bob.TakeSignals(), Has.Count.EqualTo(4));
    }

    [Test]
    public async Task In_a_crowd_nobody_is_told()
    {
        var crowd = Enumerable.Range(0, 199).Select(n => _house.Enter("lobby", $"P{n}")).ToList();
        await _house.PassAsync(Interval);
        _bob.TakeSignals();
        Type(_ann);
        await _house.PassAsync(Interval * 10);
        Assert.That(_bob.TakeSignals(), Is.Empty);

        crowd[0].Leave();
        Type(_ann);
        await _house.PassAsync(Interval);
        Assert.That(_bob.TakeSignals().Select(signal => (string)signal["type"]!), Is.EqualTo(new[] { "people", "typing" }));
    }

    private static void Type(Listener listener) => listener.Room.Typing(listener.Person);

    private static IEnumerable<string> Names(JsonObject signal) => signal["people"]!.AsArray().Select(person => (string)person!["name"]!);
}
