using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Rooms;

/// <summary>The requests of the protocol, each with its answer.</summary>
internal static class PeerRequests
{
    public static async Task<JsonObject> HelloAsync(this ChatPeer peer, string? name = null, string? token = null)
    {
        await peer.SendAsync(new { type = "hello", name, token });
        return await peer.ExpectAsync("welcome");
    }

    public static async Task<JsonObject> JoinAsync(this ChatPeer peer, string room, long? after = null, string? epoch = null)
    {
        await peer.SendAsync(new { type = "join", room, after, epoch });
        return await peer.ExpectAsync("joined", "error");
    }

    /// <summary>Says something and waits until it is in the log.</summary>
    public static async Task<JsonObject> SayAsync(this ChatPeer peer, string room, string text, string? id = null)
    {
        id ??= Guid.NewGuid().ToString("N");
        await peer.SendAsync(new { type = "say", room, text, id });
        while (true)
        {
            var answer = await peer.ExpectAsync("event", "error");
            // What others do meanwhile comes in between.
            if ((string?)answer["type"] == "error" || (string?)answer["id"] == id) return answer;
        }
    }

    public static async Task<JsonObject> HistoryAsync(this ChatPeer peer, string room, long? before = null, long? after = null, int? limit = null)
    {
        await peer.SendAsync(new { type = "history", id = "h-1", room, before, after, limit });
        return await peer.ExpectAsync("history", "error");
    }

    public static long[] Seqs(this JsonObject page) => [.. page["events"]!.AsArray().Select(e => (long)e!["seq"]!)];

    public static long[] Range(long first, long last) => last < first ? [] : [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(n => (long)n)];
}
