using System.Reflection;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    private static IEnumerable<string> Actions => typeof(ModerationAction)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(constant => (string)constant.GetRawConstantValue()!);

    [Test]
    public async Task Every_act_of_a_host_is_read_with_all_that_it_says()
    {
        var lobby = EventLog.Open("lobby");
        var acts = await AppendAllAsync(lobby, [.. Actions.Select(Did)]);
        await AppendAllAsync(lobby, Said("a"), Edited(1, "b"), new Draft(EventKind.Rename, Ann, null, "old"));
        await AppendAsync(EventLog.Open("random"), Did(ModerationAction.Lock));

        var rules = await EventLog.RulesAsync(lobby);
        Assert.That(rules.Select(e => e.Kind), Is.EqualTo(Actions));
        foreach (var (rule, act) in rules.Zip(acts.Select(a => a.Event!)))
        {
            Assert.That(rule with { Secret = null }, Is.EqualTo(act with { Secret = null }));
            Assert.That(rule.Secret!.Addresses, Is.EqualTo(act.Secret!.Addresses));
            Assert.That((rule.Secret.Hash, rule.Secret.Members), Is.EqualTo((act.Secret.Hash, act.Secret.Members)));
        }
        Assert.That((await ReadAllAsync(lobby))[0].Secret!.Hash, Is.EqualTo("hash"));
        Assert.That(await EventLog.RulesAsync(EventLog.Open("never spoken in")), Is.Empty);
    }

    [Test]
    public async Task A_purge_leaves_the_acts_of_hosts()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, [Said("a"), .. Actions.Select(Did), new Draft(EventKind.Rename, Ann, null, "old")]);
        Assert.That(await PurgeAsync(lobby, Time.GetUtcNow().AddDays(1)), Is.EqualTo(2));
        Assert.That((await EventLog.RulesAsync(lobby)).Select(e => e.Kind), Is.EqualTo(Actions));
        Assert.That((await ReadAllAsync(lobby)).Select(e => e.Kind), Is.EqualTo(Actions));
        Assert.That(await PurgeAsync(lobby, Time.GetUtcNow().AddDays(1)), Is.Zero);
        Assert.That((await AppendAsync(lobby, Said("next"))).Seq, Is.EqualTo(Actions.Count() + 3));
    }

    [Test]
    public async Task Single_events_are_found_as_they_stand_now()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(EventLog.Open("before"), Numbered(3));
        await AppendAllAsync(lobby, Said("a"), Said("b"), Said("c"), Edited(1, "d", id: "e-1"), Reacted(2, "👍"), Deleted(3));
        long[] seqs = [4, 2, 7, 1, 3, 2, 0, -1, long.MaxValue, long.MinValue, 1 - (1L << 40)];
        var found = await EventLog.FindAsync(lobby, seqs, int.MaxValue);

        Assert.That(found.Events.Select(e => (e.Seq, e.Text, Reactions(e))), Is.EqualTo(new[]
        {
            (1L, "d", ""), (2L, "b", "👍 ann"), (3L, "", ""), (4L, "d", ""),
        }));
        Assert.That(found.More, Is.False);
        Assert.That((await EventLog.FindAsync(lobby, "ann", "e-1"))?.Seq, Is.EqualTo(4));
        Assert.That((await EventLog.FindAsync(EventLog.Open("never spoken in"), [1], int.MaxValue)).Events, Is.Empty);
    }

    [Test]
    public async Task Single_events_are_found_as_far_as_the_bytes_go()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, [.. Enumerable.Range(1, 6).Select(_ => Said(new string('x', 1_000)))]);

        var found = await EventLog.FindAsync(lobby, [1, 2, 3, 4, 5, 6], 4_500);
        Assert.That((Seqs(found.Events), found.More), Is.EqualTo((Range(1, 3), true)));
        found = await EventLog.FindAsync(lobby, [4, 5, 6], 4_500);
        Assert.That((Seqs(found.Events), found.More), Is.EqualTo((Range(4, 6), false)));
        found = await EventLog.FindAsync(lobby, [6, 5], 10);
        Assert.That((Seqs(found.Events), found.More), Is.EqualTo((Range(5, 5), true)), "one in any case");
    }
}
