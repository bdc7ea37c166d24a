using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [Test]
    public async Task Hands_are_read_among_the_rules_with_all_that_they_say()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Said("a"), Hand("bob"), Did(ModerationAction.Lock), Hand("bob", on: false) with { Called = true });

        var rules = await EventLog.RulesAsync(lobby);
        Assert.That(rules.Select(e => (e.Seq, e.Kind)), Is.EqualTo(new[] { (2L, "hand"), (3L, "lock"), (4L, "hand") }));
        Assert.That((rules[2].Person?.Id, rules[2].On, rules[2].Called), Is.EqualTo(("bob", (bool?)false, (bool?)true)));
        Assert.That((await ReadAllAsync(lobby))[^1], Is.EqualTo(rules[2]));
    }

    [Test]
    public async Task A_purge_leaves_the_newest_hand_of_each_and_what_lowered_all_last()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(EventLog.Open("random"), Hand("bob"));
        await AppendAllAsync(
            lobby, Hand("bob"), Hand("cem"), Hand("bob", on: false), Hand(null, on: false), Hand("dan"), Hand(null, on: false), Hand("bob"));
        var cut = Time.GetUtcNow().AddDays(1);
        Assert.That(await PurgeAsync(lobby, cut), Is.EqualTo(3));
        Assert.That((await EventLog.RulesAsync(lobby)).Select(e => e.Seq), Is.EqualTo(new[] { 2, 5, 6, 7 }));
        Assert.That(await PurgeAsync(EventLog.Open("random"), cut), Is.Zero);
    }

    private static Draft Hand(string? person, bool on = true) =>
        Said("") with { Kind = EventKind.Hand, Person = person is null ? null : new Sender(person, person), On = on };
}
