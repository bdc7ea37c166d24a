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

    public Crowd(int people, int port)
    {
        _missing = people;
        Clients = [.. Enumerable.Range(1, people).Select(n => new ResumingClient($"client {n}", port, Rooms, people, MeetAsync))];
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

    /// <summary>Lets the clients say goodbye, and compares what each of them saw with what the log has.</summary>
    /// <returns>How many events the log has.</returns>
    public async Task<int> AssertNothingWasLostAsync(ServerProcess server)
    {
        foreach (var client in Clients) client.Leave();
        var ended = Task.WhenAll(_running);
        await Task.WhenAny(ended, Task.Delay(ChatPeer.Patience, TimeProvider.System));
        Assert.That(Clients.SelectMany(client => client.Violations), Is.Empty);
        Assert.That(ended.IsCompletedSuccessfully, "everybody has heard everybody's goodbye");

        await using var reader = await ChatPeer.OpenAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws"));
        await reader.SendAsync(new { type = "hello", name = "reader" });
        var events = 0;
        foreach (var room in Rooms)
        {
            var log = await ReadAsync(reader, room);
            events += log.Count;
            Assert.That(log.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, log.Count)));
            foreach (var client in Clients) Assert.That(client.SeenIn(room).SequenceEqual(log), $"{client.Name} saw what the log of {room} has");

            var bySender = log.ToLookup(e => e.Id!.Split('-')[0], e => (e.Id!, e.Text));
            foreach (var client in Clients)
            {
                var said = client.Said.Where(said => said.Room == room).Select(said => (said.Id, said.Text));
                Assert.That(bySender[client.Name], Is.EqualTo(said), $"all that {client.Name} said in {room}, once and in order");
            }
            Assert.That(bySender, Has.Count.EqualTo(Clients.Count));
        }
        return events;
    }

    private static async Task<List<SeenEvent>> ReadAsync(ChatPeer reader, string room)
    {
        await reader.SendAsync(new { type = "join", room });
        await reader.ExpectAsync("joined");
        var events = new List<SeenEvent>();
        for (var more = true; more;)
        {
            await reader.SendAsync(new { type = "history", room, after = events.Count, limit = PageEvents });
            var page = await reader.ExpectAsync("history");
            events.AddRange(page["events"]!.AsArray().Select(e => SeenEvent.From(e!.AsObject())));
            more = (bool)page["more"]!;
        }
        return events;
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
