using System.Net.WebSockets;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>Somebody at the support desk who comes back by themselves, and now and then hangs up in the midst of it.</summary>
internal abstract class DeskCaller(int port, Random random)
{
    /// <summary>Pause before coming back; real clients take longer, and spread it.</summary>
    private static readonly TimeSpan BackOff = TimeSpan.FromMilliseconds(100);

    /// <summary>One in so many messages makes it hang up.</summary>
    private const int HangUpOneIn = 40;

    private readonly Dictionary<string, (long Head, string Epoch)> _resume = [];

    /// <summary>What broke a promise of the protocol; empty in a healthy run.</summary>
    public List<string> Violations { get; } = [];

    protected Random Random => random;

    protected abstract bool IsDone { get; }

    protected abstract object Hello { get; }

    /// <summary>Goes on until all that is to be done is, through whatever happens to the server.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!IsDone && !end.IsCancellationRequested)
        {
            try
            {
                await using var peer = await ChatPeer.OpenAsync(new Uri($"ws://127.0.0.1:{port}/ws"));
                await peer.SendAsync(Hello);
                while (!IsDone && !end.IsCancellationRequested && random.Next(HangUpOneIn) != 0
                    && await peer.ReceiveTextAsync() is { } text)
                {
                    await HearAsync(peer, JsonNode.Parse(text)!.AsObject());
                }
            }
            catch (Exception e) when (e is WebSocketException or TimeoutException)
            {
                await Task.Delay(BackOff, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Takes what is told.</summary>
    protected abstract Task TakeAsync(ChatPeer peer, JsonObject message);

    /// <summary>An event that is new in a room.</summary>
    protected abstract Task EventAsync(ChatPeer peer, string room, JsonObject e);

    protected Task JoinAsync(ChatPeer peer, string room) => _resume.TryGetValue(room, out var at)
        ? peer.SendAsync(new { type = "join", room, after = at.Head, epoch = at.Epoch })
        : peer.SendAsync(new { type = "join", room, after = 0, epoch = "" });

    private async Task HearAsync(ChatPeer peer, JsonObject message)
    {
        switch ((string?)message["type"])
        {
            case "joined":
                var room = (string)message["room"]!;
                _resume.TryAdd(room, (0, (string)message["epoch"]!));
                foreach (var e in message["events"]!.AsArray()) await NoteAsync(peer, room, e!.AsObject());
                break;
            case "event":
                await NoteAsync(peer, (string)message["room"]!, message);
                break;
        }
        await TakeAsync(peer, message);
    }

    // Each number once and in order, whatever came in between.
    private async Task NoteAsync(ChatPeer peer, string room, JsonObject e)
    {
        if (!_resume.TryGetValue(room, out var at)) return; // before its page
        var seq = (long)e["seq"]!;
        if (seq <= at.Head) return; // a page has it again
        if (seq != at.Head + 1) Violations.Add($"{room}: {seq} after {at.Head}");
        _resume[room] = at with { Head = seq };
        await EventAsync(peer, room, e);
    }
}
