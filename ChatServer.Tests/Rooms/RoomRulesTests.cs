using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Tests.Rooms;

/// <summary>Folding what hosts did into the rules of a room.</summary>
public sealed class RoomRulesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Sender Ann = new("ann", "Ann");
    private static readonly Sender Ben = new("ben", "Ben");

    [Test]
    public void The_newest_topic_holds() =>
        Assert.That(Fold(Rule("topic", "first"), Rule("topic", "second")).Topic, Is.EqualTo("second"));

    [Test]
    public void What_is_set_and_taken_back_leaves_no_rule()
    {
        var set = Fold(
            Rule("lock"), Rule("password", secret: new EventSecret { Hash = "h" }), Rule("slow", seconds: 30), Rule("hosts_only"),
            Rule("archive"), About("host", Ben), About("mute", Ben), About("kick", Ben, until: Now.AddHours(1)));
        Assert.That(
            (set.IsLocked, set.PasswordHash, set.SlowInterval, set.HostsOnly, set.IsArchived),
            Is.EqualTo((true, "h", TimeSpan.FromSeconds(30), true, true)));
        Assert.That(set.Hosts.Keys, Is.EqualTo(new[] { "ben" }));
        Assert.That(set.MuteOf("ben", Now), Is.Not.Null);
        Assert.That(set.KickOf("ben", Now), Is.Not.Null);

        var taken = set;
        foreach (var kind in new[] { "lock", "password", "hosts_only", "archive" }) taken = taken.With(Next(taken, Rule(kind, on: false)));
        taken = taken.With(Next(taken, Rule("slow", seconds: 0)));
        foreach (var kind in new[] { "host", "mute", "kick" }) taken = taken.With(Next(taken, About(kind, Ben, on: false)));
        Assert.That(
            (taken.IsLocked, taken.PasswordHash, taken.SlowInterval, taken.HostsOnly, taken.IsArchived),
            Is.EqualTo((false, (string?)null, TimeSpan.Zero, false, false)));
        Assert.That(taken.Hosts, Is.Empty);
        Assert.That(taken.MuteOf("ben", Now), Is.Null);
        Assert.That(taken.KickOf("ben", Now), Is.Null);
    }

    [Test]
    public void A_mute_for_a_time_ends_at_its_moment()
    {
        var rules = Fold(About("mute", Ben, until: Now.AddMinutes(10), text: "flooding"));
        Assert.That(rules.MuteOf("ben", Now.AddMinutes(10).AddMilliseconds(-1))?.Text, Is.EqualTo("flooding"));
        Assert.That(rules.MuteOf("ben", Now.AddMinutes(10)), Is.Null);
        Assert.That(rules.MutesAt(Now.AddMinutes(10)), Is.Empty);
        Assert.That(rules.MuteOf("ann", Now), Is.Null);
    }

    [Test]
    public void A_kick_without_a_time_keeps_nobody_out() =>
        Assert.That(Fold(About("kick", Ben)).KickOf("ben", Now), Is.Null);

    [Test]
    public void Who_is_kicked_is_no_longer_one_of_those_who_were_in()
    {
        var members = new EventSecret { Hash = "h", Members = ["ann", "ben"] };
        var rules = Fold(Rule("lock", secret: members), Rule("password", secret: members), About("kick", Ben));
        Assert.That((rules.IsLockedTo("ben"), rules.IsKnownInside("ben")), Is.EqualTo((true, false)));
        Assert.That((rules.IsLockedTo("ann"), rules.IsKnownInside("ann")), Is.EqualTo((false, true)));
    }

    [Test]
    public void A_lock_is_for_those_who_were_not_in()
    {
        var rules = Fold(Rule("lock", secret: new EventSecret { Members = ["ann"] }));
        Assert.That(rules.IsLockedTo("ann"), Is.False);
        Assert.That(rules.IsLockedTo("ben"));
        Assert.That(rules.With(Next(rules, Rule("lock", on: false))).IsLockedTo("ben"), Is.False);
    }

    [Test]
    public void An_event_that_is_folded_in_changes_nothing_a_second_time()
    {
        var first = Rule("topic", "first") with { Seq = 5 };
        var rules = RoomRules.None.With(first).With(Rule("topic", "second") with { Seq = 6 });
        Assert.That(rules.With(first), Is.SameAs(rules));
    }

    [Test]
    public void Messages_make_no_rules() =>
        Assert.That(Fold(Rule("message", "hi"), Rule("rename", "Bob"), Rule("react", "👍")), Is.SameAs(RoomRules.None));

    private static RoomRules Fold(params RoomEvent[] events) =>
        events.Aggregate(RoomRules.None, (rules, e) => rules.With(Next(rules, e)));

    private static RoomEvent Next(RoomRules rules, RoomEvent e) => e with { Seq = rules.Seq + 1 };

    private static RoomEvent Rule(string kind, string text = "", bool on = true, int? seconds = null, EventSecret? secret = null) =>
        new("lobby", 1, Now.ToUnixTimeMilliseconds(), kind, Ann, null, text) { On = on, Seconds = seconds, Secret = secret };

    private static RoomEvent About(string kind, Sender person, bool on = true, DateTimeOffset? until = null, string text = "") =>
        Rule(kind, text, on) with { Person = person, Until = until?.ToUnixTimeMilliseconds() };
}
