using System.Net.WebSockets;
using System.Text;

namespace ChatServer.Bench;

/// <summary>A WebSocket, which can also speak.</summary>
internal sealed class SocketClient(int port, string room, Traffic traffic) : BenchClient(port, room, traffic)
{
    private WebSocket? _socket;

    /// <summary>Says something; only when it is ready.</summary>
    public async Task SayAsync(string text, CancellationToken cancellationToken) => await SendAsync(
        $$"""{"type":"say","room":"{{Room}}","text":"{{text}}"}""", cancellationToken).ConfigureAwait(false);

    protected override async Task ListenAsync(Action ready, CancellationToken cancellationToken)
    {
        await using var stream = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        await RequestAsync(
            stream, "/ws",
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", cancellationToken).ConfigureAwait(false);
        await SkipHeadAsync(stream, cancellationToken).ConfigureAwait(false);
        using var socket = WebSocket.CreateFromStream(
            stream, new WebSocketCreationOptions { KeepAliveInterval = TimeSpan.Zero });
        _socket = socket;
        await SendAsync("""{"type":"hello"}""", cancellationToken).ConfigureAwait(false);
        await SendAsync($$"""{"type":"join","room":"{{Room}}"}""", cancellationToken).ConfigureAwait(false);
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false);
            if (part.MessageType == WebSocketMessageType.Close) return;
            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            if (!part.EndOfMessage) continue;
            var message = text.ToString();
            text.Clear();
            if (message.Contains("\"type\":\"joined\"", StringComparison.Ordinal)) ready();
            else Note(message);
        }
    }

    private static async Task SkipHeadAsync(CountingStream stream, CancellationToken cancellationToken)
    {
        var one = new byte[1];
        for (var matched = 0; matched < 4;)
        {
            if (await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
                throw new IOException("the server hung up");
            matched = one[0] == "\r\n\r\n"[matched] ? matched + 1 : one[0] == '\r' ? 1 : 0;
        }
    }

    private async Task SendAsync(string text, CancellationToken cancellationToken)
    {
        Traffic.Request();
        var bytes = Encoding.UTF8.GetBytes(text);
        await _socket!.SendAsync(bytes, WebSocketMessageType.Text, true, cancellationToken)
            .ConfigureAwait(false);
    }
}
