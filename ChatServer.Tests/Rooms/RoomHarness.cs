using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Rooms;

/// <summary>The rooms and their log without sockets, and a clock that the test turns.</summary>
internal sealed class RoomHarness : IAsyncDisposable
{
    private readonly CollectedLog _collected = new();

    private RoomHarness(FakeTimeProvider time)
    {
        Time = time;
        Log = SqliteEventLog.InMemory(Time, _collected.Logger);
    }

    public FakeTimeProvider Time { get; }

    public IEventLog Log { get; }

    public House House { get; private set; } = null!;

    /// <summary>Those of the next restart.</summary>
    public HouseSecrets Secrets { get; set; } = HouseSecrets.None;

    public RoomRegistry Rooms => House.Rooms;

    public People People => House.People;

    public static async Task<RoomHarness> StartAsync(FakeTimeProvider? time = null)
    {
        var house = new RoomHarness(time ?? new FakeTimeProvider());
        await house.RestartAsync();
        return house;
    }

    /// <summary>Folds everything anew from the log, as a restart does.</summary>
    public async Task RestartAsync(bool areFixed = false)
    {
        await WriteAsync();
        House = await House.LoadAsync(
            Log, ["lobby"], new HouseLimits { FixedRooms = areFixed }, Secrets, [], Time, _collected.Logger);
    }

    public Listener Enter(string room, string name, Token? token = null) => new(this, room, name, token ?? Token.New());

    /// <summary>What the log has kept of people.</summary>
    public async Task<IReadOnlyList<RoomEvent>> PeopleEventsAsync()
    {
        await WriteAsync();
        return (await Log.ReadAsync(Log.Open(":names"), PageRequest.Newest(1_000, int.MaxValue))).Events;
    }

    /// <summary>Lets so much time go by, and all that follows from it happen.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        await WriteAsync();
        Time.Advance(time);
        await Rooms.WhenIdleAsync().WaitAsync(ChatPeer.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        // As the server does: what a room still has to write comes before the log ends.
        await Rooms.WhenIdleAsync().WaitAsync(ChatPeer.Patience);
        await Log.DisposeAsync();
        Assert.That(_collected.Errors, Is.Empty);
    }

    // Writes are taken in order: when this one is through, so are those before it.
    private Task WriteAsync() => Log.PurgeAsync(Log.Open("nothing"), 0).WaitAsync(ChatPeer.Patience);
}

/// <summary>Somebody in a room, who keeps what comes.</summary>
internal sealed class Listener : SilentConnection, IOutlet, IPoster
{
    private readonly RoomHarness _house;
    private readonly Channel<JsonObject> _signals = Channel.CreateUnbounded<JsonObject>();

    public Listener(RoomHarness house, string room, string name, Token token)
    {
        _house = house;
        Assert.That(PersonName.TryParse(name, out var wanted));
        Person = house.People.Enter(token.PersonId, wanted, isLasting: true, this);
        Member = new Member(Person, BareJson.Instance, this);
        Room = house.Rooms.Enter(room, Member)!;
    }

    public Person Person { get; }

    public Member Member { get; }

    public Room Room { get; }

    /// <summary>The signals that have come, taken.</summary>
    public List<JsonObject> TakeSignals()
    {
        var signals = new List<JsonObject>();
        while (_signals.Reader.TryRead(out var signal)) signals.Add(signal);
        return signals;
    }

    /// <summary>Becomes live.</summary>
    public async Task<RoomPage> JoinAsync(long? after = null, string? epoch = null)
    {
        RoomPage? joined = null;
        await Room.GoLiveAsync(Member, after, epoch, Address, page =>
        {
            joined = page;
            return ReadOnlyMemory<byte>.Empty;
        }).WaitAsync(ChatPeer.Patience);
        return joined!;
    }

    public void Say(string text) => Room.Post(new Post(new Draft(EventKind.Message, Person.Sender, null, text), this));

    public void Leave()
    {
        _house.Rooms.Leave(Room, Member);
        _house.People.Leave(Person, this);
    }

    void IOutlet.Broadcast(ReadOnlyMemory<byte> bytes) => _signals.Writer.TryWrite(JsonNode.Parse(bytes.Span)!.AsObject());

    ValueTask IOutlet.SendAsync(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;

    /// <summary>What the room said it had known the person as.</summary>
    public List<string?> OldNames { get; } = [];

    public override void OnRenamed(Person person, IPersonListener by) => OldNames.Add(Room.Changed(person));

    public override void OnRoleChanged(Person person, IPersonListener by) => Room.Changed(person);

    public override void OnAwayChanged(Person person) => Room.Changed(person);

    void IPoster.OnRefused(Draft draft, Refusal why)
    {
    }

    void IPoster.OnRepeat(RoomEvent known)
    {
    }

    void IPoster.OnNotSaved(Draft draft) => Assert.Fail("not saved");

    private sealed class BareJson : IEncoding
    {
        public static readonly BareJson Instance = new();

        public ReadOnlyMemory<byte> Encode(IReadOnlyList<RoomEvent> events) => ReadOnlyMemory<byte>.Empty;

        public ReadOnlyMemory<byte> Encode(PeopleDelta delta) =>
            JsonSerializer.SerializeToUtf8Bytes(delta, ProtocolJson.Default.PeopleDelta);

        public ReadOnlyMemory<byte> Encode(Typing typing) =>
            JsonSerializer.SerializeToUtf8Bytes(typing, ProtocolJson.Default.Typing);
    }
}
