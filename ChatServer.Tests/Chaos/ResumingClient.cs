using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>
/// A client as docs/protocol.md wants it: it comes back by itself, resumes every room from what it has, and sends again what
/// it hasn't seen. It talks, edits, deletes and reacts without end: the next thing follows when one of its own has come back.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="port">Where the server is.</param>
/// <param name="rooms">The rooms it is in and talks in.</param>
/// <param name="people">How many such clients there are.</param>
/// <param name="random">Decides what it does next.</param>
/// <param name="meet">Waits until all of them are here.</param>
internal sealed class ResumingClient(
    string name, int port, IReadOnlyList<string> rooms, int people, Random random, Func<Task> meet)
{
    private const string Goodbye = "goodbye";

    /// <summary>Requests under way at a time.</summary>
    private const int Window = 3;

    private static readonly string[] Emoji = ["👍", "🎉", "❤️"];

    /// <summary>Pause before coming back; real clients take longer, and spread it.</summary>
    private static readonly TimeSpan BackOff = TimeSpan.FromMilliseconds(30);

    private readonly Dictionary<string, SeenRoom> _rooms = rooms.ToDictionary(room => room, _ => new SeenRoom());
    private readonly Dictionary<string, int> _goodbyes = rooms.ToDictionary(room => room, _ => 0);
    private readonly List<Deed> _unseen = [];
    private readonly HashSet<(string Room, long Seq)> _takenBack = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private ClientWebSocket _socket = new();
    private string? _token;
    private string? _id;
    private int _done;
    private bool _isReady;
    private bool _saidGoodbye;
    private volatile bool _isLeaving;

    public string Name => name;

    /// <summary>Everything it has ever done, in order, but what the server refused.</summary>
    public List<Deed> Deeds { get; } = [];

    /// <summary>What broke a promise of the protocol; empty in a healthy run.</summary>
    public ConcurrentQueue<string> Violations { get; } = [];

    /// <summary>Codes of the closes that it saw.</summary>
    public ConcurrentQueue<int> Closes { get; } = [];

    /// <summary>Told of each event that is new to it.</summary>
    public Action OnEvent { get; set; } = () => { };

    /// <summary>What it has seen; to be asked when it has ended.</summary>
    public SeenRoom SeenIn(string room) => _rooms[room];

    /// <summary>Says goodbye when what is under way has been seen, and ends when everybody's goodbye has come.</summary>
    public void Leave() => _isLeaving = true;

    /// <summary>Goes on until everybody has said goodbye.</summary>
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
            catch (Exception e) when (
                e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                await Task.Delay(BackOff, TimeProvider.System);
            }
            finally
            {
                _socket.Dispose();
            }
        }
    }

    private bool IsDone => _goodbyes.Values.All(goodbyes => goodbyes == people);

    private async Task ConnectAsync()
    {
        _isReady = false;
        _socket = new ClientWebSocket();
        var uri = new Uri($"ws://127.0.0.1:{port}/ws");
        await _socket.ConnectAsync(uri, CancellationToken.None).WaitAsync(ChatPeer.Patience);
        await SendAsync(new { type = "hello", name, token = _token });
        foreach (var (room, seen) in _rooms)
        {
            var after = seen.Epoch is null ? (int?)null : seen.Events.Count;
            await SendAsync(new { type = "join", room, after, epoch = seen.Epoch });
        }
    }

    private async Task TakeAsync(JsonObject message)
    {
        switch ((string?)message["type"])
        {
            case "welcome":
                _token ??= (string)message["token"]!;
                _id = (string)message["you"]!["id"]!;
                break;
            case "joined":
                TakeJoined(message);
                if ((string)message["room"]! == rooms[^1]) await ResendAsync();
                break;
            case "event":
                TakeEvent(message);
                if (_isReady) await GoOnAsync();
                break;
            case "error":
                TakeError(message);
                if (_isReady) await GoOnAsync();
                break;
        }
    }

    private void TakeJoined(JsonObject joined)
    {
        var seen = _rooms[(string)joined["room"]!];
        var isResume = seen.Epoch is not null && seen.Events.Count > 0;
        if (isResume && !(bool)joined["recovered"]!)
            Violations.Enqueue($"{name} had {seen.Events.Count} and was not recovered");
        seen.Epoch = (string)joined["epoch"]!;
        foreach (var missed in joined["events"]!.AsArray()) TakeEvent(missed!.AsObject());
        if (seen.Events.Count != (long)joined["head"]!)
            Violations.Enqueue($"{name} has {seen.Events.Count} after a page up to {joined["head"]}");
    }

    private void TakeEvent(JsonObject message)
    {
        var room = (string)message["room"]!;
        var events = _rooms[room].Events;
        var known = SeenEvent.From(message);
        _unseen.RemoveAll(deed => deed.Id == known.Id && deed.Room == room);
        if (known.Seq <= events.Count)
        {
            // The answer to a repeat: it must be the event that everybody knows.
            if (events[(int)known.Seq - 1] != known)
                Violations.Enqueue($"{name}: {known} was {events[(int)known.Seq - 1]}");
            return;
        }
        if (known.Seq != events.Count + 1) Violations.Enqueue($"{name}: {known.Seq} follows {events.Count} in {room}");
        _rooms[room].Add(message);
        if ((string)message["text"]! == Goodbye) _goodbyes[room]++;
        OnEvent();
    }

    // An author may take back what others are about to react to; nothing else is ever refused.
    private void TakeError(JsonObject error)
    {
        var deed = _unseen.Find(deed => deed.Id == (string?)error["re"]);
        if (deed?.Kind != EventKind.React || (string?)error["code"] != ErrorCode.NoSuchMessage)
            Violations.Enqueue($"{name} got {error.ToJsonString()}");
        if (deed is null) return;
        _unseen.Remove(deed);
        Deeds.Remove(deed);
    }

    private async Task ResendAsync()
    {
        // A first page has no more than 50 events: nobody talks before all have theirs.
        if (_done == 0) await meet();
        foreach (var deed in _unseen.ToList()) await SendAsync(deed.Request);
        _isReady = true;
        await GoOnAsync();
    }

    private async Task GoOnAsync()
    {
        while (!_isLeaving && _unseen.Count < Window) await DoAsync(Next(rooms[_done % rooms.Count]));
        if (!_isLeaving || _saidGoodbye || _unseen.Count > 0) return;
        _saidGoodbye = true;
        foreach (var room in rooms) await DoAsync(new Deed(room, NextId(), EventKind.Message, null, Goodbye, true));
    }

    // Of ten deeds six are messages, two reactions (one of them taken back now and then), one an edit, one a deletion.
    private Deed Next(string room)
    {
        var (id, chance) = (NextId(), random.Next(10));
        var messages = _rooms[room].Messages.Values.Where(message => !message.IsDeleted).TakeLast(20).ToList();
        var own = messages.Where(message => message.Person == _id && !_takenBack.Contains((room, message.Seq))).ToList();
        if (chance >= 8 && messages.Count > 0)
        {
            var target = messages[random.Next(messages.Count)].Seq;
            return new Deed(room, id, EventKind.React, target, Emoji[random.Next(Emoji.Length)], random.Next(3) > 0);
        }
        if (chance < 6 || own.Count == 0)
            return new Deed(room, id, EventKind.Message, null, $"{name} says {_done} 你好", true);
        var mine = own[random.Next(own.Count)].Seq;
        if (chance == 6) return new Deed(room, id, EventKind.Edit, mine, $"{name} says instead {_done}", true);
        _takenBack.Add((room, mine));
        return new Deed(room, id, EventKind.Delete, mine, "", true);
    }

    private string NextId() => $"{name}-{++_done}";

    private Task DoAsync(Deed deed)
    {
        Deeds.Add(deed);
        _unseen.Add(deed);
        return SendAsync(deed.Request);
    }

    private Task SendAsync(object message) => _socket.SendAsync(
        JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, CancellationToken.None)
        .WaitAsync(ChatPeer.Patience);

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

/// <summary>Something that a client does in a room, and does again until it has seen it.</summary>
/// <param name="Room">Where.</param>
/// <param name="Id">The client's own id.</param>
/// <param name="Kind">The kind of the event that it becomes.</param>
/// <param name="Target">The message that it changes.</param>
/// <param name="Text">The text, or the emoji.</param>
/// <param name="On">Of a reaction: false takes it back.</param>
internal sealed record Deed(string Room, string Id, string Kind, long? Target, string Text, bool On)
{
    public object Request => Kind switch
    {
        EventKind.Message => new { type = "say", id = Id, room = Room, text = Text },
        EventKind.Edit => new { type = "edit", id = Id, room = Room, target = Target, text = Text },
        EventKind.Delete => new { type = "delete", id = Id, room = Room, target = Target },
        _ => new { type = "react", id = Id, room = Room, target = Target, text = Text, on = On },
    };
}
