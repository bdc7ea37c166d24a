using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static ChatServer.Tests.Rooms.PeerRequests;

namespace ChatServer.Tests.Rooms;

/// <summary><c>--keep-days</c>.</summary>
public sealed class RetentionTests
{
    [Test]
    public async Task What_is_too_old_goes_at_start_and_the_rest_within_the_hour_it_comes_of_age()
    {
        using var temporary = new TemporaryFolder();
        var time = new FakeTimeProvider();
        Settings Keeping(Settings settings, int? days) =>
            settings with
            {
                DataPath = temporary.Path,
                KeepFor = days is { } n ? TimeSpan.FromDays(n) : null,
                // The history is asked for until the purge has come, while the clock stands: more often than the rate allows.
                Limits = settings.Limits with { MessagesPerSecond = 0 },
            };

        await using (var server = await TestServer.StartAsync(settings => Keeping(settings, days: null), time))
        {
            await SayAsync(server, "lobby", "old");
            await SayAsync(server, "spoken-in-once", "old");
            time.Advance(TimeSpan.FromDays(10));
            await SayAsync(server, "lobby", "new");
        }
        await using var next = await TestServer.StartAsync(settings => Keeping(settings, days: 7), time);
        await HasAsync(next, "lobby", 2, 2);
        await HasAsync(next, "spoken-in-once", 1, 0);
        time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromHours(1));
        await HasAsync(next, "lobby", 2, 2);
        time.Advance(TimeSpan.FromHours(2));
        await HasAsync(next, "lobby", 1, 0);
        Assert.That(next.Errors, Is.Empty);
    }

    private static async Task SayAsync(TestServer server, string room, string text)
    {
        await using var ann = await ChatPeer.JoinAsync(server, room, "Ann");
        await ann.SayAsync(room, text);
    }

    private static async Task HasAsync(TestServer server, string room, long first, long last)
    {
        await using var peer = await ChatPeer.JoinAsync(server, room, "Ann");
        using var patience = new CancellationTokenSource(ChatPeer.Patience);
        // The purge is on its way when the clock has been turned.
        while (!(await peer.HistoryAsync(room, after: 0)).Seqs().SequenceEqual(Range(first, last))) patience.Token.ThrowIfCancellationRequested();
    }
}
