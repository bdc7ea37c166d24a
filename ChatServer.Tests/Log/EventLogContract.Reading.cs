using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Log;

public abstract partial class EventLogContract
{
    [TestCase(0, 4, 1, 4, true)]
    [TestCase(3, 4, 4, 7, true)]
    [TestCase(6, 4, 7, 10, false)]
    [TestCase(6, 5, 7, 10, false)]
    [TestCase(9, 4, 10, 10, false)]
    [TestCase(10, 4, 1, 0, false)]
    [TestCase(11, 4, 1, 0, false)]
    [TestCase(long.MaxValue, 4, 1, 0, false)]
    public async Task Pages_towards_the_present(long after, int limit, long first, long last, bool more)
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Numbered(10));
        var page = await ReadAsync(lobby, PageRequest.After(after, limit, AnyBytes));
        Assert.That(Seqs(page.Events), Is.EqualTo(Range(first, last)));
        Assert.That((page.More, page.Head), Is.EqualTo((more, 10L)));
    }

    [TestCase(11, 4, 7, 10, true)]
    [TestCase(long.MaxValue, 4, 7, 10, true)]
    [TestCase(7, 4, 3, 6, true)]
    [TestCase(5, 4, 1, 4, false)]
    [TestCase(3, 4, 1, 2, false)]
    [TestCase(1, 4, 1, 0, false)]
    [TestCase(0, 4, 1, 0, false)]
    public async Task Pages_towards_the_past(long before, int limit, long first, long last, bool more)
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Numbered(10));
        var page = await ReadAsync(lobby, PageRequest.Before(before, limit, AnyBytes));
        Assert.That(Seqs(page.Events), Is.EqualTo(Range(first, last)));
        Assert.That((page.More, page.Head), Is.EqualTo((more, 10L)));
    }

    [TestCase(3, true)]
    [TestCase(5, false)]
    [TestCase(6, false)]
    public async Task The_newest_page_ends_with_the_head(int limit, bool more)
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(lobby, Numbered(5));
        var page = await ReadAsync(lobby, PageRequest.Newest(limit, AnyBytes));
        Assert.That(Seqs(page.Events), Is.EqualTo(Range(Math.Max(1, 6 - limit), 5)));
        Assert.That((page.More, page.Head), Is.EqualTo((more, 5L)));
    }

    [Test]
    public async Task A_page_is_cut_at_its_bytes_of_UTF_8_but_has_one_event_at_least()
    {
        var lobby = EventLog.Open("lobby");
        // 6 bytes each, though 2 characters.
        await AppendAllAsync(lobby, Said("你好"), Said("世界"), Said("再见"));
        await AppendAllAsync(EventLog.Open("alike"), Said("abcdef"));
        var bytes = ProtocolJson.EncodedBytes((await ReadAllAsync(lobby))[0]);
        Assert.That(bytes, Is.EqualTo(ProtocolJson.EncodedBytes((await ReadAllAsync(EventLog.Open("alike")))[0])));

        var exact = await ReadAsync(lobby, PageRequest.After(0, 10, 2 * bytes));
        var newest = await ReadAsync(lobby, PageRequest.Newest(10, (3 * bytes) - 1));
        var tiny = await ReadAsync(lobby, PageRequest.After(0, 10, limitBytes: 1));
        var all = await ReadAsync(lobby, PageRequest.After(0, 10, 3 * bytes));
        Assert.Multiple(() =>
        {
            Assert.That((Seqs(exact.Events), exact.More), Is.EqualTo((Range(1, 2), true)));
            Assert.That((Seqs(newest.Events), newest.More), Is.EqualTo((Range(2, 3), true)));
            Assert.That((Seqs(tiny.Events), tiny.More), Is.EqualTo((Range(1, 1), true)));
            Assert.That((Seqs(all.Events), all.More), Is.EqualTo((Range(1, 3), false)));
        });
    }

    [Test]
    public async Task An_empty_stream_reads_as_empty()
    {
        await AppendAsync(EventLog.Open("other"), Said("not here"));
        var lobby = EventLog.Open("lobby");
        foreach (var request in new[] { PageRequest.Newest(5, AnyBytes), PageRequest.After(0, 5, AnyBytes), PageRequest.Before(9, 5, AnyBytes) })
        {
            var page = await ReadAsync(lobby, request);
            Assert.That((page.Events.Count, page.More, page.Head), Is.EqualTo((0, false, 0L)));
        }
    }

    [Test]
    public async Task A_page_belongs_to_one_moment_and_never_shows_half_a_batch()
    {
        const int perBatch = 7, batches = 150;
        var lobby = EventLog.Open("lobby");
        var writing = Task.Run(async () =>
        {
            for (var batch = 0; batch < batches; batch++) await AppendAllAsync(lobby, Numbered(perBatch, batch * perBatch + 1));
        });
        while (!writing.IsCompleted)
        {
            var forwards = await ReadAsync(lobby, PageRequest.After(0, int.MaxValue - 1, AnyBytes));
            var newest = await ReadAsync(lobby, PageRequest.Newest(10, AnyBytes));
            Assert.Multiple(() =>
            {
                Assert.That(Seqs(forwards.Events), Is.EqualTo(Range(1, forwards.Head)));
                Assert.That(forwards.Head % perBatch, Is.Zero);
                Assert.That(Seqs(newest.Events), Is.EqualTo(Range(Math.Max(1, newest.Head - 9), newest.Head)));
                Assert.That(newest.Head % perBatch, Is.Zero);
            });
        }
        await writing.WaitAsync(ChatPeer.Patience);
        Assert.That(await ReadAllAsync(lobby), Has.Count.EqualTo(perBatch * batches));
    }

    [Test]
    public async Task Paging_both_ways_gives_everything_once()
    {
        var lobby = EventLog.Open("lobby");
        await AppendAllAsync(EventLog.Open("a-neighbour"), Numbered(20));
        await AppendAllAsync(lobby, Numbered(103));
        await AppendAllAsync(EventLog.Open("z-neighbour"), Numbered(20));

        var (forwards, backwards) = (new List<long>(), new List<long>());
        for (var more = true; more;)
        {
            var page = await ReadAsync(lobby, PageRequest.After(forwards.LastOrDefault(), 10, AnyBytes));
            forwards.AddRange(Seqs(page.Events));
            more = page.More;
        }
        for (var more = true; more;)
        {
            var page = await ReadAsync(lobby, PageRequest.Before(backwards.FirstOrDefault(long.MaxValue), 10, AnyBytes));
            backwards.InsertRange(0, Seqs(page.Events));
            more = page.More;
        }
        Assert.That(forwards, Is.EqualTo(Range(1, 103)));
        Assert.That(backwards, Is.EqualTo(Range(1, 103)));
    }
}
