using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [Test]
    public async Task A_deleted_message_leaves_a_tombstone()
    {
        var lobby = EventLog.Open("lobby");
        var said = await AppendAsync(lobby, Said("secret", id: "c-1"));
        await AppendAllAsync(lobby, Edited(1, "secret!"), Reacted(1, "👍"));
        Time.Advance(TimeSpan.FromMinutes(1));
        var deletion = await AppendAsync(lobby, Deleted(1, id: "c-2"));

        Assert.That(deletion, Is.EqualTo(new RoomEvent("lobby", 4, Now, EventKind.Delete, Ann, "c-2", "") { Target = 1 }));
        Assert.That(await ReadAllAsync(lobby), Is.EqualTo(new[] { said with { Text = "", Deleted = Now } }));
        Assert.That((await ReadSinceAsync(lobby, 0))[^1], Is.EqualTo(deletion));
    }

    [Test]
    public async Task What_is_deleted_cannot_be_changed_any_more()
    {
        var lobby = EventLog.Open("lobby");
        var appended = await AppendAllAsync(lobby, Said("a"), Deleted(1), Edited(1, "b"), Reacted(1, "👍"), Deleted(1));
        Assert.That(appended.Skip(2), Is.All.EqualTo(new Appended(null, AppendOutcome.NoMessage)));
        Assert.That((await ReadAllAsync(lobby)).Single().Text, Is.Empty);
    }

    [Test]
    public async Task A_repeat_of_a_deletion_or_of_the_deleted_is_still_a_repeat()
    {
        var lobby = EventLog.Open("lobby");
        var said = await AppendAsync(lobby, Said("a", id: "c-1"));
        var deletion = await AppendAsync(lobby, Deleted(1, id: "c-2"));
        var again = await AppendAllAsync(lobby, Deleted(1, id: "c-2"), Said("a", id: "c-1"));

        Assert.That(again, Is.EqualTo(new[]
        {
            new Appended(deletion, AppendOutcome.Repeat),
            new Appended(said with { Text = "", Deleted = Now }, AppendOutcome.Repeat),
        }));
        Assert.That(lobby.Head, Is.EqualTo(2));
    }

    [Test]
    public async Task A_deleted_answer_still_says_what_it_answered()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Said("a"), Said("b") with { Reply = 1 }, Deleted(2));
        var (deleted, _) = ((await ReadAllAsync(lobby))[1], 0);
        Assert.That((deleted.Text, deleted.Reply, deleted.Deleted), Is.EqualTo(("", 1L, Now)));
    }

    [Test]
    public async Task A_purge_takes_changes_and_reactions_along()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Said("a"), Reacted(1, "👍"), Edited(1, "b"), Said("c"), Edited(4, "d"));
        Time.Advance(TimeSpan.FromDays(1));
        await AppendAllAsync(lobby, Edited(1, "late"), Reacted(1, "🎉"), Said("e"));

        Assert.That(await PurgeAsync(lobby, Time.GetUtcNow()), Is.EqualTo(5));
        Assert.That(
            (await ReadSinceAsync(lobby, 0)).Select(e => (e.Seq, e.Text)), Is.EqualTo(new[] { (6L, ""), (7L, "🎉"), (8L, "e") }),
            "a later edit has nothing left to tell, and its number");
        Assert.That((await AppendAllAsync(lobby, Reacted(1, "👍"))).Single().Outcome, Is.EqualTo(AppendOutcome.NoMessage));
        Assert.That((await AppendAsync(lobby, Said("next"))).Seq, Is.EqualTo(9));
    }
}
