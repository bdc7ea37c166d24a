using ChatServer.Rooms;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Rooms;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RoomRegistryTests
{
    private RoomHarness _house = null!;

    [SetUp]
    public async Task StartHouse() => _house = await RoomHarness.StartAsync();

    [TearDown]
    public async Task Stop() => await _house.DisposeAsync();

    [Test]
    public async Task A_room_nobody_spoke_in_is_forgotten_with_the_last_who_leaves()
    {
        var (ann, bob) = (_house.Enter("new", "Ann"), _house.Enter("new", "Bob"));
        Assert.That(ann.Room, Is.SameAs(bob.Room));
        ann.Leave();
        Assert.That(_house.Rooms.Find("new"), Is.Not.Null);
        bob.Leave();
        Assert.That(_house.Rooms.Find("new"), Is.Null);
        Assert.That(_house.Rooms.Find("lobby"), Is.Not.Null, "a permanent one stays");
        await _house.RestartAsync();
        Assert.That(_house.Rooms.Find("new"), Is.Null);
    }

    [Test]
    public void All_rooms_are_found_by_a_part_of_their_name()
    {
        foreach (var n in Enumerable.Range(0, 300)) _house.Enter($"project-{n}", $"P{n}");
        _house.Enter("项目计划", "Ann");
        _house.Enter("project-7", "Bob");
        Assert.That(_house.Rooms.List(), Has.Count.EqualTo(200));
        Assert.That(_house.Rooms.List("PROJECT-2").Select(room => room.Name), Is.EqualTo(
            Enumerable.Range(0, 300).Select(n => $"project-{n}").Where(name => name.StartsWith("project-2", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)));
        Assert.That(_house.Rooms.List("project"), Has.Count.EqualTo(200));
        Assert.That(_house.Rooms.List("project")[0].Name, Is.EqualTo("project-7"), "the fullest");
        Assert.That(_house.Rooms.List("目计").Select(room => room.Name), Is.EqualTo(new[] { "项目计划" }));
        foreach (var none in (string[])["", " ", "@", "#1", "nothing like it", new string('x', 1_000)])
            Assert.That(_house.Rooms.List(none), Is.Empty, none);
    }

    [Test]
    public async Task A_room_somebody_spoke_in_is_kept_also_over_a_restart()
    {
        var ann = _house.Enter("new", "Ann");
        ann.Say("hi");
        await ann.Room.WhenIdleAsync();
        ann.Leave();
        Assert.That(_house.Rooms.Find("new"), Is.Not.Null);
        await _house.RestartAsync();
        Assert.That(_house.Rooms.Find("new")!.Head, Is.EqualTo(1));
        Assert.That(_house.Rooms.List().Select(room => room.Name), Is.EqualTo(new[] { "lobby", "new" }));
    }

    [Test]
    public async Task What_is_said_by_somebody_who_leaves_at_once_is_kept()
    {
        for (var n = 0; n < 200; n++)
        {
            var ann = _house.Enter($"room-{n}", "Ann");
            ann.Say("hi");
            ann.Leave();
        }
        await _house.Rooms.WhenIdleAsync().WaitAsync(ChatPeer.Patience);
        for (var n = 0; n < 200; n++) Assert.That(_house.Rooms.Find($"room-{n}")?.Head, Is.EqualTo(1));
    }

    [Test]
    public async Task With_fixed_rooms_there_are_no_others_not_even_older_ones()
    {
        var ann = _house.Enter("new", "Ann");
        ann.Say("hi");
        await ann.Room.WhenIdleAsync();
        await _house.RestartAsync(areFixed: true);
        Assert.That(_house.Rooms.Find("new"), Is.Null);
        Assert.That(_house.Rooms.Enter("new", ann.Member), Is.Null);
        Assert.That(_house.Rooms.List().Select(room => room.Name), Is.EqualTo(new[] { "lobby" }));
    }

    [Test]
    public async Task The_list_has_the_permanent_rooms_then_the_fullest_200_in_all()
    {
        for (var n = 0; n < 250; n++) _house.Enter($"room-{n:000}", $"P{n}");
        _house.Enter("room-077", "Ann");
        _house.Enter("room-077", "Bob");
        _house.Enter("room-088", "Eve");
        await _house.PassAsync(TimeSpan.FromSeconds(2));

        var list = _house.Rooms.List();
        Assert.That(list, Has.Count.EqualTo(200));
        Assert.That(list.Take(4).Select(room => (room.Name, room.People)),
            Is.EqualTo(new[] { ("lobby", 0), ("room-077", 3), ("room-088", 2), ("room-000", 1) }));
    }

    [Test]
    public async Task Who_enters_while_the_last_leave_is_in_the_room_that_is_there()
    {
        var clock = new HeldClock();
        await using var house = await RoomHarness.StartAsync(clock);
        for (var round = 0; round < 200; round++)
        {
            // All come to the registry's lock while a list is being made, and are then let in one by one, in any order.
            Listener[] leaving = [house.Enter("new", "Ann"), house.Enter("new", "Bob"), house.Enter("new", "Cat")];
            using var hold = clock.Hold();
            var listing = Task.Run(house.Rooms.List);
            await clock.Held;
            var gone = leaving.Select(listener => Task.Run(listener.Leave)).ToList();
            SpinWait.SpinUntil(() => leaving[0].Room.Summary.People == 0, ChatPeer.Patience);
            var entering = Task.Run(() => house.Enter("new", "Eve"));
            hold.Dispose();
            await Task.WhenAll([listing, entering, .. gone]).WaitAsync(ChatPeer.Patience);

            var eve = await entering;
            Assert.That(house.Rooms.Find("new"), Is.SameAs(eve.Room), $"round {round}");
            eve.Leave();
            await house.PassAsync(TimeSpan.FromSeconds(2));
        }
    }

    [Test]
    public async Task Fixed_rooms_over_the_wire()
    {
        await using var server = await TestServer.StartAsync(
            settings => settings with { Limits = new HouseLimits { FixedRooms = true } });
        await using var ann = await ChatPeer.OpenAsync(server);
        var welcome = await ann.HelloAsync("Ann");
        Assert.That((bool)welcome["limits"]!["fixedRooms"]!);
        Assert.That((string?)(await ann.JoinAsync("new"))["code"], Is.EqualTo("no_such_room"));
        Assert.That((string?)(await ann.JoinAsync("LOBBY"))["room"], Is.EqualTo("lobby"));
    }

    /// <summary>A clock that can be held while somebody reads it.</summary>
    private sealed class HeldClock : FakeTimeProvider
    {
        private ManualResetEventSlim? _released;
        private TaskCompletionSource _held = new();

        /// <summary>Completes when somebody waits for the clock.</summary>
        public Task Held => _held.Task.WaitAsync(ChatPeer.Patience);

        public IDisposable Hold()
        {
            _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new Release(_released = new ManualResetEventSlim());
        }

        public override long GetTimestamp()
        {
            if (_released is { } released)
            {
                _held.TrySetResult();
                released.Wait(ChatPeer.Patience);
            }
            return base.GetTimestamp();
        }

        private sealed class Release(ManualResetEventSlim released) : IDisposable
        {
            public void Dispose() => released.Set();
        }
    }
}
