using ChatServer.Log;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [Test]
    public async Task A_purge_takes_the_oldest_and_leaves_the_numbers()
    {
        var lobby = EventLog.Open("lobby");
        var cut = await AppendOldAndNewAsync(lobby);

        Assert.That(await PurgeAsync(lobby, cut), Is.EqualTo(3));
        var page = await ReadAsync(lobby, PageRequest.After(0, 10, AnyBytes));
        Assert.Multiple(() =>
        {
            Assert.That(Seqs(page.Events), Is.EqualTo(Range(4, 5)));
            Assert.That((page.More, page.Head), Is.EqualTo((false, 5L)));
        });
        Assert.That((await AppendAsync(lobby, Said("next"))).Seq, Is.EqualTo(6));
        Assert.That(await PurgeAsync(lobby, cut), Is.Zero);
    }

    [Test]
    public async Task Below_the_purged_there_is_nothing_more()
    {
        var lobby = EventLog.Open("lobby");
        await PurgeAsync(lobby, await AppendOldAndNewAsync(lobby));
        var newest = await ReadAsync(lobby, PageRequest.Newest(2, AnyBytes));
        var older = await ReadAsync(lobby, PageRequest.Before(4, 2, AnyBytes));
        Assert.That((Seqs(newest.Events), newest.More), Is.EqualTo((Range(4, 5), false)));
        Assert.That((older.Events.Count, older.More, older.Head), Is.EqualTo((0, false, 5L)));
    }

    [Test]
    public async Task With_all_purged_the_head_and_the_epoch_stay()
    {
        var lobby = EventLog.Open("lobby");
        var epoch = lobby.Epoch;
        await AppendOldAndNewAsync(lobby);
        Assert.That(await PurgeAsync(lobby, Time.GetUtcNow().AddDays(1)), Is.EqualTo(5));

        var page = await ReadAsync(lobby, PageRequest.Newest(10, AnyBytes));
        Assert.That((page.Events.Count, page.More, page.Head), Is.EqualTo((0, false, 5L)));
        Assert.That(EventLog.Open("lobby").Epoch, Is.EqualTo(epoch));
        Assert.That((await AppendAsync(lobby, Said("next"))).Seq, Is.EqualTo(6));
    }

    [Test]
    public async Task What_a_purge_leaves_is_still_stored_once()
    {
        var lobby = EventLog.Open("lobby");
        var cut = await AppendOldAndNewAsync(lobby);
        await PurgeAsync(lobby, cut);
        var repeat = (await AppendAllAsync(lobby, Said("again", id: "new-5"))).Single();
        Assert.That((repeat.Outcome, repeat.Event!.Seq, repeat.Event!.Text), Is.EqualTo((AppendOutcome.Repeat, 5L, "5")));
    }

    [Test]
    public async Task A_purge_leaves_other_streams_alone()
    {
        var (lobby, random) = (EventLog.Open("lobby"), EventLog.Open("random"));
        await AppendOldAndNewAsync(lobby);
        await AppendOldAndNewAsync(random);
        await PurgeAsync(lobby, Time.GetUtcNow().AddDays(1));
        Assert.That(Seqs(await ReadAllAsync(random)), Is.EqualTo(Range(1, 5)));
        Assert.That(await PurgeAsync(EventLog.Open("never spoken in"), Time.GetUtcNow()), Is.Zero);
    }

    [Test]
    public async Task A_purge_and_appends_at_once_leave_a_run_that_ends_with_the_head()
    {
        var lobby = EventLog.Open("lobby");
        var cut = await AppendOldAndNewAsync(lobby);
        var appends = Enumerable.Range(6, 50).Select(n => AppendAllAsync(lobby, Said($"{n}"))).ToList();
        var purge = PurgeAsync(lobby, cut);
        appends.AddRange(Enumerable.Range(56, 50).Select(n => AppendAllAsync(lobby, Said($"{n}"))));
        await Task.WhenAll(appends);
        Assert.That(await purge, Is.EqualTo(3));
        Assert.That((await ReadAllAsync(lobby)).Select(e => e.Text), Is.EqualTo(Range(4, 105).Select(n => $"{n}")));
    }

    /// <summary>Three events, and two of a day later.</summary>
    /// <returns>A moment between them.</returns>
    private async Task<DateTimeOffset> AppendOldAndNewAsync(LogStream stream)
    {
        for (var n = 1; n <= 3; n++) await AppendAsync(stream, Said($"{n}", id: $"old-{n}"));
        Time.Advance(TimeSpan.FromDays(1));
        for (var n = 4; n <= 5; n++) await AppendAsync(stream, Said($"{n}", id: $"new-{n}"));
        return Time.GetUtcNow().AddHours(-12);
    }
}
