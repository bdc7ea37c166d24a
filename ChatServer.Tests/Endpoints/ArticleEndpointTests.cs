using System.Net.WebSockets;
using System.Text;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Endpoints;

/// <summary><c>/path/</c>, the article's example.</summary>
public sealed class ArticleEndpointTests
{
    [Test]
    public async Task It_pushes_download_finished_unasked_and_closes_with_1000()
    {
        await using var server = await TestServer.StartAsync();
        await using var peer = await ChatPeer.OpenAsync(server, "/path/");

        Assert.That(await peer.ReceiveTextAsync(), Is.EqualTo("下载完成"));
        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1000));
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task The_articles_script_works_open_then_send_then_message_then_close()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("Origin", $"http://localhost:{server.Port}");
        await client.ConnectAsync(server.WebSocketUri("/path/"), CancellationToken.None).WaitAsync(ChatPeer.Patience);

        // onopen: send, though the server is closing already.
        await client.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(ChatPeer.Patience);
        // onmessage
        var buffer = new byte[100];
        var message = await client.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(ChatPeer.Patience);
        Assert.That(Encoding.UTF8.GetString(buffer, 0, message.Count), Is.EqualTo("下载完成"));
        // onclose, clean: the browser's CloseEvent has code 1000 and wasClean.
        await client.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(ChatPeer.Patience);
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).WaitAsync(ChatPeer.Patience);
        Assert.That((client.CloseStatus, client.State), Is.EqualTo((WebSocketCloseStatus.NormalClosure, WebSocketState.Closed)));
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task A_client_that_sends_much_before_it_reads_still_gets_its_message_and_close()
    {
        await using var server = await TestServer.StartAsync();
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/path/");
        for (var i = 0; i < 200; i++) await peer.TrySendAsync(WireFrame.Masked(Opcode.Text, new string('y', 1000)));

        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo("下载完成"));
        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1000));
    }
}
