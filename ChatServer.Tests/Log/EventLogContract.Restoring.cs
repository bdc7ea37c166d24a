using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [Test]
    public async Task A_stream_that_is_full_refuses_what_comes_and_no_other_does()
    {
        var (staging, full, other) = (EventLog.OpenStaging(), EventLog.Open("full"), EventLog.Open("other"));
        await EventLog.RestoreAsync(staging, [Brought(LogLimits.MaxSeq - 1)]);
        await EventLog.AdoptAsync(full, staging);
        Assert.That((await AppendAsync(full, Said("the last", "x"))).Seq, Is.EqualTo(LogLimits.MaxSeq));
        // Asked for together, they are most likely one transaction.
        var appends = Enumerable.Range(0, 20).Select(n => AppendAllAsync(n % 2 == 0 ? full : other, Said("more"))).ToList();
        for (var n = 0; n < appends.Count; n++)
            Assert.That((await appends[n]).Single().Outcome, Is.EqualTo(n % 2 == 0 ? AppendOutcome.Full : AppendOutcome.Added));
        Assert.That((await AppendAllAsync(full, Said("the last", "x"))).Single().Outcome, Is.EqualTo(AppendOutcome.Repeat));
        Assert.That(await EventLog.CheckAsync(), Is.Null);
    }

    [Test]
    public async Task Events_that_are_brought_in_stand_as_they_stood()
    {
        var events = new[]
        {
            Brought(3) with { Id = "x", Key = "k", Edited = 7, Reactions = [new("🎉", [new("z", "Z"), new("a", "A")]), new("👍", [new("a", "A")])] },
            Brought(9) with { Text = "", Deleted = 8, Reply = 3 },
            Brought(10) with { Kind = ModerationAction.Mute, Person = new("b", "B"), Until = 99, On = true },
        };
        var (staging, stream) = (EventLog.OpenStaging(), EventLog.Open("lobby"));
        Assert.That(await EventLog.RestoreAsync(staging, events[..2]), Is.Null);
        Assert.That(await EventLog.RestoreAsync(staging, events[2..]), Is.Null);
        Assert.That(stream.Head, Is.Zero, "nobody sees them yet");
        Assert.That(await EventLog.AdoptAsync(stream, staging));
        Assert.That(stream.Head, Is.EqualTo(10));
        var page = await EventLog.ReadAsync(stream, PageRequest.After(0, 10, AnyBytes));
        Assert.That(page.Events.Select(Json), Is.EqualTo(events.Select(Json)));
        Assert.That((await EventLog.RulesAsync(stream)).Single().Seq, Is.EqualTo(10));
        Assert.That(EventLog.Streams.Select(one => one.Name), Is.EqualTo(new[] { "lobby" }));

        var next = await EventLog.AppendAsync(stream, [Edited(3, "again"), Said("repeat", "x", "ann")]);
        Assert.That((next[0].Event!.Seq, next[1].Outcome), Is.EqualTo((11L, AppendOutcome.Repeat)));
    }

    [Test]
    public async Task What_is_there_twice_is_told_and_harms_nobody()
    {
        var (staging, stream) = (EventLog.OpenStaging(), EventLog.Open("lobby"));
        var other = EventLog.AppendAsync(stream, [Said("hi")]);
        var twice = EventLog.RestoreAsync(staging, [Brought(1) with { Id = "x" }, Brought(2), Brought(3) with { Id = "x" }]);
        Assert.That((await twice, (await other)[0].Outcome), Is.EqualTo(((int?)2, AppendOutcome.Added)));
        Assert.That(await EventLog.RestoreAsync(staging, [Brought(2)]), Is.Zero);
        await EventLog.DropAsync(staging);
        Assert.That(EventLog.Streams.Select(one => one.Name), Is.EqualTo(new[] { "lobby" }));
        Assert.That(await EventLog.AdoptAsync(EventLog.Open("random"), staging), "there is nothing to take over");
        Assert.That(EventLog.Open("random").Head, Is.Zero);
    }

    [Test]
    public async Task A_stream_that_has_had_an_event_takes_over_nothing()
    {
        var (staging, stream) = (EventLog.OpenStaging(), EventLog.Open("lobby"));
        await EventLog.RestoreAsync(staging, [Brought(5)]);
        // Both in one commit, as it may be.
        var (said, adopted) = (EventLog.AppendAsync(stream, [Said("first")]), EventLog.AdoptAsync(stream, staging));
        await said;
        Assert.That(await adopted, Is.False);
        Assert.That((await EventLog.ReadAsync(stream, PageRequest.After(0, 10, AnyBytes))).Events.Single().Text, Is.EqualTo("first"));
        await EventLog.DropAsync(staging);
    }

    [Test]
    public async Task What_follows_in_the_same_commit_goes_on_behind_what_was_taken_over()
    {
        var (staging, stream) = (EventLog.OpenStaging(), EventLog.Open("lobby"));
        var restored = EventLog.RestoreAsync(staging, [Brought(5)]);
        var (adopted, said) = (EventLog.AdoptAsync(stream, staging), EventLog.AppendAsync(stream, [Said("next")]));
        Assert.That((await restored, await adopted, (await said)[0].Event!.Seq), Is.EqualTo(((int?)null, true, 6L)));
    }

    [Test]
    public async Task A_long_stream_is_dropped_whole()
    {
        var staging = EventLog.OpenStaging();
        await EventLog.RestoreAsync(staging, [.. Enumerable.Range(1, 12_000).Select(n => Brought(n))]);
        Assert.That(staging.Head, Is.EqualTo(12_000));
        await EventLog.DropAsync(staging);
        Assert.That((await EventLog.ReadAsync(staging, PageRequest.After(0, 10, AnyBytes))).Events, Is.Empty);
        Assert.That(EventLog.Streams, Is.Empty);
    }

    private protected static RoomEvent Brought(long seq) => new("lobby", seq, 1000 + seq, EventKind.Message, Ann, null, $"said {seq}");

    private static string Json(RoomEvent e) =>
        System.Text.Encoding.UTF8.GetString(ProtocolJson.Bytes(e, ProtocolJson.Default.RoomEvent));
}
