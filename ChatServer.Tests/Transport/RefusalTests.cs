using System.Net;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

/// <summary>What the door refuses, row by row as docs/protocol.md has it, over the real port.</summary>
public sealed class RefusalTests
{
    private const string Host = "Host: localhost\r\n";

    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Assert.That(_server.Errors, Is.Empty);
        await _server.DisposeAsync();
    }

    [TestCase("GET /healthz HTTP/1.1")]
    [TestCase("HEAD /healthz HTTP/1.1")]
    [TestCase("GET /healthz HTTP/1.0")]
    [TestCase("GET http://other.example/healthz HTTP/1.1")]
    [TestCase("GET /health%7A?x=%zz HTTP/1.1")]
    public async Task A_good_request_is_answered_with_200(string line)
    {
        await using var peer = await RawPeer.ConnectAsync(_server.Port);
        await peer.SendAsync($"{line}\r\n{Host}\r\n");

        if (line.StartsWith("HEAD", StringComparison.Ordinal))
            Assert.That(System.Text.Encoding.ASCII.GetString(await peer.ReadToEndAsync()), Does.StartWith("HTTP/1.1 200 ").And.EndsWith("\r\n\r\n"));
        else
            Assert.That(await peer.ReadAnswerAsync(), Has.Property("Status").EqualTo(200).And.Property("Body").EqualTo("ok\n"));
    }

    [TestCase("X-Empty:")]
    [TestCase("X: caf\xE9")]
    [TestCase("X: y\r\nX: z")]
    [TestCase("!#$%&*+-.^_`|~09: x")]
    [TestCase("Cookie: $Version=x; a=b")]
    [TestCase("Expect: 100-continue")]
    [TestCase("Content-Length: 0")]
    public async Task Unusual_but_right_headers_are_passed_on(string headers) =>
        await ExpectAsync(200, $"GET /healthz HTTP/1.1\r\n{Host}{headers}\r\n\r\n");

    [Test]
    public async Task A_foreign_origin_is_refused_with_403() =>
        await ExpectAsync(403, RawPeer.Upgrade("/ws", "Origin: http://evil.example\r\n"));

    [TestCase("/nothing")]
    [TestCase("/rooms/")]
    [TestCase("/rooms/a/b")]
    [TestCase("/client/..%2Fchat.html")]
    [TestCase("/ws/")]
    public async Task A_path_that_is_not_there_is_refused_with_404(string path) =>
        await ExpectAsync(404, $"GET {path} HTTP/1.1\r\n{Host}\r\n");

    [TestCase("/")]
    [TestCase("/healthz")]
    [TestCase("/client/page.js")]
    [TestCase("/rooms/")]
    [TestCase("/WS")]
    public async Task A_websocket_at_a_path_without_one_is_refused_with_404(string path) => await ExpectAsync(404, RawPeer.Upgrade(path));

    [TestCase("POST", "Content-Length: 0\r\n")]
    [TestCase("POST", "")]
    [TestCase("PUT", "")]
    [TestCase("DELETE", "")]
    [TestCase("PATCH", "")]
    [TestCase("OPTIONS", "")]
    [TestCase("TRACE", "")]
    [TestCase("BREW", "")]
    public async Task A_method_that_a_page_does_not_have_is_refused_with_405(string method, string headers)
    {
        var answer = await ExpectAsync(405, $"{method} /healthz HTTP/1.1\r\n{Host}{headers}\r\n");
        Assert.That(answer.Headers["Allow"], Is.EqualTo("GET, HEAD"));
    }

    [Test]
    public async Task A_handshake_that_is_not_a_get_is_refused_with_405()
    {
        var answer = await ExpectAsync(405, RawPeer.Upgrade("/ws").Replace("GET", "POST", StringComparison.Ordinal));
        Assert.That(answer.Headers["Allow"], Is.EqualTo("GET"));
    }

    [TestCase("Content-Length: 3\r\n\r\nabc")]
    [TestCase("Content-Length: 100000\r\n\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")]
    public async Task A_body_where_none_is_taken_is_refused_with_413(string rest) =>
        await ExpectAsync(413, $"GET /healthz HTTP/1.1\r\n{Host}{rest}");

    [Test]
    public async Task A_foreign_host_is_refused_with_421() => await ExpectAsync(421, "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n");

    [TestCase("/ws")]
    [TestCase("/ws?room=lobby")]
    [TestCase("/echo")]
    public async Task Plain_http_where_only_websocket_is_spoken_is_refused_with_426(string path)
    {
        var answer = await ExpectAsync(426, $"GET {path} HTTP/1.1\r\n{Host}\r\n");
        Assert.Multiple(() =>
        {
            Assert.That(answer.Headers["Upgrade"], Is.EqualTo("websocket"));
            Assert.That(answer.Headers["Sec-WebSocket-Version"], Is.EqualTo("13"));
            Assert.That(answer.Headers["Connection"], Is.EqualTo("Upgrade, close"));
        });
    }

    [Test]
    public async Task A_head_of_16_kib_is_taken_and_one_byte_more_is_refused_with_431()
    {
        await ExpectAsync(200, RequestHeadTests.OfLength(RequestHead.LimitBytes));
        await ExpectAsync(431, RequestHeadTests.OfLength(RequestHead.LimitBytes + 1));
    }

    [Test]
    public async Task A_hundred_header_lines_are_taken_and_one_more_is_refused_with_431()
    {
        await ExpectAsync(200, RequestHeadTests.WithHeaders(RequestHead.LimitHeaders));
        await ExpectAsync(431, RequestHeadTests.WithHeaders(RequestHead.LimitHeaders + 1));
    }

    [TestCase("zz\r\n")]
    [TestCase("3\r\nabc\r\nzz\r\n")]
    [TestCase("3\r\nabcd\r\n0\r\n\r\n")]
    public async Task A_body_that_is_not_in_chunks_as_it_says_is_refused_with_400(string body) => await ExpectAsync(
        400, $"POST /api/rooms/lobby/messages HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n{body}");

    [TestCase("POST /api/rooms/lobby/messages HTTP/1.1", "Origin: http://evil.example\r\n", 403, TestName = "A refusal reaches who is sending: 403")]
    [TestCase("POST /ws HTTP/1.1", "", 426, TestName = "A refusal reaches who is sending: 426")]
    [TestCase("POST /api/rooms/lobby/messages HTTP/1.1", "Content-Type: text/html\r\n", 415, TestName = "A refusal reaches who is sending: 415")]
    [TestCase("POST /api/rooms/lobby/messages HTTP/1.1", "", 413, TestName = "A refusal reaches who is sending: 413")]
    public async Task A_refusal_reaches_a_client_that_reads_nothing_before_it_has_sent_all(string request, string more, int status)
    {
        const int bytes = 8_000_000; // more than the kernel takes for somebody who doesn't read
        await using var peer = await RawPeer.ConnectAsync(_server.Port);
        await peer.SendAsync($"{request}\r\n{Host}{more}Content-Length: {bytes}\r\n\r\n");
        await peer.SendAsync(new byte[bytes]);
        Assert.That((await peer.ReadAnswerAsync()).Status, Is.EqualTo(status));
    }

    [TestCase("gzip, chunked")]
    [TestCase("identity")]
    [TestCase("chunked, chunked")]
    public async Task A_transfer_coding_other_than_chunked_is_refused_with_501(string coding) =>
        await ExpectAsync(501, $"POST /healthz HTTP/1.1\r\n{Host}Transfer-Encoding: {coding}\r\n\r\n");

    [TestCase("HTTP/2.0")]
    [TestCase("HTTP/1.2")]
    [TestCase("HTTP/0.9")]
    [TestCase("HTTP/1.10")]
    public async Task Another_version_of_http_is_refused_with_505(string version) => await ExpectAsync(505, $"GET / {version}\r\n{Host}\r\n");

    [Test]
    public async Task Too_many_connections_are_refused_with_503_until_one_ends()
    {
        const int limit = 3;
        await using var server = await TestServer.StartAsync(settings => settings with { MaxConnections = limit });
        var held = new List<RawPeer>();
        for (var i = 0; i < limit; i++) held.Add(await RawPeer.UpgradeAsync(server.Port));

        var refused = await RawPeer.AskAsync(server.Port, $"GET /healthz HTTP/1.1\r\n{Host}\r\n");
        Assert.That(refused.Status, Is.EqualTo((int)HttpStatusCode.ServiceUnavailable));
        Assert.That(refused.Headers["Retry-After"], Is.EqualTo("10"));

        await held[0].SendAsync(WireFrame.MaskedClose(1000));
        Assert.That(await held[0].ExpectCloseAsync(), Is.EqualTo(1000));
        await Eventually.IsAsync(async () => (await RawPeer.AskAsync(server.Port, $"GET /healthz HTTP/1.1\r\n{Host}\r\n")).Status == 200);
        foreach (var peer in held) await peer.DisposeAsync();
        Assert.That(server.Errors, Is.Empty);
    }

    private async Task<HttpAnswer> ExpectAsync(int status, string request)
    {
        var answer = await RawPeer.AskAsync(_server.Port, request);
        Assert.That(answer.Status, Is.EqualTo(status));
        return answer;
    }
}
