using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [Test]
    public async Task What_supersedes_takes_the_place_of_the_earlier_under_a_new_number()
    {
        var marks = EventLog.Open("marks");
        await AppendAllAsync(marks, Mark("lobby", "1"), Mark("random", "1"), Mark("lobby", "1", "bob"));
        var appended = await AppendAllAsync(marks, Mark("lobby", "2"), Mark("lobby", "3"));

        Assert.That(appended.Select(a => (a.Outcome, a.Event!.Seq)), Is.EqualTo(new[] { (AppendOutcome.Added, 4L), (AppendOutcome.Added, 5L) }));
        Assert.That((await ReadAllAsync(marks)).Select(e => (e.Seq, e.From.Id, e.Id, e.Text)), Is.EqualTo(new[]
        {
            (2L, "ann", "random", "1"), (3L, "bob", "lobby", "1"), (5L, "ann", "lobby", "3"),
        }));
    }

    [Test]
    public async Task What_supersedes_leaves_other_streams_alone()
    {
        var (marks, others) = (EventLog.Open("marks"), EventLog.Open("others"));
        await AppendAsync(others, Mark("lobby", "1"));
        await AppendAllAsync(marks, Mark("lobby", "1"), Mark("lobby", "2"));
        Assert.That(await ReadAllAsync(others), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_newest_of_an_id_is_found()
    {
        var marks = EventLog.Open("marks");
        Assert.That(await EventLog.FindAsync(marks, "ann", "lobby"), Is.Null);
        await AppendAllAsync(marks, Mark("lobby", "1"), Mark("lobby", "2"), Mark("lobby", "9", "bob"));
        Assert.That((await EventLog.FindAsync(marks, "ann", "lobby"))?.Text, Is.EqualTo("2"));
        Assert.That(await EventLog.FindAsync(marks, "ann", "random"), Is.Null);
        Assert.That(await EventLog.FindAsync(EventLog.Open("others"), "ann", "lobby"), Is.Null);
    }

    [Test]
    public async Task What_was_superseded_is_purged_by_age_like_all_else()
    {
        var marks = EventLog.Open("marks");
        await AppendAllAsync(marks, Mark("lobby", "1"), Mark("random", "1"));
        Time.Advance(TimeSpan.FromDays(1));
        await AppendAsync(marks, Mark("lobby", "2"));
        Assert.That(await PurgeAsync(marks, Time.GetUtcNow()), Is.EqualTo(1));
        Assert.That((await ReadAllAsync(marks)).Select(e => (e.Seq, e.Text)), Is.EqualTo(new[] { (3L, "2") }));
    }

    private static Draft Mark(string id, string text, string person = "ann") =>
        new("read", new Sender(person, ""), id, text) { Supersedes = true };
}
