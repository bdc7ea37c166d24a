using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatServer.Rooms;
using ChatServer.Site;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Site;

/// <summary>The listener of the pages answers nobody who hasn't come through the door.</summary>
public sealed class SiteListenerTests
{
    private readonly CollectingSink _sink = new();
    private SiteListener _site = null!;
    private int _faults;

    private static Answer Fail(Exchange exchange) => throw new ArgumentOutOfRangeException(nameof(exchange));

    [SetUp]
    public void Start() => _site = SiteListener.Start(
        new SiteHandler(
            new RouteTable().Get("/healthz", _ => Answer.Text("ok\n")).Get("/fault", Fail), new HostRules([], [], []), new OpenRequests(), new RefusalCounts(),
            TimeProvider.System),
        _sink.CreateLogger());

    [TearDown]
    public void Stop()
    {
        _site.Dispose();
        Assert.That(_sink.Errors, Has.Exactly(_faults).Items);
    }

    [Test]
    public async Task A_fault_of_ours_is_told_as_one_without_a_detail_and_logged()
    {
        _faults = 1;
        var answer = await RawPeer.AskAsync(
            _site.EndPoint.Port, Request($"{HttpRelay.ClientHeader}: {_site.Key} 127.0.0.1\r\n").Replace("/healthz", "/fault"));
        Assert.That((answer.Status, answer.Body), Is.EqualTo((500, "")));
    }

    [Test]
    public async Task It_listens_on_loopback_only()
    {
        Assert.That(_site.EndPoint.Address, Is.EqualTo(IPAddress.Loopback));
        var answer = await RawPeer.AskAsync(_site.EndPoint.Port, Request($"{HttpRelay.ClientHeader}: {_site.Key} 127.0.0.1\r\n"));
        Assert.That((answer.Status, answer.Body), Is.EqualTo((200, "ok\n")), "with the key");
    }

    [Test]
    public async Task A_direct_connection_without_the_key_gets_403()
    {
        string[] headers =
        [
            "", $"{HttpRelay.ClientHeader}: 127.0.0.1\r\n", $"{HttpRelay.ClientHeader}: {_site.Key[..31]} 127.0.0.1\r\n",
            $"{HttpRelay.ClientHeader}: {_site.Key}\r\n", $"{HttpRelay.ClientHeader}: {_site.Key.ToUpperInvariant()}x 127.0.0.1\r\n",
        ];
        foreach (var header in headers)
        {
            var answer = await RawPeer.AskAsync(_site.EndPoint.Port, Request(header));
            Assert.That((answer.Status, answer.Body), Is.EqualTo((403, "")), header);
        }
    }

    [Test]
    public async Task A_second_request_behind_a_chunked_one_is_not_served()
    {
        // The relay can't tell where a chunked body ends, so what follows it does reach the listener.
        await using var server = await TestServer.StartAsync();
        await using var peer = await RawPeer.ConnectAsync(server.Port);
        await peer.SendAsync(
            "POST /nothing HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
            + $"GET /healthz HTTP/1.1\r\nHost: localhost\r\n{HttpRelay.ClientHeader}: x 8.8.8.8\r\n\r\n");
        peer.Socket.Shutdown(SocketShutdown.Send);

        var everything = new StringBuilder();
        var buffer = new byte[4096];
        while (await peer.Socket.ReceiveAsync(buffer).WaitAsync(ChatPeer.Patience) is > 0 and var length)
            everything.Append(Encoding.UTF8.GetString(buffer, 0, length));

        Assert.That(everything.ToString(), Does.StartWith("HTTP/1.1 404 "));
        Assert.That(everything.ToString().Split("HTTP/1.1"), Has.Length.EqualTo(2), "one answer");
    }

    private string Request(string headers) => $"GET /healthz HTTP/1.1\r\nHost: {_site.EndPoint}\r\nConnection: close\r\n{headers}\r\n";
}
