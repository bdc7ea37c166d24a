using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatServer.Diagnosis;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Diagnosis;

/// <summary>Knocking at real ports of loopback.</summary>
public sealed class PortProbeTests
{
    private readonly PortProbe _probe = new(TimeProvider.System);

    [Test]
    public async Task A_server_of_ours_is_known_and_told_from_another()
    {
        await using var one = await TestServer.StartAsync();
        await using var other = await TestServer.StartAsync();
        var (first, again, second) = (await KnockAsync(one.Port), await KnockAsync(one.Port), await KnockAsync(other.Port));
        Assert.That((first.Outcome, first.Instance), Is.EqualTo((ProbeOutcome.Answers, again.Instance)));
        Assert.That(first.Instance, Does.Match("^[0-9a-f]{16}$").And.Not.EqualTo(second.Instance));
        var named = await _probe.KnockAsync(new IPEndPoint(IPAddress.Loopback, one.Port), "chat.example");
        Assert.That(named.Outcome, Is.EqualTo(ProbeOutcome.NameRefused));
    }

    [Test]
    public async Task A_server_that_listens_on_IPv6_answers_there()
    {
        await using var server = await TestServer.StartAsync(settings => settings with { EndPoint = new(IPAddress.IPv6Loopback, 0) });
        Assert.That((await _probe.KnockAsync(new IPEndPoint(IPAddress.IPv6Loopback, server.Port))).Outcome, Is.EqualTo(ProbeOutcome.Answers));
    }

    [Test]
    public async Task Where_nothing_listens_it_is_refused() =>
        Assert.That((await KnockAsync(ServerProcess.FreePort())).Outcome, Is.EqualTo(ProbeOutcome.Refused));

    [TestCase("HTTP/1.1 404 Not Found\r\nServer: nginx/1.22.1\r\nContent-Length: 0\r\n\r\n", "nginx/1.22.1")]
    [TestCase("HTTP/1.0 200 OK\r\nserver: SimpleHTTP/0.6 \e[31mPython/3.11\r\n\r\nok", "SimpleHTTP/0.6 [31mPython/3.11")]
    [TestCase("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", null)]
    [TestCase("", null)]
    public async Task Something_else_is_a_stranger(string answer, string? product)
    {
        await using var listener = new LoopbackListener(async client =>
        {
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer));
            client.Client.Shutdown(SocketShutdown.Send);
        });
        var result = await KnockAsync(listener.Port);
        Assert.That((result.Outcome, result.Product), Is.EqualTo((ProbeOutcome.Stranger, product)));
    }

    [Test]
    public async Task What_says_nothing_is_silent_after_two_seconds()
    {
        var time = new WatchedTime();
        var asked = new TaskCompletionSource();
        await using var listener = new LoopbackListener(async client =>
        {
            await client.GetStream().ReadExactlyAsync(new byte[16]);
            asked.SetResult();
        });
        var knocking = new PortProbe(time).KnockAsync(new IPEndPoint(IPAddress.Loopback, listener.Port));
        await asked.Task.WaitAsync(ChatPeer.Patience);
        time.Advance(PortProbe.Timeout - TimeSpan.FromMilliseconds(1));
        Assert.That(knocking.IsCompleted, Is.False);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That((await knocking.WaitAsync(ChatPeer.Patience)).Outcome, Is.EqualTo(ProbeOutcome.Silent));
    }

    [TestCase("HTTP/1.1 503 Service Unavailable\r\nServer: ChatServer\r\nX-ChatServer-Instance: 0a\r\n\r\n", ProbeOutcome.Failing)]
    [TestCase("HTTP/1.1 200 OK\r\nServer: ChatServer\r\nX-ChatServer-Instance: 0a\r\n\r\nok", ProbeOutcome.Answers)]
    [TestCase("HTTP/1.1 200 OK\r\nServer: ChatServer\r\n\r\nok", ProbeOutcome.Answers)]
    [TestCase("HTTP/1.1 200 OK\r\n\r\nServer: ChatServer", ProbeOutcome.Stranger)]
    [TestCase("HTTP/1.1 2", ProbeOutcome.Stranger)]
    public void Who_answers_stands_in_the_head(string head, object outcome) =>
        Assert.That(ProbeAnswer.Read(head).Outcome, Is.EqualTo(outcome));

    private Task<ProbeResult> KnockAsync(int port) => _probe.KnockAsync(new IPEndPoint(IPAddress.Loopback, port));
}
