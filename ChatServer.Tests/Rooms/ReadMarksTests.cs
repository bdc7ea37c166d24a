using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Rooms;

/// <summary>How far people have read.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReadMarksTests
{
    private const string Epoch = "0123456789abcdef";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Token _annsToken = Token.New();
    private readonly Connection _laptop = new();
    private readonly Connection _phone = new();
    private RoomHarness _house = null!;

    [SetUp]
    public async Task StartHouse() => _house = await RoomHarness.StartAsync();

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public async Task A_mark_moves_on_and_never_back()
    {
        var ann = Enter(_laptop);
        Assert.That(await FindAsync(ann), Is.Null);
        await MarkAsync(ann, 7);
        Assert.That(await FindAsync(ann), Is.EqualTo(7));
        await MarkAsync(ann, 5);
        Assert.That(await FindAsync(ann), Is.EqualTo(7));
        await MarkAsync(ann, 9);
        Assert.That(await FindAsync(ann), Is.EqualTo(9));
        Assert.That(await FindAsync(ann, "random"), Is.Null);
        Assert.That(await FindAsync(ann, epoch: "another"), Is.Null);
    }

    [Test]
    public async Task The_other_connections_are_told_of_what_is_further()
    {
        var ann = Enter(_laptop);
        Enter(_phone);
        await MarkAsync(ann, 7);
        await MarkAsync(ann, 7);
        await MarkAsync(ann, 3);
        Assert.That(_phone.Told, Is.EqualTo(new[] { ("lobby", 7L, false) }));
        Assert.That(_laptop.Told, Is.EqualTo(new[] { ("lobby", 7L, true) }));
    }

    [Test]
    public async Task Marks_are_written_every_two_seconds_the_last_of_each_room()
    {
        var ann = Enter(_laptop);
        for (var seq = 1; seq <= 50; seq++)
        {
            await MarkAsync(ann, seq);
            await MarkAsync(ann, seq, "random");
        }
        Assert.That(await EventsAsync(), Is.Empty);
        await _house.PassAsync(Interval);
        await EventuallyWrittenAsync(2);
        Assert.That((await EventsAsync()).Select(e => (e.Id, e.Text)), Is.EquivalentTo(
            new[] { ("lobby", $"{Epoch} 50"), ("random", $"{Epoch} 50") }));

        await MarkAsync(ann, 51);
        await _house.PassAsync(Interval);
        await EventuallyWrittenAsync(3);
        Assert.That(await EventsAsync(), Has.Count.EqualTo(2), "it takes the place of the one before");
    }

    [Test]
    public async Task A_mark_outlives_visits_and_restarts()
    {
        await MarkAsync(Enter(_laptop), 7);
        await _house.House.Reads.FlushAsync();
        await _house.RestartAsync();
        var ann = Enter(_laptop);
        await MarkAsync(ann, 5);
        Assert.That(await FindAsync(ann), Is.EqualTo(7), "though it had to be looked up first");
        Assert.That(_laptop.Told, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Who_comes_back_before_it_was_written_finds_the_mark()
    {
        var ann = Enter(_laptop);
        await MarkAsync(ann, 7);
        _house.People.Leave(ann, _laptop);
        var again = Enter(_laptop);
        Assert.That(again, Is.Not.SameAs(ann));
        Assert.That(await FindAsync(again), Is.EqualTo(7));
        await MarkAsync(again, 6);
        Assert.That(await FindAsync(again), Is.EqualTo(7));
    }

    [Test]
    public async Task A_room_that_begins_anew_is_read_anew()
    {
        var ann = Enter(_laptop);
        await MarkAsync(ann, 700);
        await _house.House.Reads.MarkAsync(ann, "lobby", "another", 2, _laptop);
        Assert.That(await FindAsync(ann, epoch: "another"), Is.EqualTo(2));
        await _house.House.Reads.FlushAsync();
        await _house.RestartAsync();
        Assert.That(await FindAsync(Enter(_laptop), epoch: "another"), Is.EqualTo(2));
    }

    [Test]
    public async Task Marks_of_people_and_of_long_room_names_stay_apart()
    {
        var room = "@" + new string('x', 100);
        await MarkAsync(Enter(_laptop), 7, room);
        var bob = Enter(_phone, Token.New());
        await MarkAsync(bob, 3, room);
        await _house.House.Reads.FlushAsync();
        await _house.RestartAsync();
        Assert.That(await FindAsync(Enter(_laptop), room), Is.EqualTo(7));
        Assert.That(await FindAsync(Enter(_phone, Token.New()), room), Is.Null);
    }

    [Test]
    public async Task A_mark_of_400_days_is_forgotten()
    {
        await MarkAsync(Enter(_laptop), 7);
        await _house.House.Reads.FlushAsync();
        await _house.PassAsync(TimeSpan.FromDays(399));
        await _house.RestartAsync();
        Assert.That(await EventsAsync(), Has.Count.EqualTo(1));
        await _house.PassAsync(TimeSpan.FromDays(2));
        await _house.RestartAsync();
        Assert.That(await EventsAsync(), Is.Empty);
    }

    [Test]
    public async Task Marks_at_once_from_two_connections_end_at_the_furthest()
    {
        for (var round = 0; round < 20; round++)
        {
            var ann = Enter(_laptop, Token.New());
            await Parallel.ForAsync(1, 200, async (seq, _) => await MarkAsync(ann, seq));
            Assert.That(await FindAsync(ann), Is.EqualTo(199));
            await _house.House.Reads.FlushAsync();
            Assert.That((await EventsAsync()).Single(e => e.From.Id == ann.Id).Text, Is.EqualTo($"{Epoch} 199"));
        }
    }

    [Test]
    public async Task A_crowd_that_reads_is_written_whole()
    {
        var crowd = Enumerable.Range(0, 600).Select(_ => Enter(_laptop, Token.New())).ToList();
        foreach (var person in crowd) await MarkAsync(person, 7);
        await _house.PassAsync(Interval);
        await EventuallyWrittenAsync(600);
        Assert.That((await EventsAsync()).Select(e => e.From.Id), Is.EquivalentTo(crowd.Select(person => person.Id)));
    }

    private Person Enter(Connection connection, Token? token = null) =>
        _house.People.Enter((token ?? _annsToken).PersonId, null, isLasting: true, connection);

    private async Task<long?> FindAsync(Person person, string room = "lobby", string epoch = Epoch) =>
        await _house.House.Reads.FindAsync(person, room, epoch);

    private async Task MarkAsync(Person person, long seq, string room = "lobby") =>
        await _house.House.Reads.MarkAsync(person, room, Epoch, seq, _laptop);

    private async Task<IReadOnlyList<RoomEvent>> EventsAsync() =>
        (await _house.Log.ReadAsync(_house.Log.Open(":reads"), PageRequest.Newest(1_000, int.MaxValue))).Events;

    private Task EventuallyWrittenAsync(long head) =>
        Eventually.IsAsync(() => _house.Log.Open(":reads").Head == head);

    private sealed class Connection : SilentConnection
    {
        /// <summary>What was told, and whether this connection had told it.</summary>
        public List<(string Room, long Seq, bool IsOwn)> Told { get; } = [];

        public override void OnRead(string room, long seq, IPersonListener by)
        {
            lock (Told) Told.Add((room, seq, by == this));
        }
    }
}
