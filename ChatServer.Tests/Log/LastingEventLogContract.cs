using ChatServer.Log;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Log;

/// <summary>What a log that outlives its process keeps to besides.</summary>
public abstract class LastingEventLogContract : EventLogContract
{
    /// <summary>Opens again what <see cref="EventLogContract.EventLog"/> was, after it has been closed.</summary>
    protected abstract IEventLog Reopen();

    [Test]
    public async Task After_reopening_everything_is_there_and_the_numbers_go_on()
    {
        await AppendAllAsync(EventLog.Open("lobby"), Numbered(5));
        await AppendAllAsync(EventLog.Open("random"), Numbered(2));
        var before = await ReadAllAsync(EventLog.Open("lobby"));
        await ReopenAsync();

        Assert.That(EventLog.Streams.Select(s => (s.Name, s.Head)), Is.EquivalentTo(new[] { ("lobby", 5L), ("random", 2L) }));
        Assert.That(await ReadAllAsync(EventLog.Open("lobby")), Is.EqualTo(before));
        Assert.That((await AppendAsync(EventLog.Open("lobby"), Said("next"))).Seq, Is.EqualTo(6));
    }

    [Test]
    public async Task What_was_taken_over_lasts_and_what_was_not_is_removed_at_the_next_start()
    {
        var (taken, left) = (EventLog.OpenStaging(), EventLog.OpenStaging());
        await EventLog.RestoreAsync(taken, [Brought(7)]);
        await EventLog.RestoreAsync(left, [Brought(8)]);
        await EventLog.AdoptAsync(EventLog.Open("lobby"), taken);
        var before = await ReadAllAsync(EventLog.Open("lobby"));
        await ReopenAsync();

        Assert.That((await ReadAllAsync(EventLog.Open("lobby"))).Single().Seq, Is.EqualTo(before.Single().Seq).And.EqualTo(7));
        await Eventually.IsAsync(() => EventLog.Streams.Count == 1);
    }

    [Test]
    public async Task The_epoch_lasts_and_a_new_stream_has_another()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAsync(lobby, Said("hi"));
        var neverSpokenIn = EventLog.Open("random").Epoch;
        await ReopenAsync();

        Assert.That(EventLog.Open("lobby").Epoch, Is.EqualTo(lobby.Epoch));
        Assert.That(EventLog.Open("random").Epoch, Is.Not.EqualTo(neverSpokenIn).And.Not.EqualTo(lobby.Epoch));
    }

    [Test]
    public async Task A_repeat_after_reopening_is_still_a_repeat()
    {
        var first = await AppendAsync(EventLog.Open("lobby"), Said("hi", id: "c-1"));
        await ReopenAsync();
        var again = (await AppendAllAsync(EventLog.Open("lobby"), Said("hi", id: "c-1"))).Single();
        Assert.That((again.Event, again.Outcome), Is.EqualTo((first, AppendOutcome.Repeat)));
        Assert.That(EventLog.Open("lobby").Head, Is.EqualTo(1));
    }

    [TestCase(3, TestName = "After_a_purge_and_reopening_the_numbers_go_on: some left")]
    [TestCase(5, TestName = "After_a_purge_and_reopening_the_numbers_go_on: all purged")]
    public async Task After_a_purge_and_reopening_the_numbers_go_on(int purged)
    {
        var lobby = EventLog.Open("lobby");
        var times = new List<DateTimeOffset>();
        for (var n = 1; n <= 5; n++)
        {
            await AppendAsync(lobby, Said($"{n}"));
            Time.Advance(TimeSpan.FromHours(1));
            times.Add(Time.GetUtcNow());
        }
        Assert.That(await PurgeAsync(lobby, times[purged - 1]), Is.EqualTo(purged));
        await ReopenAsync();

        lobby = EventLog.Open("lobby");
        var page = await ReadAsync(lobby, PageRequest.Newest(10, AnyBytes));
        Assert.That(lobby.Head, Is.EqualTo(5));
        Assert.That((Seqs(page.Events), page.Head), Is.EqualTo((Range(purged + 1, 5), 5L)));
        Assert.That((await AppendAsync(lobby, Said("next"))).Seq, Is.EqualTo(6));
    }

    [Test]
    public async Task What_was_posted_before_closing_is_there_after()
    {
        var lobby = EventLog.Open("lobby");
        foreach (var draft in Numbered(500)) _ = AppendAllAsync(lobby, draft);
        await ReopenAsync();
        Assert.That(Seqs(await ReadAllAsync(EventLog.Open("lobby"))), Is.EqualTo(Range(1, 500)));
    }

    protected async Task ReopenAsync()
    {
        await EventLog.DisposeAsync();
        EventLog = Reopen();
    }
}
