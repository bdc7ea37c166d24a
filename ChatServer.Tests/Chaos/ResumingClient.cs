using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>
/// A client as docs/protocol.md wants it: it comes back by itself, resumes every room from what it has, and sends again what it hasn't
/// seen. It talks without end: the next message follows when one of its own has come back.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="port">Where the server is.</param>
/// <param name="rooms">The rooms it is in and talks in.</param>
/// <param name="people">How many such clients there are.</param>
/// <param name="meet">Waits until all of them are here.</param>
internal sealed class ResumingClient(string name, int port, IReadOnlyList<string> rooms, int people, Func<Task> meet)
{
    private const string Goodbye = "goodbye";

    /// <summary>Messages under way at a time.</summary>
    private const int Window = 3;

    /// <summary>Pause before coming back; real clients take longer, and spread it.</summary>
    private static readonly TimeSpan BackOff = TimeSpan.FromMilliseconds(30);

    private readonly Dictionary<string, JoinedRoom> _rooms = rooms.ToDictionary(room => room, _ => new JoinedRoom());
    private readonly List<(string Room, string Id, string Text)> _unseen = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private ClientWebSocket _socket = new();
    private string? _token;
    private int _said;
    private bool _isReady;
    private bool _saidGoodbye;
    private volatile bool _isLeaving;

    private sealed class JoinedRoom
    {
        public string? Epoch;
        public int Goodbyes;
        public List<SeenEvent> Seen { get; } = [];
    }

    public string Name => name;

    /// <summary>Everything it has ever said, in order.</summary>
    public ConcurrentQueue<(string Room, string Id, string Text)> Said { get; } = [];

    /// <summary>What broke a promise of the protocol; empty in a healthy run.</summary>
    public ConcurrentQueue<string> Violations { get; } = [];

    /// <summary>Codes of the closes that it saw.</summary>
    public ConcurrentQueue<int> Closes { get; } = [];

    /// <summary>Told of each event that is new to it.</summary>
    public Action OnEvent { get; set; } = () => { };

    /// <summary>What it has seen; to be asked when it has ended.</summary>
    public IReadOnlyList<SeenEvent> SeenIn(string room) => _rooms[room].Seen;

    /// <summary>Says goodbye when what is under way has been seen, and ends when everybody's goodbye has come.</summary>
    public void Leave() => _isLeaving = true;

    /// <summary>Talks until everybody has said goodbye.</summary>
    public async Task RunAsync()
    {
        while (!IsDone)
        {
            try
            {
                await ConnectAsync();
                while (!IsDone && await ReceiveAsync() is { } message) await TakeAsync(message);
                if (_socket.CloseStatus is { } code) Closes.Enqueue((int)code);
            }
            catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                await Task.Delay(BackOff, TimeProvider.System);
            }
            finally
            {
                _socket.Dispose();
            }
        }
    }

    private bool IsDone => _rooms.Values.All(room => room.Goodbyes == people);

    private async Task ConnectAsync()
    {
        _isReady = false;
        _socket = new ClientWebSocket();
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/ws"), CancellationToken.None).WaitAsync(ChatPeer.Patience);
        await SendAsync(new { type = "hello", name, token = _token });
        foreach (var (room, state) in _rooms)
            await SendAsync(new { type = "join", room, after = state.Epoch is null ? (int?)null : state.Seen.Count, epoch = state.Epoch });
    }

    private async Task TakeAsync(JsonObject message)
    {
        switch ((string?)message["type"])
        {
            case "welcome":
                _token ??= (string)message["token"]!;
                break;
            case "joined":
                TakeJoined(message);
                if ((string)message["room"]! == rooms[^1]) await ResendAsync();
                break;
            case "event":
                TakeEvent(message);
                if (_isReady) await TalkAsync();
                break;
            case "error":
                Violations.Enqueue($"{name} got {message.ToJsonString()}");
                break;
        }
    }

    private void TakeJoined(JsonObject joined)
    {
        var state = _rooms[(string)joined["room"]!];
        var isResume = state.Epoch is not null && state.Seen.Count > 0;
        if (isResume && !(bool)joined["recovered"]!) Violations.Enqueue($"{name} had {state.Seen.Count} and was not recovered");
        state.Epoch = (string)joined["epoch"]!;
        foreach (var missed in joined["events"]!.AsArray()) TakeEvent(missed!.AsObject());
        if (state.Seen.Count != (long)joined["head"]!)
            Violations.Enqueue($"{name} has {state.Seen.Count} after a page up to {joined["head"]}");
    }

    private void TakeEvent(JsonObject message)
    {
        var room = (string)message["room"]!;
        var seen = _rooms[room].Seen;
        var known = SeenEvent.From(message);
        _unseen.RemoveAll(said => said.Id == known.Id && said.Room == room);
        if (known.Seq <= seen.Count)
        {
            // The answer to a repeat: it must be the event that everybody knows.
            if (seen[(int)known.Seq - 1] != known) Violations.Enqueue($"{name}: {known} was {seen[(int)known.Seq - 1]}");
            return;
        }
        if (known.Seq != seen.Count + 1) Violations.Enqueue($"{name}: {known.Seq} follows {seen.Count} in {room}");
        seen.Add(known);
        if (known.Text == Goodbye) _rooms[room].Goodbyes++;
        OnEvent();
    }

    private async Task ResendAsync()
    {
        // A first page has no more than 50 events: nobody talks before all have theirs.
        if (_said == 0) await meet();
        foreach (var (room, id, text) in _unseen.ToList()) await SendAsync(new { type = "say", id, room, text });
        _isReady = true;
        await TalkAsync();
    }

    private async Task TalkAsync()
    {
        while (!_isLeaving && _unseen.Count < Window) await SayAsync(rooms[_said % rooms.Count], $"{name} says {_said} 你好");
        if (!_isLeaving || _saidGoodbye || _unseen.Count > 0) return;
        _saidGoodbye = true;
        foreach (var room in rooms) await SayAsync(room, Goodbye);
    }

    private Task SayAsync(string room, string text)
    {
        var id = $"{name}-{++_said}";
        Said.Enqueue((room, id, text));
        _unseen.Add((room, id, text));
        return SendAsync(new { type = "say", id, room, text });
    }

    private Task SendAsync(object message) => _socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, CancellationToken.None).WaitAsync(ChatPeer.Patience);

    /// <returns>The next message; <c>null</c> when the server says goodbye.</returns>
    private async Task<JsonObject?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await _socket.CloseOutputAsync(_socket.CloseStatus!.Value, "", CancellationToken.None);
                return null;
            }
            message.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!.AsObject();
        }
    }
}

/// <summary>An event as a client saw it.</summary>
internal sealed record SeenEvent(long Seq, string Person, string? Id, string Text)
{
    public static SeenEvent From(JsonObject message) => new(
        (long)message["seq"]!, (string)message["from"]!["id"]!, (string?)message["id"], (string)message["text"]!);
}
