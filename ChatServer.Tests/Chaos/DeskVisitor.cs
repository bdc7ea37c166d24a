using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>A visitor who asks, says three things, each when the last was answered, and waits for the end.</summary>
internal sealed class DeskVisitor(string name, int port, Random random) : DeskCaller(port, random)
{
    /// <summary>What each says, and what each agent answers.</summary>
    public const int Words = 3;

    private string? _token;
    private string? _id;
    private int _answers;
    private bool _isClosed;

    public long? Ticket { get; private set; }

    protected override bool IsDone => _isClosed;

    protected override object Hello => new { type = "hello", @as = "visitor", token = _token, name };

    protected override async Task TakeAsync(ChatPeer peer, JsonObject message)
    {
        switch ((string?)message["type"])
        {
            case "welcome":
                (_token, _id) = ((string)message["token"]!, (string)message["you"]!["id"]!);
                // A repeat of the same id is the same ticket.
                await peer.SendAsync(new { type = "ask", id = "ask", name, text = $"I am {name}" });
                break;
            case "ticket":
                await TakeTicketAsync(peer, message["ticket"]!.AsObject());
                break;
            case "joined":
                await SpeakAsync(peer);
                break;
        }
    }

    protected override async Task EventAsync(ChatPeer peer, string room, JsonObject e)
    {
        if ((string)e["from"]!["id"]! == _id) return;
        _answers++;
        await SpeakAsync(peer);
    }

    private async Task TakeTicketAsync(ChatPeer peer, JsonObject ticket)
    {
        var number = (long)ticket["number"]!;
        if (Ticket is { } known && known != number) Violations.Add($"{name} has {known} and {number}");
        var isNew = Ticket is null;
        Ticket = number;
        if ((string)ticket["visitor"]!["id"]! != _id) Violations.Add($"{name} is told of somebody else's ticket");
        _isClosed = (string?)ticket["state"] == "closed";
        if (isNew || !_isClosed) await JoinAsync(peer, $"#{number}");
    }

    // What was said already is a repeat, and changes nothing.
    private Task SpeakAsync(ChatPeer peer) => _answers < Words
        ? peer.SendAsync(new { type = "say", id = $"v-{_answers}", room = $"#{Ticket}", text = $"v-{_answers}" })
        : Task.CompletedTask;
}
