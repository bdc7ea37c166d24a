using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatServer.Tests.Support;

/// <summary>Somebody who has said hello on <c>/ws</c>.</summary>
internal sealed class Guest : IAsyncDisposable
{
    private Guest(ChatPeer peer, JsonObject welcome)
    {
        Peer = peer;
        Welcome = welcome;
    }

    public ChatPeer Peer { get; }

    public JsonObject Welcome { get; }

    public string Id => (string)Welcome["you"]!["id"]!;

    public string Name => (string)Welcome["you"]!["name"]!;

    public string Token => (string)Welcome["token"]!;

    public static async Task<Guest> ComeAsync(TestServer server, string? name, string? token = null)
    {
        var peer = await ChatPeer.OpenAsync(server);
        await peer.SendAsync(new { type = "hello", name, token });
        return new Guest(peer, await peer.ExpectAsync("welcome"));
    }

    /// <summary>Sends a request that has an id, and gives its answer, or the event that came of it.</summary>
    public async Task<JsonObject> AskAsync(object request)
    {
        await Peer.SendAsync(request);
        var id = JsonSerializer.SerializeToNode(request)!["id"]!.GetValue<string>();
        while (true)
        {
            var text = await Peer.ReceiveTextAsync()
                ?? throw new AssertionException($"closed with {Peer.CloseStatus} «{Peer.CloseReason}» after {request}");
            var answer = JsonNode.Parse(text)!.AsObject();
            if ((string?)answer["re"] == id || ((string?)answer["id"] == id && (string?)answer["from"]?["id"] == Id)) return answer;
        }
    }

    public ValueTask DisposeAsync() => Peer.DisposeAsync();
}
