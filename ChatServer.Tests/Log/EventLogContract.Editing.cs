using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [Test]
    public async Task An_edit_takes_a_number_and_its_outcome_is_in_the_message()
    {
        var lobby = EventLog.Open("lobby");
        var said = await AppendAsync(lobby, Said("helo", id: "c-1"));
        Time.Advance(TimeSpan.FromMinutes(1));
        var edit = await AppendAsync(lobby, Edited(1, "hello", id: "c-2"));

        Assert.That(edit, Is.EqualTo(new RoomEvent("lobby", 2, Now, EventKind.Edit, Ann, "c-2", "hello") { Target = 1 }));
        Assert.That(await ReadAllAsync(lobby), Is.EqualTo(new[] { said with { Text = "hello", Edited = Now } }));
        Assert.That((await ReadAsync(lobby, PageRequest.Newest(1, AnyBytes))).Head, Is.EqualTo(2));
        Assert.That(lobby.Head, Is.EqualTo(2));
    }

    [Test]
    public async Task An_edit_that_is_read_later_says_what_the_message_says_then()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Said("a"), Edited(1, "b"), Edited(1, "c"));
        Assert.That(await ReadSinceAsync(lobby, 1), Has.All.Property("Text").EqualTo("c").And.Property("Target").EqualTo(1));
        await AppendAsync(lobby, Deleted(1));
        Assert.That(await ReadSinceAsync(lobby, 0), Has.All.Property("Text").Empty);
    }

    [Test]
    public async Task A_repeat_of_an_edit_is_found_and_changes_nothing()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAsync(lobby, Said("a", id: "c-1"));
        var edit = await AppendAsync(lobby, Edited(1, "b", id: "c-2"));
        await AppendAsync(lobby, Edited(1, "c", id: "c-3"));
        var repeat = (await AppendAllAsync(lobby, Edited(1, "b", id: "c-2"))).Single();

        Assert.That(repeat, Is.EqualTo(new Appended(edit with { Text = "c" }, AppendOutcome.Repeat)));
        Assert.That((await ReadAllAsync(lobby)).Single().Text, Is.EqualTo("c"));
        Assert.That(lobby.Head, Is.EqualTo(3));
    }

    [Test]
    public async Task A_message_and_an_edit_of_the_same_id_are_two_things()
    {
        var lobby = EventLog.Open("lobby");
        var appended = await AppendAllAsync(lobby, Said("a", id: "c-1"), Edited(1, "b", id: "c-1"), Said("x", id: "c-1"));
        Assert.That(appended.Select(a => (a.Outcome, a.Event!.Seq, a.Event.Text)), Is.EqualTo(new[]
        {
            (AppendOutcome.Added, 1L, "a"), (AppendOutcome.Added, 2L, "b"), (AppendOutcome.Repeat, 1L, "b"),
        }));
    }

    [TestCase(2, TestName = "What_is_no_message_cannot_be_changed: a number that doesn't exist")]
    [TestCase(0, TestName = "What_is_no_message_cannot_be_changed: zero")]
    [TestCase(-1, TestName = "What_is_no_message_cannot_be_changed: below zero")]
    [TestCase(long.MaxValue, TestName = "What_is_no_message_cannot_be_changed: the largest")]
    [TestCase(long.MinValue, TestName = "What_is_no_message_cannot_be_changed: the smallest")]
    [TestCase((1L << 40) + 1, TestName = "What_is_no_message_cannot_be_changed: as if the next stream went on from this one")]
    [TestCase(1 - (1L << 40), TestName = "What_is_no_message_cannot_be_changed: as if this stream went on from the one before")]
    [TestCase(null, TestName = "What_is_no_message_cannot_be_changed: none")]
    public async Task What_is_no_message_cannot_be_changed(long? target)
    {
        var streams = new[] { EventLog.Open("before"), EventLog.Open("lobby"), EventLog.Open("after") };
        foreach (var stream in streams) await AppendAsync(stream, Said("a"));
        var drafts = new[] { Edited(target, "b"), Deleted(target), Reacted(target, "👍"), Said("b") with { Reply = target ?? 9 } };

        Assert.That(await AppendAllAsync(streams[1], drafts), Is.All.EqualTo(new Appended(null, AppendOutcome.NoMessage)));
        foreach (var stream in streams)
        {
            Assert.That(stream.Head, Is.EqualTo(1));
            Assert.That((await ReadAllAsync(stream)).Select(e => (e.Text, e.Edited)), Is.EqualTo(new[] { ("a", (long?)null) }));
        }
    }

    [Test]
    public async Task Only_messages_can_be_changed_and_answered()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Said("a"), Edited(1, "b"), new Draft(EventKind.Rename, Ann, null, "old"), Did(ModerationAction.Topic));
        foreach (var seq in Range(2, 4))
        {
            var appended = await AppendAllAsync(lobby, Edited(seq, "x"), Deleted(seq), Reacted(seq, "👍"), Said("x") with { Reply = seq });
            Assert.That(appended, Is.All.EqualTo(new Appended(null, AppendOutcome.NoMessage)), $"{seq}");
        }
        Assert.That(lobby.Head, Is.EqualTo(4));
    }

    [Test]
    public async Task Nothing_can_be_changed_in_a_stream_that_has_never_begun()
    {
        var lobby = EventLog.Open("lobby");
        var appended = await AppendAllAsync(lobby, Edited(1, "b", id: "c-1"), Said("b", id: "c-2") with { Reply = 1 });
        Assert.That(appended, Is.All.EqualTo(new Appended(null, AppendOutcome.NoMessage)));
        Assert.That(EventLog.Streams, Is.Empty);
    }

    [Test]
    public async Task Only_the_author_changes_what_is_theirs()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAsync(lobby, Said("a", person: "bob"));
        var appended = await AppendAllAsync(
            lobby, Edited(1, "x") with { ByAuthorOnly = true }, Deleted(1) with { ByAuthorOnly = true },
            Edited(1, "b", person: "bob") with { ByAuthorOnly = true }, Deleted(1));
        Assert.That(appended.Select(a => a.Outcome), Is.EqualTo(new[]
        {
            AppendOutcome.NotYours, AppendOutcome.NotYours, AppendOutcome.Added, AppendOutcome.Added,
        }));
    }

    [Test]
    public async Task A_refused_draft_takes_no_number_and_nothing_else_of_its_batch_is_lost()
    {
        var lobby = EventLog.Open("lobby");
        var appended = await AppendAllAsync(lobby, Said("a"), Edited(7, "x", id: "c-1"), Edited(1, "b"), Said("c") with { Reply = 9 }, Said("d"));
        Assert.That(appended.Select(a => a.Event?.Seq), Is.EqualTo(new long?[] { 1, null, 2, null, 3 }));
        Assert.That(Seqs(await ReadSinceAsync(lobby, 0)), Is.EqualTo(Range(1, 3)));
        Assert.That((await ReadAllAsync(lobby)).Select(e => e.Text), Is.EqualTo(new[] { "b", "d" }));
        Assert.That((await AppendAllAsync(lobby, Edited(1, "e", id: "c-1"))).Single().Outcome, Is.EqualTo(AppendOutcome.Added));
    }

    [Test]
    public async Task An_answer_names_its_message_even_a_deleted_one()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Said("a"), Deleted(1));
        var answer = await AppendAsync(lobby, Said("b", id: "c-1") with { Reply = 1 });
        Assert.That((answer.Seq, answer.Reply), Is.EqualTo((3L, 1L)));
        Assert.That((await ReadAllAsync(lobby))[^1], Is.EqualTo(answer));
    }

    [Test]
    public async Task A_repeat_of_an_answer_stands_after_its_message_has_been_purged()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAsync(lobby, Said("a"));
        Time.Advance(TimeSpan.FromDays(1));
        var answer = await AppendAsync(lobby, Said("b", id: "c-1") with { Reply = 1 });
        await PurgeAsync(lobby, Time.GetUtcNow());
        Assert.That(
            await AppendAllAsync(lobby, Said("b", id: "c-1") with { Reply = 1 }, Said("c") with { Reply = 1 }),
            Is.EqualTo(new[] { new Appended(answer, AppendOutcome.Repeat), new Appended(null, AppendOutcome.NoMessage) }));
    }

    [Test]
    public async Task Pages_with_changes_have_every_number_and_those_without_only_what_was_said()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(EventLog.Open("a-neighbour"), Said("x"), Edited(1, "y"), Reacted(1, "👍"));
        for (var n = 0; n < 10; n++)
            await AppendAllAsync(lobby, Said($"{n}"), Edited(4 * n + 1, $"{n}!"), Reacted(4 * n + 1, "👍"), Said("more"));
        await AppendAllAsync(EventLog.Open("z-neighbour"), Said("x"), Edited(1, "y"), Reacted(1, "👍"));

        var all = new List<long>();
        for (var more = true; more;)
        {
            var page = await ReadAsync(lobby, PageRequest.Since(all.LastOrDefault(), 7, AnyBytes));
            all.AddRange(Seqs(page.Events));
            more = page.More;
        }
        Assert.That(all, Is.EqualTo(Range(1, 40)));
        var backwards = await ReadAsync(lobby, PageRequest.Before(13, 5, AnyBytes) with { WithChanges = true });
        Assert.That((Seqs(backwards.Events), backwards.More), Is.EqualTo((Range(8, 12), true)));
        var said = await ReadAsync(lobby, PageRequest.Before(13, 5, AnyBytes));
        Assert.That((Seqs(said.Events), said.More), Is.EqualTo((new[] { 4L, 5, 8, 9, 12 }, true)));
        Assert.That(said.Events.Select(e => e.Reactions?.Count), Is.EqualTo(new int?[] { null, 1, null, 1, null }));
    }
}
