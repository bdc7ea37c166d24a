using System.Text.Json;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>A visitor or an agent on <c>/ws</c>, with everything that they were told.</summary>
internal sealed class DeskPeer : IAsyncDisposable
{
    private readonly ChatPeer _peer;
    private readonly List<JsonObject> _told = [];
    private int _requests;

    private DeskPeer(ChatPeer peer, JsonObject welcome) => (_peer, Welcome) = (peer, welcome);

    public JsonObject Welcome { get; }

    public string Id => (string)Welcome["you"]!["id"]!;

    public string Token => (string)Welcome["token"]!;

    /// <summary>All that came, in order.</summary>
    public IReadOnlyList<JsonObject> Told => _told;

    public ChatPeer Peer => _peer;

    public static async Task<DeskPeer> ComeAsync(TestServer server, object hello)
    {
        var peer = await ChatPeer.OpenAsync(server);
        await peer.SendAsync(hello);
        var answer = await peer.ExpectAsync("welcome", "error");
        Assert.That((string?)answer["type"], Is.EqualTo("welcome"), answer.ToJsonString());
        return new DeskPeer(peer, answer);
    }

    public Task SendAsync(object request) => _peer.SendAsync(request);

    /// <summary>Sends a request, and gives its answer.</summary>
    public async Task<JsonObject> AskAsync(object request)
    {
        var message = JsonSerializer.SerializeToNode(request)!.AsObject();
        var id = (string?)message["id"] ?? $"r{++_requests}";
        message["id"] = id;
        await _peer.SendTextAsync(message.ToJsonString());
        return await UntilAsync(answer => (string?)answer["re"] == id
            || ((string?)answer["id"] == id && (string?)answer["from"]?["id"] == Id));
    }

    /// <summary>The code with which a request is refused; <c>null</c> if it isn't.</summary>
    public async Task<string?> CodeAsync(object request) => (string?)(await AskAsync(request))["code"];

    /// <summary>An act on a ticket.</summary>
    public Task<string?> ActAsync(long ticket, string action) => CodeAsync(new { type = "ticket", ticket, action });

    public Task<JsonObject> JoinAsync(long ticket) => AskAsync(new { type = "join", room = $"#{ticket}" });

    public Task<JsonObject> SayAsync(long ticket, string text) => AskAsync(new { type = "say", room = $"#{ticket}", text });

    /// <summary>The next message of which something is true; those before it are kept in <see cref="Told"/>.</summary>
    public async Task<JsonObject> UntilAsync(Func<JsonObject, bool> isIt)
    {
        while (true)
        {
            var text = await _peer.ReceiveTextAsync()
                ?? throw new AssertionException($"closed with {_peer.CloseStatus} «{_peer.CloseReason}»");
            var message = JsonNode.Parse(text)!.AsObject();
            _told.Add(message);
            if (isIt(message)) return message;
        }
    }

    /// <summary>The next time that the ticket is told, and something of it is true.</summary>
    public async Task<JsonObject> TicketAsync(Func<JsonObject, bool> isIt) => (await UntilAsync(message =>
        (string?)message["type"] == "ticket" && isIt(message["ticket"]!.AsObject())))["ticket"]!.AsObject();

    public ValueTask DisposeAsync() => _peer.DisposeAsync();
}
