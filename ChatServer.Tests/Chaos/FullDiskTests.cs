using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>
/// A disk that takes nothing more. It is made with the kernel's own limit on the size of files (RLIMIT_FSIZE), set on the running
/// process: every write of the log beyond it fails, until the limit is lifted.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Platform("Linux", Reason = "prlimit")]
public sealed class FullDiskTests
{
    [Test]
    public async Task A_message_that_cannot_be_saved_is_refused_and_delivered_to_nobody()
    {
        using var temporary = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(
            ["--port", "0", "--bind", "127.0.0.1", "--data", temporary.Path, "--message-rate", "0", "--no-qr"]);
        await using var ann = await JoinAsync(server, "Ann");
        await using var bob = await JoinAsync(server, "Bob");
        await SayAsync(ann, "before", bytes: 10);
        Assert.That((long)(await ann.ExpectAsync("event"))["seq"]!, Is.EqualTo(1));

        await server.LimitFilesAsync($"{new FileInfo(Path.Combine(temporary.Path, "chat.db-wal")).Length + 20_000}");
        var refused = new List<string>();
        long saved = 1;
        for (var n = 0; refused.Count < 3; n++)
        {
            await SayAsync(ann, $"{n}", bytes: 5_000);
            var answer = await ann.ExpectAsync("event", "error");
            if ((string)answer["type"]! == "event") Assert.That((long)answer["seq"]!, Is.EqualTo(++saved));
            else
            {
                Assert.That(((string)answer["code"]!, (string)answer["re"]!), Is.EqualTo(("not_saved", $"{n}")));
                Assert.That((int?)answer["retryAfter"], Is.GreaterThan(0));
                refused.Add($"{n}");
            }
        }

        // What is tried is as long as the longest message: that a short one would still fit isn't well.
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = ChatPeer.Patience };
        Assert.That(
            await HealthAsync(http),
            Is.EqualTo((503, "the log can't be written: database or disk is full\n")).Or.EqualTo((503, "the log can't be written: disk I/O error\n")));

        await server.LimitFilesAsync("unlimited");
        await Eventually.IsAsync(async () => await HealthAsync(http) == (200, "ok\n"));
        foreach (var id in refused)
        {
            await SayAsync(ann, id, bytes: 5_000);
            var seen = await ann.ExpectAsync("event", "error");
            Assert.That(((string?)seen["id"], (long?)seen["seq"]), Is.EqualTo((id, ++saved)));
        }
        // Bob sees each once, without a gap, and nothing that was refused before it was saved.
        for (var seq = 1; seq <= saved; seq++) Assert.That((long)(await bob.ExpectAsync("event"))["seq"]!, Is.EqualTo(seq));
        Assert.That(server.Output, Does.Contain(" ERR "), "the host is told");
    }

    private static async Task<ChatPeer> JoinAsync(ServerProcess server, string name)
    {
        var peer = await ChatPeer.OpenAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws?room=lobby&name={name}"));
        await peer.ExpectAsync("joined");
        return peer;
    }

    private static Task SayAsync(ChatPeer peer, string id, int bytes) =>
        peer.SendAsync(new { type = "say", id, room = "lobby", text = new string('x', bytes) });

    private static async Task<(int Status, string Text)> HealthAsync(HttpClient http)
    {
        using var answer = await http.GetAsync(new Uri("/healthz", UriKind.Relative));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
