using System.Text.Json.Nodes;
using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Rooms;

/// <summary>
/// Going live and reading the log must not race. Hunted by stress: whoever comes, goes and comes back sees each event, and
/// each change of one, once.
/// </summary>
public sealed class JoinRaceTests
{
    private const int Joiners = 50;
    private const int Senders = 5;
    private const int MessagesEach = 1_000;
    private const int Burst = 20;
    private const int EditsEach = MessagesEach / Burst;
    private const int Total = Senders * (MessagesEach + EditsEach);

    [Test]
    public async Task Whoever_joins_leaves_and_comes_back_in_traffic_sees_each_event_once_and_in_order()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        await using var server = await TestServer.StartAsync(
            settings => settings with { Limits = new HouseLimits { MessagesPerSecond = 0 } });
        var traffic = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Half of them find the room empty, the others in full traffic.
        var joiners = Enumerable.Range(0, Joiners).Select(n => Task.Run(async () =>
        {
            if (n % 2 == 1) await traffic.Task;
            return await ComeAndGoAsync(server, new Random(seed + n));
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(n => Task.Run(() => TalkAsync(server, $"sender {n}", traffic.TrySetResult))));

        var returns = await Task.WhenAll(joiners);
        TestContext.Out.WriteLine($"{returns.Sum()} joins");
        Assert.That(returns.Sum(), Is.GreaterThan(Joiners));
        Assert.That(server.Errors, Is.Empty);
    }

    private static async Task TalkAsync(TestServer server, string name, Func<bool> underWay)
    {
        await using var peer = await ChatPeer.JoinAsync(server, "lobby", name);
        for (var n = 0; n < MessagesEach; n += Burst)
        {
            for (var i = 0; i < Burst; i++) await peer.SendAsync(new { type = "say", room = "lobby", text = $"{n + i} of {name}" });
            var newest = 0L;
            for (var own = 0; own < Burst;) newest = await OwnAsync(() => own++);
            await peer.SendAsync(new { type = "edit", room = "lobby", target = newest, text = $"better, of {name}" });
            await OwnAsync(() => { });
            underWay();

            async Task<long> OwnAsync(Action count)
            {
                while (true)
                {
                    var e = await peer.ExpectAsync("event");
                    if ((string?)e["from"]!["name"] != name) continue;
                    count();
                    return (long)e["seq"]!;
                }
            }
        }
    }

    /// <returns>How often it joined.</returns>
    private static async Task<int> ComeAndGoAsync(TestServer server, Random random)
    {
        await using var peer = await ChatPeer.OpenAsync(server);
        await peer.HelloAsync();
        var (last, epoch, joins) = (0L, (string?)null, 0);
        while (last < Total)
        {
            var after = last;
            await peer.SendAsync(new { type = "join", room = "lobby", after = epoch is null ? (long?)null : after, epoch });
            last = await TakeEventsUntilAsync(peer, "joined", last, isMember: joins > 0 && epoch is not null, joined =>
            {
                var head = (long)joined["head"]!;
                var events = joined.Seqs();
                if (epoch is not null)
                {
                    Assert.That((bool)joined["recovered"]!);
                    Assert.That(events, Is.EqualTo(PeerRequests.Range(after + 1, head)));
                }
                else
                {
                    // Of edits a first page has only what they come to.
                    var edits = (int)(events.LastOrDefault() - events.FirstOrDefault() + 1) - events.Length;
                    Assert.That(events, Has.Length.AtMost(50));
                    Assert.That(events, Is.Ordered.Ascending.And.All.InRange(1L, head));
                    Assert.That(edits, Is.InRange(0, Senders * 3));
                }
                epoch = (string)joined["epoch"]!;
                return head;
            });
            joins++;
            for (var stay = random.Next(1, 200); stay > 0 && last < Total; stay--)
                last = Follows(await peer.ExpectAsync("event"), last);
            // Half of the time it joins again without having left.
            if (random.Next(2) == 0 || last == Total) continue;
            await peer.SendAsync(new { type = "leave", room = "lobby" });
            last = await TakeEventsUntilAsync(peer, "left", last, isMember: true, _ => null);
            if (random.Next(4) == 0) await peer.SayAsync("lobby", "not joined");
        }
        return joins;
    }

    private static async Task<long> TakeEventsUntilAsync(
        ChatPeer peer, string type, long last, bool isMember, Func<JsonObject, long?> take)
    {
        while (true)
        {
            var message = await peer.ExpectAsync("event", type);
            if ((string?)message["type"] == type) return take(message) is { } head ? Math.Max(head, AtLeast(head, last)) : last;
            Assert.That(isMember, "an event of a room that it is not in");
            last = Follows(message, last);
        }
    }

    private static long Follows(JsonObject message, long last)
    {
        Assert.That((long)message["seq"]!, Is.EqualTo(last + 1));
        return last + 1;
    }

    private static long AtLeast(long head, long last)
    {
        Assert.That(head, Is.GreaterThanOrEqualTo(last), "what was live before the page is on it");
        return head;
    }
}
