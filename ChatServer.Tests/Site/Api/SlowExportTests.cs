using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>Exports that are read slowly, or not at all, while the room talks on.</summary>
[NonParallelizable] // It measures the memory of the process, and counts its threads.
public sealed class SlowExportTests : ApiTest
{
    /// <summary>Clients that don't read.</summary>
    private const int Slow = 8;

    // 32 MiB in all: more than the kernel keeps on the way to a client that doesn't read.
    private const int Events = 2_000;
    private const int TextChars = 16 * 1024;

    /// <summary>A page of the log as it was read, and as it is written.</summary>
    private const int MaxBytesEach = 4 << 20;

    private protected override Settings Set(Settings settings) =>
        settings with { Limits = settings.Limits with { MessagesPerSecond = 0 } };

    [Test]
    public async Task Who_does_not_read_holds_up_nobody_and_takes_neither_memory_nor_a_thread()
    {
        await FillAsync();
        await using var ann = await ChatPeer.JoinAsync(Server, "copy", "Ann");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var slow = new List<RawPeer>();
        for (var i = 0; i < Slow; i++) slow.Add(await BeginAsync());
        for (var n = 1; n <= 50; n++)
        {
            await SayAsync($"{n}", "copy");
            Assert.That((string?)(await ann.ExpectAsync("event"))["text"], Is.EqualTo($"{n}"));
        }

        await Eventually.IsAsync(() => BusyThreads() < Slow);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.That(grown, Is.LessThan(Slow * MaxBytesEach));

        foreach (var peer in slow)
        {
            var lines = Encoding.UTF8.GetString(await peer.ReadToEndAsync()).Split('\n');
            Assert.That(lines[^2..], Is.EqualTo((string[])[ExportFile.End(Events), ""]));
            // And nothing that was said meanwhile.
            Assert.That(lines[1..^2].Select(Seq), Is.EqualTo(Enumerable.Range(1, Events)));
            await peer.DisposeAsync();
        }
    }

    [Test]
    public async Task Who_takes_nothing_for_a_minute_is_dropped()
    {
        await FillAsync();
        await using var peer = await BeginAsync();
        // The export, and this question.
        await Eventually.IsAsync(async () => await RequestsAsync() == 2);
        await Eventually.IsAsync(async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return await RequestsAsync() == 1;
        });
        var text = Encoding.UTF8.GetString(await peer.ReadToEndAsync());
        Assert.That(text, Does.Not.Contain("\"type\":\"end\""), "so that nobody takes it for whole");
    }

    /// <summary>A client whose export has begun, and that doesn't read on.</summary>
    private async Task<RawPeer> BeginAsync()
    {
        var peer = await RawPeer.ConnectAsync(Server.Port);
        await peer.SendAsync("GET /api/rooms/copy/export HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.That((await peer.ReadAnswerAsync()).Status, Is.EqualTo(200));
        return peer;
    }

    private async Task FillAsync()
    {
        var export = ExportFile.Of(Events, new string('x', TextChars));
        var answer = await Api.PostAsync(
            "/api/rooms/copy/import", export, "application/x-ndjson", $"Authorization: Bearer {AdminKey}");
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK), answer.Text);
    }

    private async Task<double> RequestsAsync() =>
        (await Exposition.GetAsync(Api))["chatserver_connections{kind=\"http\"}"];

    private static int BusyThreads()
    {
        ThreadPool.GetMaxThreads(out var all, out _);
        ThreadPool.GetAvailableThreads(out var available, out _);
        return all - available;
    }

    private static int Seq(string line) => (int)JsonNode.Parse(line)!["seq"]!;
}
