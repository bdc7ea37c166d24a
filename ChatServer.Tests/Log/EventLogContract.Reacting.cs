using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [Test]
    public async Task Reactions_stand_in_the_message_in_order_of_the_first_use_of_each()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(
            lobby, Said("a"), Said("b"), Reacted(1, "🎉", "bob"), Reacted(1, "👍", "ann"), Reacted(2, "❤️", "bob"),
            Reacted(1, "🎉", "ann"), Reacted(1, "👍", "cem"), Reacted(1, "🎉", "bob", on: false));

        var events = await ReadAllAsync(lobby);
        Assert.That(events.Select(Reactions), Is.EqualTo(new[] { "🎉 ann, 👍 ann cem", "❤️ bob" }));
        Assert.That(events[0].Reactions![0].By, Is.EqualTo(new[] { Ann }));
        var newest = await ReadAsync(lobby, PageRequest.Newest(2, AnyBytes));
        Assert.That(newest.Events.Select(Reactions), Is.EqualTo(events.Select(Reactions)));
    }

    [Test]
    public async Task A_reaction_is_an_event_of_its_own()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAsync(lobby, Said("a"));
        var given = await AppendAsync(lobby, Reacted(1, "👍", id: "c-2"));
        var taken = await AppendAsync(lobby, Reacted(1, "👍", on: false));
        Assert.That(given, Is.EqualTo(new RoomEvent("lobby", 2, Now, EventKind.React, Ann, "c-2", "👍") { Target = 1, On = true }));
        Assert.That(await ReadSinceAsync(lobby, 1), Is.EqualTo(new[] { given, taken }));
        Assert.That((await ReadAllAsync(lobby)).Single().Reactions, Is.Null);
        Assert.That(
            (await AppendAllAsync(lobby, Reacted(1, "👍", id: "c-2"))).Single(), Is.EqualTo(new Appended(given, AppendOutcome.Repeat)));
        Assert.That((await ReadAllAsync(lobby)).Single().Reactions, Is.Null);
    }

    [Test]
    public async Task Reacting_again_or_taking_back_what_is_not_there_changes_nothing_and_is_told()
    {
        var lobby = EventLog.Open("lobby");
        var appended = await AppendAllAsync(
            lobby, Said("a"), Reacted(1, "👍"), Reacted(1, "👍") with { On = null }, Reacted(1, "🎉", on: false), Reacted(1, "👍", "bob", on: false));
        Assert.That(appended.Select(a => a.Outcome), Is.All.EqualTo(AppendOutcome.Added));
        Assert.That(Reactions((await ReadAllAsync(lobby)).Single()), Is.EqualTo("👍 ann"));
    }

    [Test]
    public async Task A_message_has_twenty_different_reactions_at_most()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, [Said("a"), .. Enumerable.Range(0, 20).Select(n => Reacted(1, $"{n}"))]);
        var appended = await AppendAllAsync(
            lobby, Reacted(1, "20"), Reacted(1, "19"), Reacted(1, "19", "bob"), Reacted(1, "0", on: false), Reacted(1, "20"));
        Assert.That(appended.Select(a => a.Outcome), Is.EqualTo(new[]
        {
            AppendOutcome.TooManyReactions, AppendOutcome.Added, AppendOutcome.Added, AppendOutcome.Added, AppendOutcome.Added,
        }));
    }

    [Test]
    public async Task A_message_has_five_hundred_reactions_at_most()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, [Said("a"), .. Enumerable.Range(0, 500).Select(n => Reacted(1, "👍", $"p{n}"))]);
        var appended = await AppendAllAsync(
            lobby, Reacted(1, "👍", "p500"), Reacted(1, "👍", "p499"), Reacted(1, "👍", "p0", on: false), Reacted(1, "🎉", "p500"));
        Assert.That(appended.Select(a => a.Outcome), Is.EqualTo(new[]
        {
            AppendOutcome.TooManyReactions, AppendOutcome.Added, AppendOutcome.Added, AppendOutcome.Added,
        }));
        Assert.That((await ReadAllAsync(lobby)).Single().Reactions!.Sum(r => r.By.Count), Is.EqualTo(500));
    }

    [Test]
    public async Task Reactions_count_for_the_bytes_of_a_page()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, [.. Numbered(10), .. Range(1, 10).SelectMany(seq => Range(1, 20).Select(n => Reacted(seq, "👍", $"p{n}")))]);
        var page = await ReadAsync(lobby, PageRequest.After(0, 10, limitBytes: 5_000));
        Assert.That((Seqs(page.Events), page.More), Is.EqualTo((Range(1, 3), true)));
    }

    [Test]
    public async Task A_page_and_its_reactions_belong_to_one_moment()
    {
        const int rounds = 300;
        var lobby = EventLog.Open("lobby");
        await AppendAsync(lobby, Said("0"));
        var writing = Task.Run(async () =>
        {
            for (var n = 1; n <= rounds; n++)
                await AppendAllAsync(lobby, Edited(1, $"{n}"), Reacted(1, $"{n - 1}", on: false), Reacted(1, $"{n}"));
        });
        while (!writing.IsCompleted)
        {
            var read = (await ReadAllAsync(lobby)).Single();
            Assert.That(Reactions(read), Is.EqualTo(read.Text == "0" ? "" : $"{read.Text} ann"));
        }
        await writing;
    }

    /// <summary>Written out, for <see cref="RoomEvent"/> compares lists by reference.</summary>
    private static string Reactions(RoomEvent e) =>
        string.Join(", ", (e.Reactions ?? []).Select(r => $"{r.Emoji} {string.Join(' ', r.By.Select(by => by.Id))}"));
}
