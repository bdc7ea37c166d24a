using ChatServer.Log;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [Test]
    public async Task A_repeat_gives_the_first_event_and_takes_no_number()
    {
        var lobby = EventLog.Open("lobby");
        var first = await AppendAsync(lobby, Said("hi", id: "c-1"));
        Time.Advance(TimeSpan.FromMinutes(1));
        var again = (await AppendAllAsync(lobby, Said("hi, edited", id: "c-1"))).Single();
        var next = await AppendAsync(lobby, Said("more", id: "c-2"));

        Assert.Multiple(() =>
        {
            Assert.That((again.Event, again.Outcome), Is.EqualTo((first, AppendOutcome.Repeat)));
            Assert.That(next.Seq, Is.EqualTo(2));
            Assert.That(lobby.Head, Is.EqualTo(2));
        });
        Assert.That(await ReadAllAsync(lobby), Is.EqualTo(new[] { first, next }));
    }

    [Test]
    public async Task A_repeat_within_one_batch_is_stored_once()
    {
        var lobby = EventLog.Open("lobby");
        var appended = await AppendAllAsync(lobby, Said("a", id: "1"), Said("b"), Said("a", id: "1"), Said("c", id: "2"), Said("c", id: "2"));

        Assert.That(appended.Select(a => (a.Event!.Seq, a.Outcome == AppendOutcome.Repeat)),
            Is.EqualTo(new[] { (1L, false), (2L, false), (1L, true), (3L, false), (3L, true) }));
        Assert.That((await ReadAllAsync(lobby)).Select(e => e.Text), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task The_same_id_of_another_person_or_in_another_stream_is_no_repeat()
    {
        var (lobby, random) = (EventLog.Open("lobby"), EventLog.Open("random"));
        var appended = new[]
        {
            await AppendAllAsync(lobby, Said("of Ann", "c-1", "ann")),
            await AppendAllAsync(lobby, Said("of Bob", "c-1", "bob")),
            await AppendAllAsync(random, Said("elsewhere", "c-1", "ann")),
            await AppendAllAsync(lobby, Said("capital", "C-1", "ann")),
        };
        Assert.That(appended.SelectMany(a => a).Select(a => a.Outcome), Is.All.EqualTo(AppendOutcome.Added));
    }

    [Test]
    public async Task Without_an_id_nothing_is_a_repeat()
    {
        var lobby = EventLog.Open("lobby");
        var appended = await AppendAllAsync(lobby, Said("hi"), Said("hi"), Said("hi"));
        Assert.That(appended.Select(a => (a.Event!.Seq, a.Outcome == AppendOutcome.Repeat)), Is.EqualTo(new[] { (1L, false), (2L, false), (3L, false) }));
    }

    [Test]
    public async Task A_message_resent_by_many_callers_at_once_is_stored_once()
    {
        var lobby = EventLog.Open("lobby");
        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => AppendAllAsync(lobby, Said("hi", id: "c-1")))));
        var results = all.SelectMany(a => a).ToList();

        Assert.That(results.Count(a => a.Outcome == AppendOutcome.Added), Is.EqualTo(1));
        Assert.That(results.Select(a => a.Event).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await ReadAllAsync(lobby), Has.Count.EqualTo(1));
    }
}
