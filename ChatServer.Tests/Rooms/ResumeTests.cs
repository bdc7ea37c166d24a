using System.Text.Json.Nodes;
using ChatServer.Log;
using ChatServer.Rooms;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static ChatServer.Tests.Rooms.PeerRequests;

namespace ChatServer.Tests.Rooms;

/// <summary><c>recovered</c> exactly as docs/protocol.md says.</summary>
public sealed class ResumeTests
{
    private static Settings WithoutRate(Settings settings) => settings with { Limits = new HouseLimits { MessagesPerSecond = 0 } };

    [TestCase(0, true, 1, true, false)]
    [TestCase(4, true, 5, true, true)]
    [TestCase(9, true, 10, true, true)]
    [TestCase(10, true, 11, true, true)]
    [TestCase(11, true, 1, false, false)]
    [TestCase(long.MaxValue, true, 1, false, false)]
    [TestCase(4, false, 1, false, false)]
    [TestCase(0, false, 1, false, false)]
    public async Task Coming_back_with_what_one_has(long after, bool sameEpoch, long first, bool recovered, bool more)
    {
        await using var server = await TestServer.StartAsync(WithoutRate);
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        for (var n = 1; n <= 10; n++) await ann.SayAsync("lobby", $"{n}");
        var epoch = (string)(await ann.JoinAsync("lobby"))["epoch"]!;

        await using var bob = await ChatPeer.OpenAsync(server);
        await bob.HelloAsync("Bob");
        var joined = await bob.JoinAsync("lobby", after, sameEpoch ? epoch : "0123456789abcdef");
        Assert.Multiple(() =>
        {
            Assert.That((bool)joined["recovered"]!, Is.EqualTo(recovered));
            Assert.That(joined.Seqs(), Is.EqualTo(Range(first, 10)));
            Assert.That((long)joined["head"]!, Is.EqualTo(10));
            Assert.That((string)joined["epoch"]!, Is.EqualTo(epoch));
            Assert.That((bool)joined["more"]!, Is.EqualTo(more));
        });
        await ann.SayAsync("lobby", "live");
        Assert.That((long)(await bob.ExpectAsync("event"))["seq"]!, Is.EqualTo(11));
    }

    [Test]
    public async Task A_first_join_gets_the_newest_page_and_whether_there_is_more()
    {
        await using var server = await TestServer.StartAsync(WithoutRate);
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        for (var n = 1; n <= 50; n++) await ann.SayAsync("lobby", $"{n}");
        var whole = await ann.JoinAsync("lobby");
        await ann.SayAsync("lobby", "51");
        var cut = await ann.JoinAsync("lobby");
        Assert.That((whole.Seqs(), (bool)whole["more"]!), Is.EqualTo((Range(1, 50), false)));
        Assert.That((cut.Seqs(), (bool)cut["more"]!), Is.EqualTo((Range(2, 51), true)));
        Assert.That((bool)cut["recovered"]!, Is.False);
    }

    [Test]
    public async Task After_an_absent_epoch_nothing_is_recovered_and_a_negative_number_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        await ann.SayAsync("lobby", "hi");
        Assert.That((bool)(await ann.JoinAsync("lobby", after: 1))["recovered"]!, Is.False);
        Assert.That((string)(await ann.JoinAsync("lobby", after: -1, epoch: "x"))["code"]!, Is.EqualTo("bad_message"));
    }

    [TestCase(252, true)]
    [TestCase(256, false, Description = "what JSON puts around the texts counts")]
    public async Task Missing_more_bytes_than_a_resume_gives_is_a_new_beginning(int missed, bool recovered)
    {
        await using var server = await TestServer.StartAsync(WithoutRate);
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        var epoch = (string)(await ann.JoinAsync("lobby"))["epoch"]!;
        for (var n = 1; n <= missed; n++) await ann.SayAsync("lobby", new string('x', HouseLimits.ResumeBytes / 256));

        var joined = await ann.JoinAsync("lobby", after: 0, epoch);
        Assert.That((bool)joined["recovered"]!, Is.EqualTo(recovered));
        Assert.That(joined.Seqs(), Is.EqualTo(Range(recovered ? 1 : missed - 49, missed)));
    }

    [TestCase(HouseLimits.ResumeEvents, true)]
    [TestCase(HouseLimits.ResumeEvents + 1, false)]
    public async Task Missing_more_events_than_a_resume_gives_is_a_new_beginning(int missed, bool recovered)
    {
        await using var house = await RoomHarness.StartAsync();
        var stream = house.Log.Open("lobby");
        var draft = new Draft("message", new ChatServer.Protocol.Sender("ann", "Ann"), null, "hi");
        await house.Log.AppendAsync(stream, [.. Enumerable.Repeat(draft, missed)]);
        await house.RestartAsync();

        var page = await house.Enter("lobby", "Bob").JoinAsync(after: 0, stream.Epoch);
        Assert.That((page.IsRecovered, page.Events.Count, page.Head), Is.EqualTo((recovered, recovered ? missed : 50, (long)missed)));
    }

    [Test]
    public async Task Across_a_gap_that_keep_days_made_nothing_is_recovered()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(settings => settings with { KeepFor = TimeSpan.FromDays(2) }, time);
        await using var first = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        for (var n = 1; n <= 3; n++) await first.SayAsync("lobby", $"{n}");
        var epoch = (string)(await first.JoinAsync("lobby"))["epoch"]!;
        await using var second = await LaterAsync(server, time, TimeSpan.FromDays(1));
        for (var n = 4; n <= 5; n++) await second.SayAsync("lobby", $"{n}");

        await using var third = await LaterAsync(server, time, TimeSpan.FromDays(1.5));
        await PurgedAsync(third, remaining: 2);
        foreach (var (after, recovered, next) in new[] { (0, false, 4), (2, false, 4), (3, true, 4), (4, true, 5), (5, true, 6) })
        {
            var joined = await third.JoinAsync("lobby", after, epoch);
            Assert.That(((bool)joined["recovered"]!, joined.Seqs()), Is.EqualTo((recovered, Range(next, 5))), $"after {after}");
            Assert.That((long)joined["head"]!, Is.EqualTo(5));
        }

        await using var fourth = await LaterAsync(server, time, TimeSpan.FromDays(2));
        await PurgedAsync(fourth, remaining: 0);
        var none = await fourth.JoinAsync("lobby", after: 5, epoch);
        Assert.That(((bool)none["recovered"]!, none.Seqs(), (long)none["head"]!), Is.EqualTo((true, Range(1, 0), 5L)));
        Assert.That((long)(await fourth.SayAsync("lobby", "next"))["seq"]!, Is.EqualTo(6));
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task An_edit_of_a_message_that_is_no_longer_kept_leaves_no_gap()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(settings => settings with { KeepFor = TimeSpan.FromDays(2) }, time);
        await using var ann = await Guest.ComeAsync(server, "Ann");
        var epoch = (string)(await ann.Peer.JoinAsync("lobby"))["epoch"]!;
        await ann.Peer.SayAsync("lobby", "old");
        time.Advance(TimeSpan.FromDays(1));
        await using var later = await Guest.ComeAsync(server, "Ann", ann.Token);
        await later.Peer.JoinAsync("lobby");
        Assert.That((string?)(await later.AskAsync(new { type = "edit", id = "e", room = "lobby", target = 1, text = "late" }))["kind"], Is.EqualTo("edit"));

        await using var third = await LaterAsync(server, time, TimeSpan.FromDays(1.5));
        await PurgedAsync(third, remaining: 0);
        var joined = await third.JoinAsync("lobby", after: 1, epoch);
        Assert.That(((bool)joined["recovered"]!, joined.Seqs()), Is.EqualTo((true, Range(2, 2))));
        Assert.That((string?)joined["events"]![0]!["text"], Is.Empty);
    }

    [Test]
    public async Task Resume_after_restart_gives_every_event_once()
    {
        using var temporary = new TemporaryFolder();
        Settings InFolder(Settings settings) => WithoutRate(settings) with { DataPath = temporary.Path };
        JsonObject before;
        await using (var server = await TestServer.StartAsync(InFolder))
        {
            await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
            for (var n = 1; n <= 60; n++) await ann.SayAsync("lobby", $"{n}");
            before = await ann.JoinAsync("lobby");
        }
        await using var next = await TestServer.StartAsync(InFolder);
        await using var bob = await ChatPeer.OpenAsync(next);
        await bob.HelloAsync("Bob");
        var joined = await bob.JoinAsync("lobby", after: 3, (string)before["epoch"]!);
        Assert.That(((bool)joined["recovered"]!, joined.Seqs()), Is.EqualTo((true, Range(4, 60))));
        Assert.That(JsonNode.DeepEquals(joined["events"]!.AsArray()[^1], before["events"]!.AsArray()[^1]));
        Assert.That((long)(await bob.SayAsync("lobby", "live"))["seq"]!, Is.EqualTo(61));
    }

    // A connection does not outlast a jump of days: it has been silent for too long.
    private static Task<ChatPeer> LaterAsync(TestServer server, FakeTimeProvider time, TimeSpan passes)
    {
        time.Advance(passes);
        return ChatPeer.JoinAsync(server, "lobby", "Ann");
    }

    // The purge runs on a timer of the clock that the test turns; when it is done, the history says so.
    private static async Task PurgedAsync(ChatPeer peer, int remaining)
    {
        using var patience = new CancellationTokenSource(ChatPeer.Patience);
        while ((await peer.HistoryAsync("lobby", after: 0)).Seqs().Length > remaining) patience.Token.ThrowIfCancellationRequested();
    }
}
