using ChatServer.Tests.Support;

namespace ChatServer.Tests.Transport;

/// <summary>Heads that two parsers could read in two ways, and worse: each is refused, and nothing after it is served.</summary>
public sealed class MalformedHeadTests
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

    [TestCase("")]
    [TestCase("GET")]
    [TestCase("GET /healthz")]
    [TestCase("GET  HTTP/1.1")]
    [TestCase(" /healthz HTTP/1.1")]
    [TestCase("G(T /healthz HTTP/1.1")]
    [TestCase("GET /healthz HTTX/1.1")]
    [TestCase("GET /healthz http/1.1")]
    [TestCase("GET /healthz HTTP/1.1 ")]
    [TestCase("GET /health z HTTP/1.1")]
    [TestCase("GET /healthz\t HTTP/1.1")]
    [TestCase("GET /caf\xE9 HTTP/1.1")]
    [TestCase("GET healthz HTTP/1.1")]
    [TestCase("OPTIONS * HTTP/1.1")]
    [TestCase("CONNECT localhost:80 HTTP/1.1")]
    [TestCase("GET ftp://localhost/ HTTP/1.1")]
    [TestCase("GET /%zz HTTP/1.1", TestName = "A percent without two digits is refused with 400")]
    [TestCase("GET /% HTTP/1.1")]
    [TestCase("GET /%4 HTTP/1.1")]
    [TestCase("GET /%C0%AF HTTP/1.1", TestName = "An overlong form is refused with 400")]
    [TestCase("GET /%FF HTTP/1.1")]
    [TestCase("GET /%ED%A0%80 HTTP/1.1", TestName = "A surrogate in UTF-8 is refused with 400")]
    [TestCase("GET /%00 HTTP/1.1")]
    public async Task A_wrong_request_line_is_refused_with_400(string line) => await ExpectAsync(400, $"{line}\r\n{Host}\r\n");

    [TestCase("")]
    [TestCase("Host:\r\n")]
    [TestCase("Host: a\r\nHost: a\r\n")]
    [TestCase("Host: a\r\nhOST: b\r\n")]
    [TestCase("Host: a/b\r\n")]
    [TestCase("Host: a@b\r\n")]
    [TestCase("Host: a, b\r\n")]
    [TestCase("Host: a:b\r\n")]
    [TestCase("Host: :80\r\n")]
    [TestCase("Host: [::1\r\n")]
    [TestCase("Host: ::1\r\n")]
    [TestCase("Host: [localhost]\r\n")]
    public async Task A_wrong_host_is_refused_with_400(string headers) => await ExpectAsync(400, $"GET /healthz HTTP/1.1\r\n{headers}\r\n");

    [TestCase("X : y\r\n", TestName = "A space before the colon is refused with 400")]
    [TestCase("X\t: y\r\n")]
    [TestCase(": y\r\n")]
    [TestCase("X\r\n")]
    [TestCase("X y: z\r\n")]
    [TestCase("X: y\r\n z: folded\r\n", TestName = "A folded line is refused with 400")]
    [TestCase("X: y\r\n\tz\r\n")]
    [TestCase("X: y\nZ: smuggled\r\n", TestName = "A bare LF is refused with 400")]
    [TestCase("X: y\rZ: smuggled\r\n", TestName = "A bare CR is refused with 400")]
    [TestCase("X: a\0b\r\n", TestName = "A NUL is refused with 400")]
    [TestCase("X: a\u0001b\r\n")]
    [TestCase("X: a\u007Fb\r\n")]
    [TestCase("X\xE9: y\r\n")]
    [TestCase("X/Y: z\r\n")]
    public async Task A_wrong_header_line_is_refused_with_400(string line) => await ExpectAsync(400, $"GET /healthz HTTP/1.1\r\n{Host}{line}\r\n");

    [TestCase("Content-Length: 1\r\nContent-Length: 1\r\n")]
    [TestCase("Content-Length: 1\r\ncontent-length: 2\r\n")]
    [TestCase("Content-Length: 1, 1\r\n")]
    [TestCase("Content-Length: +1\r\n")]
    [TestCase("Content-Length: -1\r\n")]
    [TestCase("Content-Length: 0x1\r\n")]
    [TestCase("Content-Length:\r\n")]
    [TestCase("Content-Length: 9999999999999999999\r\n")]
    [TestCase("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")]
    public async Task Doubtful_framing_is_refused_with_400(string headers) =>
        await ExpectAsync(400, $"POST /healthz HTTP/1.1\r\n{Host}{headers}\r\n");

    [Test]
    public async Task A_transfer_coding_in_http_1_0_is_refused_with_400() =>
        await ExpectAsync(400, $"POST /healthz HTTP/1.0\r\n{Host}Transfer-Encoding: chunked\r\n\r\n");

    [Test]
    public async Task A_tls_client_is_told_at_once_that_this_is_http()
    {
        byte[] clientHello = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03];
        await using var peer = await RawPeer.ConnectAsync(_server.Port);

        await peer.SendAsync(clientHello);

        Assert.That((await peer.ReadAnswerAsync()).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task A_head_that_ends_too_early_is_refused_with_400()
    {
        await using var peer = await RawPeer.ConnectAsync(_server.Port);

        await peer.SendAsync("GET / HTTP/1.1\r\nHost: local");
        peer.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);

        Assert.That((await peer.ReadAnswerAsync()).Status, Is.EqualTo(400));
    }

    // A second request follows, for a path that would be answered with 200: it must not be.
    private async Task ExpectAsync(int status, string head)
    {
        await using var peer = await RawPeer.ConnectAsync(_server.Port);

        await peer.SendAsync(head + $"GET /healthz HTTP/1.1\r\n{Host}\r\n");

        var answer = await peer.ReadAnswerAsync();
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(status));
            Assert.That(answer.Headers["Connection"], Is.EqualTo("close"));
            Assert.That(answer.Body, Is.Not.Empty);
        });
        Assert.That(await peer.ReadFrameAsync(), Is.Null, "nothing comes after the refusal");
    }
}
