using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>Clients that talk and listen through whatever happens to the server, and what must be true of them afterwards.</summary>
internal sealed class Crowd
{
    private const int PageEvents = 200;

    private static readonly string[] Rooms = ["lobby", "random"];

    private readonly Task[] _running;
    private readonly TaskCompletionSource _allAreHere = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing;
    private readonly Lock _gate = new();
    private long _events;
    private (long Events, TaskCompletionSource Reached)? _awaited;

    public Crowd(int people, int port, int seed)
    {
        _missing = people;
        Clients =
        [
            .. Enumerable.Range(1, people).Select(
                n => new ResumingClient($"client {n}", port, Rooms, people, new Random(seed + n), MeetAsync)),
        ];
        foreach (var client in Clients) client.OnEvent = Count;
        _running = [.. Clients.Select(client => Task.Run(client.RunAsync))];
    }

    public IReadOnlyList<ResumingClient> Clients { get; }

    /// <summary>Completes when the clients together have seen so many more events.</summary>
    public Task SeeAsync(long events)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited = (_events + events, reached);
            return reached.Task.WaitAsync(ChatPeer.Patience);
        }
    }

    /// <summary>
    /// Lets the clients say goodbye, and compares what each of them saw, and what that comes to, with what the log has.
    /// </summary>
    /// <returns>How many events the log has, by kind.</returns>
    public async Task<IReadOnlyDictionary<string, int>> AssertNothingWasLostAsync(ServerProcess server)
    {
        foreach (var client in Clients) client.Leave();
        var ended = Task.WhenAll(_running);
        await Task.WhenAny(ended, Task.Delay(ChatPeer.Patience, TimeProvider.System));
        Assert.That(Clients.SelectMany(client => client.Violations), Is.Empty);
        Assert.That(ended.IsCompletedSuccessfully, "everybody has heard everybody's goodbye");

        await using var reader = await ChatPeer.OpenAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws"));
        await reader.SendAsync(new { type = "hello", name = "reader" });
        var events = new List<SeenEvent>();
        foreach (var room in Rooms)
        {
            var log = await ReadAsync(reader, room);
            AssertSame(room, log, await ReadMessagesAsync(reader, room));
            events.AddRange(log);
        }
        return events.CountBy(e => e.Kind).ToDictionary();
    }

    private void AssertSame(string room, List<SeenEvent> log, List<SeenMessage> messages)
    {
        Assert.That(log.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, log.Count)));
        var byClient = log.ToLookup(e => e.Id!.Split('-')[0], e => (e.Id!, e.Kind, e.Target));
        Assert.That(byClient, Has.Count.EqualTo(Clients.Count));
        foreach (var client in Clients)
        {
            var seen = client.SeenIn(room);
            Assert.That(seen.Events.SequenceEqual(log), $"{client.Name} saw what the log of {room} has");
            Assert.That(seen.Messages.Values, Is.EqualTo(messages), $"it comes to what {room} has");
            var done = client.Deeds.Where(deed => deed.Room == room).Select(deed => (deed.Id, deed.Kind, deed.Target));
            Assert.That(byClient[client.Name], Is.EqualTo(done), $"all of {client.Name} in {room}, once and in order");
        }
    }

    // From the beginning, with changes: what a resume gives.
    private static async Task<List<SeenEvent>> ReadAsync(ChatPeer reader, string room)
    {
        await reader.SendAsync(new { type = "join", room });
        var epoch = (string)(await reader.ExpectAsync("joined"))["epoch"]!;
        await reader.SendAsync(new { type = "join", room, after = 0, epoch });
        var joined = await reader.ExpectAsync("joined");
        Assert.That((bool)joined["recovered"]!);
        return [.. joined["events"]!.AsArray().Select(e => SeenEvent.From(e!.AsObject()))];
    }

    private static async Task<List<SeenMessage>> ReadMessagesAsync(ChatPeer reader, string room)
    {
        var messages = new List<SeenMessage>();
        for (var more = true; more;)
        {
            var after = messages.Count == 0 ? 0 : messages[^1].Seq;
            await reader.SendAsync(new { type = "history", room, after, limit = PageEvents });
            var page = await reader.ExpectAsync("history");
            messages.AddRange(page["events"]!.AsArray().Select(e => SeenMessage.From(e!.AsObject())));
            more = (bool)page["more"]!;
        }
        return messages;
    }

    private Task MeetAsync()
    {
        if (Interlocked.Decrement(ref _missing) == 0) _allAreHere.SetResult();
        return _allAreHere.Task.WaitAsync(ChatPeer.Patience);
    }

    private void Count()
    {
        lock (_gate)
        {
            _events++;
            if (_awaited is not { } awaited || _events < awaited.Events) return;
            _awaited = null;
            awaited.Reached.SetResult();
        }
    }
}
