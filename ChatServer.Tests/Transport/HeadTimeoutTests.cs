using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

public sealed class HeadTimeoutTests
{
    [TestCase("")]
    [TestCase("GET / HTTP/1.1\r\nHost: localhost\r\n")]
    public async Task A_head_that_does_not_end_within_10_seconds_is_refused_with_408(string start)
    {
        var time = new WatchedTime();
        await using var server = await TestServer.StartAsync(time: time);
        await using var peer = await RawPeer.ConnectAsync(server.Port);
        await peer.SendAsync(start);
        await time.WhenTimerAsync(FrontDoor.HeadTimeout);
        var answering = peer.ReadAnswerAsync();

        time.Advance(FrontDoor.HeadTimeout - TimeSpan.FromMilliseconds(1));
        // Another connection comes and goes meanwhile: had this one been refused, it would show.
        Assert.That((await RawPeer.AskAsync(server.Port, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")).Status, Is.EqualTo(200));
        Assert.That(answering.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((await answering).Status, Is.EqualTo(408));
        Assert.That(FrontDoor.HeadTimeout, Is.EqualTo(TimeSpan.FromSeconds(10)), "as docs/protocol.md says");
    }

    [Test]
    public async Task A_head_in_many_small_parts_gets_no_more_time_for_it()
    {
        var time = new WatchedTime();
        await using var server = await TestServer.StartAsync(time: time);
        await using var peer = await RawPeer.ConnectAsync(server.Port);
        await time.WhenTimerAsync(FrontDoor.HeadTimeout);
        foreach (var c in "GET / HTTP")
        {
            await peer.SendAsync(c.ToString());
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That((await peer.ReadAnswerAsync()).Status, Is.EqualTo(408));
    }

    [Test]
    public async Task A_head_whose_bytes_come_apart_over_a_real_socket_is_served_wherever_it_is_split()
    {
        await using var server = await TestServer.StartAsync();
        const string head = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: y\r\n\r\n";
        for (var split = 1; split < head.Length; split++)
        {
            await using var peer = await RawPeer.ConnectAsync(server.Port);
            await peer.SendAsync(head[..split]);
            await peer.SendAsync(head[split..]);
            Assert.That((await peer.ReadAnswerAsync()).Body, Is.EqualTo("ok\n"), $"split at {split}");
        }
    }
}
