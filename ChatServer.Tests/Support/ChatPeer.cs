using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatServer.Tests.Support;

/// <summary>A client of the JSON protocol on the platform's own <see cref="ClientWebSocket"/>, an independent peer.</summary>
internal sealed class ChatPeer : IAsyncDisposable
{
    /// <summary>How long anything awaited may take before a test fails; generous, since machines are shared.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public ClientWebSocket Socket => _socket;

    /// <summary>Opens a WebSocket, and says nothing.</summary>
    public static Task<ChatPeer> OpenAsync(TestServer server, string path = "/ws") => OpenAsync(server.WebSocketUri(path));

    /// <summary>Opens a WebSocket, and says nothing.</summary>
    public static async Task<ChatPeer> OpenAsync(Uri uri)
    {
        var peer = new ChatPeer();
        await peer._socket.ConnectAsync(uri, CancellationToken.None).WaitAsync(Patience);
        return peer;
    }

    /// <summary>Opens a WebSocket, says hello, and joins a room.</summary>
    public static async Task<ChatPeer> JoinAsync(TestServer server, string room, string name)
    {
        var peer = await OpenAsync(server);
        await peer.SendAsync(new { type = "hello", name });
        await peer.ExpectAsync("welcome");
        await peer.SendAsync(new { type = "join", room });
        await peer.ExpectAsync("joined");
        return peer;
    }

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(Patience);

    /// <summary>The next message as text; <c>null</c> at the close, which is answered.</summary>
    public async Task<string?> ReceiveTextAsync()
    {
        using var message = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(Patience);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                if (_socket.State == WebSocketState.CloseReceived)
                    await _socket.CloseOutputAsync(_socket.CloseStatus!.Value, "", CancellationToken.None).WaitAsync(Patience);
                return null;
            }
            message.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage) return Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length);
        }
    }

    /// <summary>The next message of one of these types; others are passed over. Fails at the close.</summary>
    public async Task<JsonObject> ExpectAsync(params string[] types)
    {
        while (true)
        {
            var text = await ReceiveTextAsync()
                ?? throw new AssertionException($"closed with {CloseStatus} «{CloseReason}» while waiting for {string.Join(", ", types)}");
            var message = JsonNode.Parse(text)!.AsObject();
            if (types.Contains((string?)message["type"])) return message;
        }
    }

    /// <summary>Waits for the close; what comes before it is passed over.</summary>
    public async Task<int?> ExpectCloseAsync()
    {
        while (await ReceiveTextAsync() is not null)
        {
        }
        return (int?)CloseStatus;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
