using System.Net.WebSockets;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

/// <summary>The opening handshake (RFC 6455 section 4.2).</summary>
public sealed class HandshakeTests
{
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Assert.That(_server.Errors, Is.Empty);
        await _server.DisposeAsync();
    }

    [Test]
    public void The_key_of_the_rfc_is_answered_as_in_the_rfc() =>
        Assert.That(Handshake.AcceptKey("dGhlIHNhbXBsZSBub25jZQ=="), Is.EqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));

    [Test]
    public async Task A_good_handshake_is_answered_with_101_and_nothing_but_what_the_rfc_asks_for()
    {
        var answer = await AskAsync(RawPeer.Upgrade("/echo"));

        Assert.That(answer.Status, Is.EqualTo(101));
        Assert.That(answer.Headers, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["Upgrade"] = "websocket",
            ["Connection"] = "Upgrade",
            ["Sec-WebSocket-Accept"] = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
        }));
    }

    [TestCase("Connection: Upgrade", "Connection: keep-alive, upgrade")]
    [TestCase("Upgrade: websocket", "uPGRADE: WebSocket")]
    [TestCase("Host: localhost", "Host: 127.0.0.1:1234\r\nContent-Length: 0")]
    public async Task A_handshake_written_otherwise_is_as_good(string part, string otherwise) =>
        Assert.That((await AskAsync(Changed(part, otherwise))).Status, Is.EqualTo(101));

    [TestCase("Connection: Upgrade\r\n", "")]
    [TestCase("Connection: Upgrade", "Connection: keep-alive")]
    [TestCase("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "")]
    [TestCase("dGhlIHNhbXBsZSBub25jZQ==", "")]
    [TestCase("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25j", Description = "15 bytes")]
    [TestCase("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZWQ=", Description = "17 bytes")]
    [TestCase("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZWVl", Description = "18 bytes")]
    [TestCase("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ__")]
    [TestCase("dGhlIHNhbXBsZSBub25jZQ==", "!!hlIHNhbXBsZSBub25jZQ==")]
    [TestCase("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBs ZSBub25jZQ=")]
    [TestCase("Upgrade: websocket", "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", Description = "two keys")]
    [TestCase("HTTP/1.1", "HTTP/1.0")]
    [TestCase(" HTTP/1.1", "?name=%zz HTTP/1.1")]
    [TestCase("Upgrade: websocket", "Upgrade: websocket\r\nContent-Length: 2")]
    [TestCase("Upgrade: websocket", "Upgrade: websocket\r\nTransfer-Encoding: chunked")]
    public async Task A_handshake_that_lacks_something_is_refused_with_400(string part, string otherwise) =>
        Assert.That((await AskAsync(Changed(part, otherwise))).Status, Is.EqualTo(400));

    [TestCase("Sec-WebSocket-Version: 13\r\n", "")]
    [TestCase("Version: 13", "Version: 8")]
    [TestCase("Version: 13", "Version: 14")]
    [TestCase("Version: 13", "Version: 013")]
    [TestCase("Version: 13", "Version: 13, 8")]
    public async Task Another_version_is_refused_with_426_and_told_which_is_spoken(string part, string otherwise)
    {
        var answer = await AskAsync(Changed(part, otherwise));

        Assert.That((answer.Status, answer.Headers["Sec-WebSocket-Version"]), Is.EqualTo((426, "13")));
    }

    [TestCase("POST")]
    [TestCase("HEAD")]
    [TestCase("get")]
    public async Task Another_method_is_refused_with_405(string method) =>
        Assert.That((await AskAsync(Changed("GET", method))).Status, Is.EqualTo(405));

    [Test]
    public async Task Offered_subprotocols_and_extensions_are_ignored()
    {
        var answer = await AskAsync(RawPeer.Upgrade(
            "/echo", "Sec-WebSocket-Protocol: chat, superchat\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-foo\r\n"));

        Assert.That(answer.Status, Is.EqualTo(101));
        Assert.That(answer.Headers.Keys, Has.None.StartsWith("Sec-WebSocket-Protocol").And.None.StartsWith("Sec-WebSocket-Extensions"));
    }

    [Test]
    public async Task A_client_that_offers_both_goes_on_without_them()
    {
        using var client = new ClientWebSocket();
        client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await client.ConnectAsync(_server.WebSocketUri("/echo"), CancellationToken.None).WaitAsync(ChatPeer.Patience);

        await client.SendAsync("compressible compressible compressible"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None)
            .WaitAsync(ChatPeer.Patience);
        var buffer = new byte[100];
        var got = await client.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(ChatPeer.Patience);

        Assert.That(System.Text.Encoding.UTF8.GetString(buffer, 0, got.Count), Is.EqualTo("compressible compressible compressible"));
        Assert.That(client.SubProtocol, Is.Null);
    }

    [Test]
    public async Task Frames_that_come_together_with_the_handshake_are_not_lost()
    {
        await using var peer = await RawPeer.ConnectAsync(_server.Port);
        byte[] together = [.. System.Text.Encoding.ASCII.GetBytes(RawPeer.Upgrade("/echo")), .. WireFrame.Masked(Opcode.Text, "early")];

        await peer.SendAsync(together);

        Assert.That((await peer.ReadAnswerAsync()).Status, Is.EqualTo(101));
        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo("early"));
    }

    private Task<HttpAnswer> AskAsync(string request) => RawPeer.AskAsync(_server.Port, request);

    private static string Changed(string part, string otherwise)
    {
        var good = RawPeer.Upgrade("/echo");
        Assert.That(good, Does.Contain(part));
        return good.Replace(part, otherwise, StringComparison.Ordinal);
    }
}
