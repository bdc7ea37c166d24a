using ChatServer.Protocol;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

public sealed class OutboxTests
{
    private const int Limit = 1000;

    private FakeClient _client = null!;
    private Outbox _outbox = null!;

    [SetUp]
    public void Make()
    {
        _client = new FakeClient();
        _outbox = new Outbox(_client, Limit);
    }

    [TearDown]
    public void Dispose() => _client.Dispose();

    [Test]
    public void What_the_client_takes_at_once_is_written_at_once()
    {
        Assert.That(_outbox.Broadcast(Text("one")));
        Assert.That(SendAsync(Text("two")).IsCompletedSuccessfully);

        Assert.That(_client.Written, Is.EqualTo(Joined(Text("one"), Text("two"))));
        Assert.That(_client.WaitingWrites, Is.Empty);
    }

    [Test]
    public async Task What_waits_goes_out_in_order_in_few_writes_and_what_comes_later_after_it()
    {
        _client.Room = 0;
        var frames = Enumerable.Range(0, 50).Select(i => Text($"frame {i}")).ToArray();
        foreach (var frame in frames) _outbox.Broadcast(frame);
        Assert.That(_client.Written, Is.Empty);

        _client.Unchoke();
        await _outbox.WhenEmptyAsync().WaitAsync(ChatPeer.Patience);
        _outbox.Broadcast(Text("later"));

        Assert.That(_client.Written, Is.EqualTo(Joined([.. frames, Text("later")])));
        Assert.That(_client.WaitingWrites, Has.Count.LessThanOrEqualTo(2), "the first alone, the others together");
    }

    [Test]
    public async Task A_frame_taken_in_part_goes_on_where_it_was([Range(0, 8)] int taken)
    {
        _client.Room = taken;
        _outbox.Broadcast(Text("first"));
        _outbox.Broadcast(Text("second"));

        _client.Unchoke();
        await _outbox.WhenEmptyAsync().WaitAsync(ChatPeer.Patience);

        Assert.That(_client.Written, Is.EqualTo(Joined(Text("first"), Text("second"))));
    }

    [Test]
    public async Task A_batch_larger_than_one_write_goes_out_whole()
    {
        var outbox = new Outbox(_client, 1 << 20);
        _client.Room = 1;
        var large = Frame.Encode(Opcode.Text, Enumerable.Range(0, 200_000).Select(i => (byte)i).ToArray());
        outbox.Broadcast(large);
        outbox.Broadcast(Text("after"));

        _client.Unchoke();
        await outbox.WhenEmptyAsync().WaitAsync(ChatPeer.Patience);

        Assert.That(_client.Written.AsSpan().SequenceEqual(Joined(large, Text("after"))));
    }

    [Test]
    public async Task Exactly_at_the_bound_nobody_is_closed()
    {
        // The first is on its way already; only what waits behind it counts.
        _client.Room = 0;
        Assert.That(_outbox.Broadcast(Text("first")));
        var rest = Frame.Encode(Opcode.Binary, new byte[Limit - 4]);
        Assert.That(rest, Has.Length.EqualTo(Limit));
        Assert.That(_outbox.Broadcast(rest));
        Assert.That(_outbox.IsSealed, Is.False);

        _client.Unchoke();
        await _outbox.WhenEmptyAsync().WaitAsync(ChatPeer.Patience);
        Assert.That(_client.Written, Is.EqualTo(Joined(Text("first"), rest)));
    }

    [Test]
    public async Task Over_the_bound_the_client_is_closed_with_4001_after_a_whole_frame_and_nothing_after_it([Values(0, 1, 3, 6)] int taken)
    {
        _client.Room = taken;
        Assert.That(_outbox.Broadcast(Text("first")));
        var isOver = false;
        for (var i = 0; !isOver; i++)
        {
            Assert.That(i, Is.LessThan(Limit), "the bound is somewhere");
            isOver = !_outbox.Broadcast(Text($"frame {i}"));
        }
        Assert.That(_outbox.IsSealed);
        Assert.That(_outbox.Broadcast(Text("late")), "closing already");
        _ = SendAsync(Text("late"));
        _outbox.Finish(Frame.Close(CloseCode.Normal, ""));

        _client.Unchoke();
        await _outbox.WhenEmptyAsync().WaitAsync(ChatPeer.Patience);

        var frames = FramesOf(_client.Written);
        Assert.That(frames[0], Is.EqualTo(Text("first")));
        Assert.That(frames[^1], Is.EqualTo(Frame.Close(CloseCode.TooSlow, "too slow")));
        Assert.That(frames.Skip(1).SkipLast(1), Is.EqualTo(Enumerable.Range(0, frames.Count - 2).Select(i => Text($"frame {i}"))));
    }

    [Test]
    public async Task A_frame_of_which_a_part_is_on_its_way_is_ended_before_the_close()
    {
        // Longer than one write of a drain: the rest of it is still in the queue when the bound is reached.
        var large = Frame.Encode(Opcode.Text, Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray());
        var outbox = new Outbox(_client, large.Length);
        _client.Room = 3;
        Assert.That(outbox.Broadcast(large));
        Assert.That(outbox.Broadcast(Text("dropped")));
        Assert.That(outbox.Broadcast(large), Is.False);

        _client.Unchoke();
        await outbox.WhenEmptyAsync().WaitAsync(ChatPeer.Patience);

        Assert.That(_client.Written.AsSpan().SequenceEqual(Joined(large, Frame.Close(CloseCode.TooSlow, "too slow"))));
    }

    [Test]
    public async Task A_reply_waits_while_much_is_on_its_way_and_goes_on_when_nothing_is()
    {
        _client.Room = 0;
        var small = SendAsync(Text("small"));
        Assert.That(small.IsCompletedSuccessfully);
        var large = SendAsync(Frame.Encode(Opcode.Text, new byte[Limit]));
        Assert.That(large.IsCompleted, Is.False);
        Assert.That(_outbox.IsSealed, Is.False, "who asks isn't closed for it");

        _client.Unchoke();
        await large.WaitAsync(ChatPeer.Patience);
        Assert.That(SendAsync(Text("next")).IsCompletedSuccessfully);
    }

    [Test]
    public async Task Replies_do_not_count_against_the_bound_of_broadcasts()
    {
        _client.Room = 0;
        _ = SendAsync(Frame.Encode(Opcode.Text, new byte[10 * Limit]));

        Assert.That(_outbox.Broadcast(Text("hi")));
        _client.Unchoke();
        await _outbox.WhenEmptyAsync().WaitAsync(ChatPeer.Patience);
        Assert.That(FramesOf(_client.Written)[^1], Is.EqualTo(Text("hi")));
    }

    [Test]
    public void After_the_last_frame_nothing_is_sent()
    {
        _outbox.Finish(Frame.Close(CloseCode.Normal, "done"));
        Assert.That(_outbox.IsSealed);
        _outbox.Finish(Frame.Close(CloseCode.GoingAway, "again"));
        _outbox.Broadcast(Text("late"));
        Assert.That(SendAsync(Text("late")).IsCompletedSuccessfully);

        Assert.That(_client.Written, Is.EqualTo(Frame.Close(CloseCode.Normal, "done")));
    }

    [Test]
    public async Task The_last_frame_goes_after_what_waits()
    {
        _client.Room = 0;
        _outbox.Broadcast(Text("first"));
        _outbox.Broadcast(Text("second"));
        _outbox.Finish(Frame.Close(CloseCode.Normal, ""));
        _outbox.Broadcast(Text("late"));

        _client.Unchoke();
        await _outbox.WhenEmptyAsync().WaitAsync(ChatPeer.Patience);
        Assert.That(_client.Written, Is.EqualTo(Joined(Text("first"), Text("second"), Frame.Close(CloseCode.Normal, ""))));
    }

    [Test]
    public void A_client_that_is_gone_takes_nothing_and_holds_nobody_up()
    {
        _client.IsGone = true;

        Assert.That(_outbox.Broadcast(Text("hi")));
        Assert.That(SendAsync(Frame.Encode(Opcode.Text, new byte[10 * Limit])).IsCompletedSuccessfully);
        Assert.That(_outbox.WhenEmptyAsync().IsCompletedSuccessfully);
    }

    [Test]
    public async Task A_client_that_goes_while_something_waits_lets_go_who_waits()
    {
        _client.Room = 0;
        var reply = SendAsync(Frame.Encode(Opcode.Text, new byte[10 * Limit]));
        var more = SendAsync(Frame.Encode(Opcode.Text, new byte[10 * Limit]));

        _client.Break();

        await Task.WhenAll(reply, more, _outbox.WhenEmptyAsync()).WaitAsync(ChatPeer.Patience);
        Assert.That(_outbox.Broadcast(Text("late")));
        Assert.That(_client.Written, Is.Empty);
    }

    [Test]
    public async Task Frames_of_many_threads_come_out_whole_and_each_threads_in_order()
    {
        const int threads = 4;
        const int each = 2_000;
        var outbox = new Outbox(_client, int.MaxValue);
        _client.Room = 100;
        var sending = Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                if (i == each / 2) _client.Unchoke();
                outbox.Broadcast(Text($"{thread} {i}"));
            }
        }));
        await Task.WhenAll(sending).WaitAsync(ChatPeer.Patience);
        await outbox.WhenEmptyAsync().WaitAsync(ChatPeer.Patience);

        var texts = FramesOf(_client.Written).Select(frame => System.Text.Encoding.UTF8.GetString(frame.AsSpan(2)).Split(' ')).ToList();
        Assert.That(texts, Has.Count.EqualTo(threads * each));
        for (var thread = 0; thread < threads; thread++)
        {
            Assert.That(
                texts.Where(text => text[0] == $"{thread}").Select(text => text[1]),
                Is.EqualTo(Enumerable.Range(0, each).Select(i => $"{i}")));
        }
    }

    private Task SendAsync(byte[] frame) => _outbox.SendAsync(frame).AsTask();

    private static byte[] Text(string text) => Frame.Encode(Opcode.Text, System.Text.Encoding.UTF8.GetBytes(text));

    private static byte[] Joined(params byte[][] frames) => [.. frames.SelectMany(frame => frame)];

    // Short frames only; fails on what isn't a run of whole frames.
    private static List<byte[]> FramesOf(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            var length = bytes[1] < 126 ? 2 + bytes[1] : 4 + (bytes[2] << 8) + bytes[3];
            frames.Add(bytes[..length].ToArray());
            bytes = bytes[length..];
        }
        return frames;
    }
}
