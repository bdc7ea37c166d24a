using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [Test]
    public async Task Events_are_numbered_from_one_in_each_stream()
    {
        var (lobby, random) = (EventLog.Open("lobby"), EventLog.Open("random"));
        var first = await AppendAllAsync(lobby, Numbered(3));
        var other = await AppendAllAsync(random, Numbered(2));
        var second = await AppendAllAsync(lobby, Numbered(2, first: 4));

        Assert.Multiple(() =>
        {
            Assert.That(Seqs(first.Concat(second).Select(a => a.Event!)), Is.EqualTo(Range(1, 5)));
            Assert.That(Seqs(other.Select(a => a.Event!)), Is.EqualTo(Range(1, 2)));
            Assert.That(lobby.Head, Is.EqualTo(5));
            Assert.That(random.Head, Is.EqualTo(2));
        });
    }

    [Test]
    public async Task What_is_appended_is_what_is_read()
    {
        var lobby = EventLog.Open("lobby");
        var draft = Said("hi", id: "c-1");
        var appended = await AppendAsync(lobby, draft);

        Assert.That(appended, Is.EqualTo(
            new RoomEvent("lobby", 1, Time.GetUtcNow().ToUnixTimeMilliseconds(), draft.Kind, draft.From, "c-1", "hi")));
        Assert.That(await ReadAllAsync(lobby), Is.EqualTo(new[] { appended }));
    }

    [Test]
    public async Task Batches_stand_in_the_order_of_the_calls()
    {
        var lobby = EventLog.Open("lobby");
        var pending = new List<Task<IReadOnlyList<Appended>>>();
        for (var (batch, said) = (1, 0); batch <= 200; said += batch++ % 7 + 1)
            pending.Add(AppendAllAsync(lobby, Numbered(batch % 7 + 1, first: said + 1)));
        var appended = await Task.WhenAll(pending);

        var events = await ReadAllAsync(lobby);
        Assert.That(events.Select(e => e.Text), Is.EqualTo(Range(1, events.Count).Select(n => $"{n}")));
        Assert.That(appended.SelectMany(batch => batch).Select(a => a.Event), Is.EqualTo(events));
    }

    [Test]
    public async Task Callers_on_many_threads_keep_each_their_own_order()
    {
        const int callers = 8, batches = 50;
        LogStream[] streams = [EventLog.Open("lobby"), EventLog.Open("random")];
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var pending = new List<Task>();
            for (var n = 1; n <= batches; n++)
            {
                foreach (var stream in streams) pending.Add(AppendAllAsync(stream, Said($"{n}", person: $"p{caller}")));
            }
            await Task.WhenAll(pending);
        })));

        foreach (var stream in streams)
        {
            var events = await ReadAllAsync(stream);
            Assert.That(Seqs(events), Is.EqualTo(Range(1, callers * batches)));
            foreach (var mine in events.GroupBy(e => e.From.Id))
                Assert.That(mine.Select(e => e.Text), Is.EqualTo(Range(1, batches).Select(n => $"{n}")), mine.Key);
        }
    }

    [Test]
    public async Task Many_streams_at_once_all_begin_at_one()
    {
        var streams = Enumerable.Range(0, 100).Select(n => EventLog.Open($"room-{n}")).ToList();
        await Task.WhenAll(streams.Select(stream => AppendAllAsync(stream, Said(stream.Name))));

        foreach (var stream in streams)
        {
            var only = (await ReadAllAsync(stream)).Single();
            Assert.That((only.Room, only.Seq, only.Text), Is.EqualTo((stream.Name, 1L, stream.Name)));
        }
        Assert.That(EventLog.Streams, Is.EquivalentTo(streams));
        Assert.That(streams.Select(stream => stream.Epoch), Is.Unique.And.All.Match("^[0-9a-f]{16}$"));
    }

    [Test]
    public async Task A_stream_is_there_from_its_first_event_on()
    {
        var lobby = EventLog.Open("lobby");
        Assert.That(EventLog.Streams, Is.Empty);
        await AppendAsync(lobby, Said("hi"));
        Assert.That(EventLog.Streams, Is.EqualTo(new[] { lobby }));
        Assert.That(EventLog.Open("lobby"), Is.SameAs(lobby));
    }

    [TestCaseSource(nameof(Texts))]
    public async Task Text_survives_exactly(string text)
    {
        var lobby = EventLog.Open("lobby");
        await AppendAsync(lobby, new Draft(EventKind.Message, new Sender("ann", text), text, text));
        var read = (await ReadAllAsync(lobby)).Single();
        Assert.That((read.Text, read.From.Name, read.Id), Is.EqualTo((text, text, text)));
    }

    private static IEnumerable<TestCaseData<string>> Texts()
    {
        yield return Case("emoji of several parts", "👩‍👩‍👧‍👦🏳️‍🌈");
        yield return Case("Chinese", "下载完成");
        yield return Case("right to left, with an override", "שלום ‮abc‬ مرحبا");
        yield return Case("line ends", "\r\na\rb\n\n");
        yield return Case("decomposed, not composed", "e\u0301");
        yield return Case("quotes", "'; DROP TABLE events; -- \" `");
        yield return Case("a NUL within", "a\0b\0");
        yield return Case("only a NUL", "\0");
        yield return Case("empty", "");
        yield return Case("edges of Unicode", "\uFEFF\uFFFF\U0010FFFF");
        yield return Case("16 KiB", string.Concat(Enumerable.Repeat("🙂", 4096)));

        static TestCaseData<string> Case(string name, string text) => new(text) { TestName = $"Text_survives_exactly: {name}" };
    }

    [Test]
    public async Task Closing_finishes_what_was_posted_and_takes_nothing_more()
    {
        var lobby = EventLog.Open("lobby");
        var pending = Enumerable.Range(1, 100).Select(n => EventLog.AppendAsync(lobby, [Said($"{n}")])).ToList();
        await EventLog.DisposeAsync();

        Assert.That(pending.Select(task => task.IsCompletedSuccessfully), Is.All.True);
        Assert.That(pending.Select(task => task.Result.Single().Event!.Seq), Is.EqualTo(Range(1, 100)));
        await Assert.ThrowsAsync<LogException>(() => AppendAllAsync(lobby, Said("late")));
        await Assert.ThrowsAsync<LogException>(() => ReadAsync(lobby, PageRequest.Newest(1, AnyBytes)));
        await Assert.ThrowsAsync<LogException>(() => PurgeAsync(lobby, Time.GetUtcNow()));
    }

    [Test]
    public async Task Closing_twice_is_closing_once()
    {
        await EventLog.DisposeAsync();
        await EventLog.DisposeAsync();
    }
}
