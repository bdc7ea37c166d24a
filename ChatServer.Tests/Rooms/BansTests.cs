using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Rooms;

/// <summary>Who is banned, folded from the logs of several rooms.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class BansTests
{
    private static readonly IPAddress Home = IPAddress.Parse("192.168.1.30");
    private static readonly IPAddress Elsewhere = IPAddress.Parse("192.168.1.31");

    private readonly FakeTimeProvider _time = new();
    private readonly Bans _bans;

    public BansTests() => _bans = new Bans(_time);

    [Test]
    public void A_ban_is_for_the_person_wherever_they_come_from()
    {
        _bans.Fold(Ban("ben", at: 1));
        Assert.That(_bans.Find("ben", Elsewhere), Is.Not.Null);
        Assert.That(_bans.Find("ann", Elsewhere), Is.Null);
    }

    [Test]
    public void A_ban_of_an_address_is_for_everybody_there()
    {
        _bans.Fold(Ban("ben", at: 1, address: Home));
        Assert.That(_bans.Find("ann", Home), Is.Not.Null);
        Assert.That(_bans.Find("ann", Elsewhere), Is.Null);
    }

    [Test]
    public void A_ban_for_a_time_ends()
    {
        _bans.Fold(Ban("ben", at: 1) with { Until = _time.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds() });
        _time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.That(_bans.Find("ben", Home)?.Restriction.Person.Id, Is.EqualTo("ben"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(_bans.Find("ben", Home), Is.Null);
        Assert.That(_bans.Current(), Is.Empty);
    }

    [Test]
    public void Of_two_in_two_rooms_the_later_holds_in_whatever_order_they_are_read()
    {
        _bans.Fold(Ban("ben", at: 2) with { On = false });
        _bans.Fold(Ban("ben", at: 1) with { Room = "random" });
        Assert.That(_bans.Find("ben", Home), Is.Null);
        _bans.Fold(Ban("ben", at: 3) with { Room = "random" });
        Assert.That(_bans.Find("ben", Home), Is.Not.Null);
    }

    [Test]
    public void Of_two_in_a_room_the_later_number_holds_though_the_clock_was_set_back()
    {
        _bans.Fold(Ban("ben", at: 1_000));
        _bans.Fold(Ban("ben", at: 500) with { Seq = 2, On = false });
        Assert.That(_bans.Find("ben", Home), Is.Null);
    }

    [Test]
    public void Other_acts_of_hosts_ban_nobody()
    {
        _bans.Fold(Ban("ben", at: 1) with { Kind = ModerationAction.Mute });
        Assert.That(_bans.Find("ben", Home), Is.Null);
    }

    private static RoomEvent Ban(string personId, long at, IPAddress? address = null) =>
        new("lobby", 1, at, ModerationAction.Ban, new Sender("admin", "Ann"), null, "why")
        {
            Person = new Sender(personId, personId),
            On = true,
            Secret = address is null ? null : new EventSecret { Addresses = [address.ToString()] },
        };
}
