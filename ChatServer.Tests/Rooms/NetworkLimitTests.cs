using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Rooms;

/// <summary>The limits of networks where they are asked: coming in, and speaking.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NetworkLimitTests
{
    private RoomHarness _house = null!;

    [SetUp]
    public async Task StartHouse() => _house = await RoomHarness.StartAsync();

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public void Of_one_network_200_new_people_come_at_once_and_those_who_are_known_always()
    {
        var (network, known) = (new Connection("192.168.1.7"), Token.New());
        Assert.That(Come(network, known), Is.Null);
        for (var n = 1; n < 200; n++) Assert.That(Come(network, Token.New()), Is.Null);

        var refused = Come(network, Token.New());
        Assert.That((refused?.Code, refused?.RetryAfter), Is.EqualTo((ErrorCode.RateLimited, TimeSpan.FromSeconds(1))));
        Assert.That(Come(network, known), Is.Null);
        Assert.That(Come(new Connection("192.168.1.8"), Token.New()), Is.Null, "another network");
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(Come(network, Token.New()), Is.Null);
    }

    [Test]
    public async Task Who_lacks_the_password_takes_nobodys_place()
    {
        _house.Secrets = new HouseSecrets(null, new HouseSecret("sesame"));
        await _house.RestartAsync();
        var network = new Connection("192.168.1.7");
        for (var n = 0; n < 300; n++) Assert.That(Come(network, Token.New())?.Code, Is.EqualTo(ErrorCode.PasswordNeeded));

        Assert.That(Come(network, Token.New(), "sesame"), Is.Null);
    }

    [Test]
    public void A_network_speaks_at_the_rate_of_twenty_people()
    {
        var network = new Connection("192.168.1.7");
        for (var n = 0; n < 20 * HouseLimits.MessageBurst; n++) Assert.That(Say(network, $"{n}"), Is.Null);

        Assert.That(Say(network, "one too many")?.Code, Is.EqualTo(ErrorCode.RateLimited));
        Assert.That(Say(new Connection("192.168.1.8"), "from another"), Is.Null);
        Assert.That(Say(new Connection("127.0.0.1"), "from this machine"), Is.Null);
    }

    private Refusal? Come(Connection connection, Token token, string? password = null) =>
        _house.House.Admission.ToHouse(new Arrival(token.PersonId, null, password, IsLasting: true), connection, out _);

    // Somebody new each time, so that nobody runs into their own limit.
    private Refusal? Say(Connection connection, string text)
    {
        var speaker = _house.Enter("lobby", "Ann");
        var refusal = _house.House.Speaking.Say(speaker.Room, speaker.Person, new Saying(text), connection);
        speaker.Leave();
        return refusal;
    }

    private sealed class Connection(string address) : SilentConnection, IPoster
    {
        public override IPAddress Address => IPAddress.Parse(address);

        public void OnRepeat(RoomEvent known)
        {
        }

        public void OnNotSaved(Draft draft) => Assert.Fail("not saved");

        public void OnRefused(Draft draft, Refusal why) => Assert.Fail(why.Code);
    }
}
