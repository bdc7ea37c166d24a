using System.Net;
using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Rooms;

/// <summary>Those who ask for much and don't read it hold memory only so many at a time, and keep nobody out.</summary>
public sealed class LongResumeTests
{
    [Test]
    public async Task Who_does_not_read_a_long_resume_makes_others_begin_anew_and_not_wait_for_ever()
    {
        const int readers = 16;
        var time = new WatchedTime();
        await using var server = await TestServer.StartAsync(
            settings => settings with { Limits = new HouseLimits { MessagesPerSecond = 0 } }, time);
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        // Over 200 events, and more than may wait for a slow reader.
        for (var n = 0; n < 250; n++) await ann.SayAsync("lobby", new string('y', 16_000));
        var epoch = (string)(await ann.JoinAsync("lobby"))["epoch"]!;

        // Who is polled and doesn't ask takes nothing at all; of a WebSocket, the kernel takes megabytes.
        using var api = new ApiClient(server);
        var stuck = new List<string>();
        for (var n = 0; n < readers; n++)
        {
            var opened = await api.PostAsync("/api/connections", "", "");
            stuck.Add($"/api/connections/{opened.Json["id"]}");
            await api.PostAsync(
                stuck[n],
                $$"""
                {"type":"hello"}
                {"type":"join","room":"lobby","after":1,"epoch":"{{epoch}}"}
                """,
                "application/json");
        }
        for (var n = 0; n < readers; n++) await time.WhenTimerAsync(LongResumes.Patience);

        await using var late = await ChatPeer.OpenAsync(server);
        await late.HelloAsync();
        // A short one needs no turn.
        Assert.That((bool)(await late.JoinAsync("lobby", after: 240, epoch))["recovered"]!);
        await late.SendAsync(new { type = "leave", room = "lobby" });
        await late.SendAsync(new { type = "join", room = "lobby", after = 1, epoch });
        await time.WhenTimerAsync(LongResumes.Patience);
        time.Advance(LongResumes.Patience);
        var joined = await late.ExpectAsync("joined");
        Assert.That((bool)joined["recovered"]!, Is.False);
        Assert.That(joined["events"]!.AsArray(), Has.Count.EqualTo(50));

        await api.SendAsync(HttpMethod.Delete, stuck[0], null);
        await late.SendAsync(new { type = "leave", room = "lobby" });
        Assert.That((bool)(await late.JoinAsync("lobby", after: 1, epoch))["recovered"]!);
    }

    [Test]
    public async Task One_network_has_its_share_of_the_turns_and_leaves_the_others_theirs()
    {
        var time = new WatchedTime();
        using var resumes = new LongResumes(time);
        var (one, other) = (IPAddress.Parse("192.168.1.7"), IPAddress.Parse("192.168.1.8"));
        const int many = 1_000;
        var turns = new List<IDisposable?>();
        for (var n = 0; n < 4; n++) turns.Add(await resumes.BeginAsync(many, one));
        var fifth = resumes.BeginAsync(many, one).AsTask();
        Assert.That(await resumes.BeginAsync(many, other), Is.Not.Null);
        Assert.That(await resumes.BeginAsync(many, IPAddress.Loopback), Is.Not.Null);
        Assert.That(fifth.IsCompleted, Is.False);

        turns[0]!.Dispose();
        Assert.That(await fifth.WaitAsync(ChatPeer.Patience), Is.Not.Null);
        var late = resumes.BeginAsync(many, one).AsTask();
        time.Advance(LongResumes.Patience);
        Assert.That(await late.WaitAsync(ChatPeer.Patience), Is.Null);
    }
}
