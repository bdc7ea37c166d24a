using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.SupportDesk;

/// <summary>Whether somebody is there, with a clock that the test turns.</summary>
public sealed class ReceptionTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly DeafAgent _connection = new();
    private CollectedLog _collected = null!;
    private FakeTimeProvider _time = null!;
    private SqliteEventLog _log = null!;
    private DeskSetup _setup = null!;
    private Staff _staff = null!;
    private Reception _reception = null!;
    private Agent _lily = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _collected = new CollectedLog();
        _time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero)); // a Monday
        _log = SqliteEventLog.InMemory(_time, _collected.Logger);
        var agents = await Agents.LoadAsync(_log);
        _setup = await DeskSetup.LoadAsync(_log);
        _staff = new Staff(agents, limit: 4, new HouseLimits(), _time);
        _reception = new Reception(_setup, _staff, agents, _time);
        Assert.That(PersonName.TryParse("Lily", out var name));
        _lily = agents.FindByKey(
            await agents.MakeAsync(name, new AgentTerms([], Supervisor: false), new Sender("", "admin")))!;
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _log.DisposeAsync();
        Assert.That(_collected.Errors, Is.Empty);
    }

    [Test]
    public void Until_an_agent_comes_nobody_is_there()
    {
        Assert.That((_reception.State, _reception.UntilChange), Is.EqualTo((DeskState.Nobody, (TimeSpan?)null)));
        _staff.Come(_lily, _connection);
        Assert.That((_reception.State, _reception.UntilChange), Is.EqualTo((DeskState.Open, (TimeSpan?)null)));
    }

    [Test]
    public void An_agent_who_loses_the_connection_is_missed_a_while_later_only()
    {
        _staff.Come(_lily, _connection);
        _staff.Go(_lily, _connection);
        Assert.That((_reception.State, _reception.UntilChange), Is.EqualTo((DeskState.Open, Reception.Grace)));
        _time.Advance(Reception.Grace - Second);
        Assert.That((_reception.State, _reception.UntilChange), Is.EqualTo((DeskState.Open, Second)));
        _time.Advance(Second);
        Assert.That((_reception.State, _reception.UntilChange), Is.EqualTo((DeskState.Nobody, (TimeSpan?)null)));
    }

    [Test]
    public void Who_says_that_they_are_away_is_not_waited_for()
    {
        _staff.Come(_lily, _connection);
        _staff.SetAway(_lily.Id, isAway: true);
        Assert.That(_reception.State, Is.EqualTo(DeskState.Nobody));
        _staff.Go(_lily, _connection);
        Assert.That(_reception.State, Is.EqualTo(DeskState.Nobody));
    }

    [Test]
    public async Task The_next_change_is_the_end_of_the_opening_hours_if_that_comes_first()
    {
        await _setup.SetAsync(HoursUntil("09:01"), new Sender("", "admin"));
        _staff.Come(_lily, _connection);
        Assert.That(_reception.UntilChange, Is.EqualTo(TimeSpan.FromMinutes(1)));
        _time.Advance(TimeSpan.FromSeconds(55));
        _staff.Go(_lily, _connection);
        Assert.That(_reception.UntilChange, Is.EqualTo(TimeSpan.FromSeconds(5)));
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.That(_reception.State, Is.EqualTo(DeskState.Closed));
    }

    private static DeskSettings HoursUntil(string end) => new()
    {
        Hours = new HoursSettings
        {
            TimeZone = "UTC",
            Week = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = [$"09:00-{end}"] },
        },
    };
}
