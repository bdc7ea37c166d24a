using System.Diagnostics;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Transport;

/// <summary>Connections that say nothing, or begin and don't go on, are in nobody's way.</summary>
[NonParallelizable] // It counts the threads of the process.
public sealed class CrowdTests
{
    private const int Each = 1_000;

    [Test]
    public async Task A_thousand_silent_and_a_thousand_half_open_connections_delay_nobody()
    {
        await using var server = await TestServer.StartAsync();
        var crowd = new List<RawPeer>();
        try
        {
            for (var i = 0; i < Each; i++)
            {
                crowd.Add(await RawPeer.ConnectAsync(server.Port));
                var halfOpen = await RawPeer.ConnectAsync(server.Port);
                await halfOpen.SendAsync("GET /ws HTTP/1.1\r\nHost: localh");
                crowd.Add(halfOpen);
            }
            await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
            await using var bob = await ChatPeer.JoinAsync(server, "lobby", "Bob");

            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 20; i++)
            {
                await ann.SendAsync(new { type = "say", room = "lobby", text = $"{i}" });
                Assert.That((string?)(await bob.ExpectAsync("event"))["text"], Is.EqualTo($"{i}"));
            }
            Assert.That(watch.Elapsed, Is.LessThan(ChatPeer.Patience / 4), "20 messages there and back");
            // With a thread a connection there would be thousands.
            Assert.That(ThreadPool.ThreadCount, Is.LessThan(100));
            Assert.That(ThreadPool.PendingWorkItemCount, Is.LessThan(100));
        }
        finally
        {
            foreach (var peer in crowd) await peer.DisposeAsync();
        }
        Assert.That(server.Errors, Is.Empty);
    }
}
