using System.Net;
using ChatServer.Rooms;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Rooms;

/// <summary>What a crowd from one network may do together.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NetworksTests
{
    private static readonly IPAddress School = IPAddress.Parse("192.168.1.1");
    private static readonly IPAddress Home = IPAddress.Parse("192.168.1.2");

    private readonly FakeTimeProvider _time = new();
    private readonly Networks _networks;

    public NetworksTests() => _networks = new Networks(new HouseLimits { MessagesPerSecond = 10 }, _time);

    [Test]
    public void New_people_are_200_at_once_then_one_a_second()
    {
        for (var n = 0; n < 200; n++) Assert.That(_networks.MayBecomeSomebody(School, out _));
        Assert.That(_networks.MayBecomeSomebody(School, out var retryAfter), Is.False);
        Assert.That(retryAfter, Is.EqualTo(TimeSpan.FromSeconds(1)).Within(TimeSpan.FromMilliseconds(1)));
        Assert.That(_networks.MayBecomeSomebody(Home, out _), "another network");
        _time.Advance(TimeSpan.FromSeconds(1.001));
        Assert.That(_networks.MayBecomeSomebody(School, out _));
        Assert.That(_networks.MayBecomeSomebody(School, out _), Is.False);
    }

    [Test]
    public void Twenty_people_may_speak_at_their_full_rate()
    {
        for (var n = 0; n < 20 * HouseLimits.MessageBurst; n++) Assert.That(_networks.MaySpeak(School, out _));
        Assert.That(_networks.MaySpeak(School, out _), Is.False);
        Assert.That(_networks.MaySpeak(Home, out _), "another network");
        _time.Advance(TimeSpan.FromSeconds(1));
        for (var n = 0; n < 200; n++) Assert.That(_networks.MaySpeak(School, out _));
        Assert.That(_networks.MaySpeak(School, out _), Is.False);
    }

    [Test]
    public void This_machine_is_bound_by_none_of_it()
    {
        for (var n = 0; n < 10_000; n++)
        {
            Assert.That(_networks.MayBecomeSomebody(IPAddress.Loopback, out _));
            Assert.That(_networks.MaySpeak(IPAddress.IPv6Loopback, out _));
        }
    }

    [Test]
    public void Without_a_rate_there_is_none_for_networks_either()
    {
        var networks = new Networks(new HouseLimits { MessagesPerSecond = 0 }, _time);
        for (var n = 0; n < 10_000; n++) Assert.That(networks.MaySpeak(School, out _));
    }
}
