using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatServer.Tests.Support;
using ChatServer.Transport;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Transport;

/// <summary>What reaches the listener of the pages, seen from its side: a socket of the test's own stands in its place.</summary>
public sealed class HttpRelayTests
{
    private const string Key = "the-key";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    private readonly CollectingSink _sink = new();
    private readonly OpenRequests _requests = new();
    private FakeTimeProvider _time = null!;
    private TcpListener _site = null!;
    private FrontDoor _door = null!;

    [SetUp]
    public void Open()
    {
        _time = new FakeTimeProvider();
        _site = new TcpListener(IPAddress.Loopback, 0);
        _site.Start();
        _door = new FrontDoor(
            new IPEndPoint(IPAddress.Loopback, 0), new HostRules([], [], []), new ConnectionGate(100), new NoWebSockets(),
            new HttpRelay((IPEndPoint)_site.LocalEndpoint, Key, _requests, _time), _time, _sink.CreateLogger());
        _door.Open();
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _door.DisposeAsync();
        await _door.WhenAllEndedAsync().WaitAsync(ChatPeer.Patience);
        _site.Dispose();
        Assert.That(_sink.Errors, Is.Empty);
    }

    [Test]
    public async Task A_request_reaches_the_site_rewritten()
    {
        var (passed, answer) = await PassAsync(
            "GET http://localhost/a%20b?c=d HTTP/1.0\r\nHost: localhost:99\r\nAccept: x\r\nConnection: keep-alive\r\nKeep-Alive: 5\r\n"
            + "Proxy-Connection: x\r\nTE: trailers\r\nUpgrade: h2c\r\nExpect: 100-continue\r\n\r\n");

        // It is HTTP/1.0 for the listener: what that puts around chunks it writes synchronously.
        Assert.That(passed.Split("\r\n").Where(line => !line.StartsWith(HttpRelay.RequestHeader, StringComparison.Ordinal)), Is.EquivalentTo(new[]
        {
            "GET /a%20b?c=d HTTP/1.0", $"Host: {_site.LocalEndpoint}", "Connection: close", $"{HttpRelay.ClientHeader}: {Key} 127.0.0.1",
            $"{HttpRelay.HostHeader}: localhost:99", "Accept: x", "Content-Length: 0", "", "",
        }));
        Assert.That(answer.Body, Is.EqualTo("ok"));
    }

    [TestCase("X-ChatServer-Client: the-key 8.8.8.8\r\n")]
    [TestCase("x-chatserver-client: guessed 8.8.8.8\r\nX-CHATSERVER-CLIENT: guessed 9.9.9.9\r\n")]
    [TestCase("Connection: X-ChatServer-Client\r\nX-ChatServer-Client: guessed 8.8.8.8\r\nx-chatserver-host: evil.example\r\n")]
    public async Task The_relays_own_headers_from_a_client_never_reach_the_site(string headers)
    {
        var (passed, _) = await PassAsync($"GET / HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

        Assert.That(LinesOf(passed, HttpRelay.ClientHeader), Is.EqualTo([$"{HttpRelay.ClientHeader}: {Key} 127.0.0.1"]));
        Assert.That(LinesOf(passed, HttpRelay.HostHeader), Is.EqualTo([$"{HttpRelay.HostHeader}: localhost"]));
    }

    [TestCase("")]
    [TestCase("Content-Length: 0\r\n")]
    [TestCase("Content-Length: 3\r\n")]
    public async Task A_second_request_behind_the_first_never_reaches_the_site(string length)
    {
        var body = length.Contains('3', StringComparison.Ordinal) ? "abc" : "";
        var (passed, _) = await PassAsync(
            $"POST / HTTP/1.1\r\nHost: localhost\r\n{length}\r\n{body}GET /smuggled HTTP/1.1\r\nHost: x\r\n{HttpRelay.ClientHeader}: x\r\n\r\n");

        Assert.That(passed, Does.EndWith("\r\n\r\n" + body).And.Not.Contains("smuggled"));
    }

    [Test]
    public async Task A_body_that_comes_in_parts_reaches_the_site_whole()
    {
        await using var peer = await RawPeer.ConnectAsync(_door.Port);
        await peer.SendAsync("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n");
        using var site = await _site.AcceptSocketAsync().WaitAsync(ChatPeer.Patience);
        var sending = peer.SendAsync(new string('y', 200_000));

        Assert.That(await ReadAsync(site, text => text.EndsWith(new string('y', 200_000), StringComparison.Ordinal)), Does.StartWith("POST / "));
        await sending;
        await site.SendAsync(Encoding.ASCII.GetBytes(Ok));
        site.Dispose();
        Assert.That((await peer.ReadAnswerAsync()).Body, Is.EqualTo("ok"));
    }

    [Test]
    public async Task A_client_that_leaves_ends_its_request_at_the_site()
    {
        await using var peer = await RawPeer.ConnectAsync(_door.Port);
        await peer.SendAsync("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n");
        using var site = await _site.AcceptSocketAsync().WaitAsync(ChatPeer.Patience);

        await peer.DisposeAsync();
        await site.SendAsync(Encoding.ASCII.GetBytes(Ok)).WaitAsync(ChatPeer.Patience);
        site.Shutdown(SocketShutdown.Send);

        Assert.That(await ReadAsync(site, _ => false), Does.StartWith("POST / "), "the relay hangs up");
    }

    [Test]
    public async Task The_site_learns_at_once_that_a_client_was_reset_and_soon_that_it_sends_no_more()
    {
        var (reset, resetEnded) = await WaitingAsync();
        reset.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        await reset.DisposeAsync();
        await Eventually.IsAsync(() => resetEnded.IsCancellationRequested);

        var (closed, closedEnded) = await WaitingAsync();
        await closed.DisposeAsync();
        await Eventually.IsAsync(() =>
        {
            _time.Advance(HttpRelay.HalfCloseGrace);
            return closedEnded.IsCancellationRequested;
        });
    }

    [Test]
    public async Task A_client_that_only_shuts_down_its_side_still_gets_its_answer()
    {
        await using var peer = await RawPeer.ConnectAsync(_door.Port);
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        peer.Socket.Shutdown(SocketShutdown.Send);
        using var site = await _site.AcceptSocketAsync().WaitAsync(ChatPeer.Patience);
        await ReadAsync(site, IsWhole);
        await site.SendAsync(Encoding.ASCII.GetBytes(Ok));
        site.Shutdown(SocketShutdown.Send);
        Assert.That((await peer.ReadAnswerAsync()).Body, Is.EqualTo("ok"));
    }

    [Test]
    public async Task An_answer_that_comes_before_the_end_of_the_body_reaches_the_client()
    {
        await using var peer = await RawPeer.ConnectAsync(_door.Port);
        await peer.SendAsync("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n" + new string('y', 1000));
        using var site = await _site.AcceptSocketAsync().WaitAsync(ChatPeer.Patience);
        await site.SendAsync(Encoding.ASCII.GetBytes(Ok));
        site.Dispose();
        Assert.That((await peer.ReadAnswerAsync()).Body, Is.EqualTo("ok"));
    }

    [Test]
    public async Task Whoever_waits_for_it_before_sending_a_body_is_told_to_go_on()
    {
        await using var peer = await RawPeer.ConnectAsync(_door.Port);
        await peer.SendAsync("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
        Assert.That((await peer.ReadAnswerAsync()).Status, Is.EqualTo(100));
    }

    [Test]
    public async Task A_client_that_takes_nothing_of_an_answer_is_dropped_after_a_minute()
    {
        await using var peer = await RawPeer.ConnectAsync(_door.Port, receiveBufferBytes: 4096);
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        using var site = await _site.AcceptSocketAsync().WaitAsync(ChatPeer.Patience);
        // 64 MiB are more than the kernel keeps anywhere on the way: this ends only when the relay hangs up.
        var sending = site.SendAsync(new byte[64 << 20]);
        Assert.That(HttpRelay.SendTimeout, Is.EqualTo(TimeSpan.FromSeconds(60)));
        await Eventually.IsAsync(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return sending.IsCompleted;
        });

        Assert.That(async () => await sending, Throws.InstanceOf<SocketException>());
    }

    // A client whose request has reached the site, and what the site learns of it.
    private async Task<(RawPeer Peer, CancellationToken Ended)> WaitingAsync()
    {
        var peer = await RawPeer.ConnectAsync(_door.Port);
        await peer.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var site = await _site.AcceptSocketAsync().WaitAsync(ChatPeer.Patience);
        var passed = await ReadAsync(site, IsWhole);
        var ended = _requests.Ended(LinesOf(passed, HttpRelay.RequestHeader).Single().Split(' ')[1]);
        Assert.That(ended.IsCancellationRequested, Is.False);
        return (peer, ended);
    }

    private async Task<(string Passed, HttpAnswer Answer)> PassAsync(string request)
    {
        await using var peer = await RawPeer.ConnectAsync(_door.Port);
        await peer.SendAsync(request);
        using var site = await _site.AcceptSocketAsync().WaitAsync(ChatPeer.Patience);
        var passed = await ReadAsync(site, IsWhole);
        await site.SendAsync(Encoding.ASCII.GetBytes(Ok));
        site.Shutdown(SocketShutdown.Send);
        var answer = await peer.ReadAnswerAsync();
        // Whatever else the relay would send has come when it hangs up.
        return (passed + await ReadAsync(site, _ => false), answer);
    }

    private static async Task<string> ReadAsync(Socket site, Func<string, bool> isWhole)
    {
        var text = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!isWhole(text.ToString()))
        {
            var length = await site.ReceiveAsync(buffer).WaitAsync(ChatPeer.Patience);
            if (length == 0) break;
            text.Append(Encoding.Latin1.GetString(buffer, 0, length));
        }
        return text.ToString();
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end >= 0 && request.Length >= end + 4 + (request.Contains("Content-Length: 3", StringComparison.Ordinal) ? 3 : 0);
    }

    private static string[] LinesOf(string request, string header) =>
        [.. request.Split("\r\n").Where(line => line.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase))];

    private sealed class NoWebSockets : IWebSocketHandler
    {
        public WebSocketRoute? Find(string path) => null;
    }
}
