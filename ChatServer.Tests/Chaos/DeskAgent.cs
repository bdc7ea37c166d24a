using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>
/// An agent who claims whatever waits, and gives it back at once or keeps it: then they answer each thing that the
/// visitor says, and close after the last.
/// </summary>
internal sealed class DeskAgent(string key, int port, Random random, CancellationToken end) : DeskCaller(port, random)
{
    /// <summary>One in so many tickets is given back.</summary>
    private const int GiveBackOneIn = 8;

    private readonly Dictionary<long, HashSet<string>> _heard = []; // by the tickets that they keep
    private readonly Dictionary<long, long> _givenBack = []; // the turn that they ended, by ticket
    private readonly SortedSet<long> _waiting = [];
    private (string Id, long Ticket)? _claim; // that has no answer yet
    private string? _id;
    private int _claims;

    /// <summary>The claims to which the answer was that the ticket is theirs.</summary>
    public List<DeskClaim> Answered { get; } = [];

    protected override bool IsDone => end.IsCancellationRequested;

    protected override object Hello => new { type = "hello", @as = "agent", key };

    protected override async Task TakeAsync(ChatPeer peer, JsonObject message)
    {
        switch ((string?)message["type"])
        {
            case "welcome":
                _id = (string)message["you"]!["id"]!;
                _claim = null;
                _waiting.Clear();
                foreach (var ticket in message["console"]!["tickets"]!.AsArray()) await TakeTicketAsync(peer, ticket!.AsObject());
                break;
            case "ticket":
                var told = message["ticket"]!.AsObject();
                if (AnsweredClaim(message) is { } claimed) Note(claimed, told);
                await TakeTicketAsync(peer, told);
                break;
            case "error":
                if (AnsweredClaim(message) is not null && (string?)message["code"] == "taken") await ClaimNextAsync(peer);
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
        if (state == "assigned" && isTheirs) await ServeAsync(peer, number, (long)ticket["turn"]!);
        // As long as they may have more.
        if (state == "waiting" || isTheirs) await ClaimNextAsync(peer);
    }

    private async Task ServeAsync(ChatPeer peer, long ticket, long turn)
    {
        if (_givenBack.GetValueOrDefault(ticket) != turn && Random.Next(GiveBackOneIn) != 0) _heard.TryAdd(ticket, []);
        if (_heard.ContainsKey(ticket))
        {
            await JoinAsync(peer, $"#{ticket}");
            return;
        }
        // Perhaps once more: it may have been lost with the connection, and a turn that has ended ends only once.
        _givenBack[ticket] = turn;
        await peer.SendAsync(new { type = "ticket", ticket, action = "return", turn });
    }

    // One at a time, so that each answer is of a claim of its own.
    private async Task ClaimNextAsync(ChatPeer peer)
    {
        if (_claim is not null || _waiting.Count == 0) return;
        _claim = ($"c-{++_claims}", _waiting.Min);
        await peer.SendAsync(new { type = "ticket", id = _claim.Value.Id, ticket = _claim.Value.Ticket, action = "claim" });
    }

    private long? AnsweredClaim(JsonObject message)
    {
        if (_claim is not { } claim || (string?)message["re"] != claim.Id) return null;
        _claim = null;
        return claim.Ticket;
    }

    private void Note(long claimed, JsonObject ticket)
    {
        var isTheirs = (long)ticket["number"]! == claimed && (string?)ticket["state"] == "assigned"
            && (string?)ticket["agent"]?["id"] == _id;
        if (isTheirs) Answered.Add(new DeskClaim(_id!, claimed, (long)ticket["assigned"]!));
        else Violations.Add($"the answer to a claim of #{claimed}: {ticket.ToJsonString()}");
    }

    // Said under the same id however often, so it stands once.
    private static async Task AnswerAsync(ChatPeer peer, string room, string word)
    {
        await peer.SendAsync(new { type = "say", id = $"a-{word}", room, text = $"to {word}" });
        if (word == $"v-{DeskVisitor.Words - 1}")
            await peer.SendAsync(new { type = "ticket", ticket = long.Parse(room[1..], null), action = "close", tag = "done" });
    }
}
