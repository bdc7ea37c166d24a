using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>An agent who claims whatever waits, answers each thing that a visitor says, and closes after the last.</summary>
internal sealed class DeskAgent(string key, int port, Random random, CancellationToken end) : DeskCaller(port, random)
{
    private readonly Dictionary<long, HashSet<string>> _heard = [];
    private readonly SortedSet<long> _waiting = [];
    private string? _id;

    protected override bool IsDone => end.IsCancellationRequested;

    protected override object Hello => new { type = "hello", @as = "agent", key };

    protected override async Task TakeAsync(ChatPeer peer, JsonObject message)
    {
        switch ((string?)message["type"])
        {
            case "welcome":
                _id = (string)message["you"]!["id"]!;
                foreach (var ticket in message["console"]!["tickets"]!.AsArray()) await TakeTicketAsync(peer, ticket!.AsObject());
                break;
            case "ticket":
                await TakeTicketAsync(peer, message["ticket"]!.AsObject());
                break;
            case "joined":
                // What was heard before a hang-up may not have been answered.
                var room = (string)message["room"]!;
                foreach (var word in _heard.GetValueOrDefault(long.Parse(room[1..], null)) ?? []) await AnswerAsync(peer, room, word);
                break;
        }
    }

    protected override async Task EventAsync(ChatPeer peer, string room, JsonObject e)
    {
        if ((string)e["from"]!["id"]! == _id) return;
        var ticket = long.Parse(room[1..], null);
        var word = (string)e["text"]!;
        if (!_heard.TryGetValue(ticket, out var heard)) _heard[ticket] = heard = [];
        if (word.StartsWith("v-", StringComparison.Ordinal) && heard.Add(word)) await AnswerAsync(peer, room, word);
    }

    private async Task TakeTicketAsync(ChatPeer peer, JsonObject ticket)
    {
        var number = (long)ticket["number"]!;
        var (state, isTheirs) = ((string?)ticket["state"], (string?)ticket["agent"]?["id"] == _id);
        if (state == "waiting") _waiting.Add(number);
        else _waiting.Remove(number);
        if (state == "assigned" && isTheirs)
        {
            _heard.TryAdd(number, []);
            await JoinAsync(peer, $"#{number}");
        }
        // One that waits, or the next when one of theirs is done.
        if (state == "waiting" || (state == "closed" && isTheirs && _waiting.Count > 0))
        {
            var next = state == "waiting" ? number : _waiting.Min;
            await peer.SendAsync(new { type = "ticket", ticket = next, action = "claim" });
        }
    }

    // Said under the same id however often, so it stands once.
    private static async Task AnswerAsync(ChatPeer peer, string room, string word)
    {
        await peer.SendAsync(new { type = "say", id = $"a-{word}", room, text = $"to {word}" });
        if (word == $"v-{DeskVisitor.Words - 1}")
            await peer.SendAsync(new { type = "ticket", ticket = long.Parse(room[1..], null), action = "close", tag = "done" });
    }
}
