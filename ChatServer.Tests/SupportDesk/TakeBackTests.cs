using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.SupportDesk;

/// <summary>Tickets of agents who leave a visitor without a word, on a real log, with a clock that the test turns.</summary>
public sealed class TakeBackTests
{
    private static readonly Sender Wang = new("vis-wang", "Wang");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TemporaryFolder _temporary = null!;
    private DataFolder _folder = null!;
    private CollectedLog _collected = null!;
    private FakeTimeProvider _time = null!;
    private SqliteEventLog _log = null!;
    private Agents _agents = null!;
    private Agent _lily = null!;
    private Desk _desk = null!;
    private DeskSetup _setup = null!;
    private Staff _staff = null!;
    private TakeBack _takeBack = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _collected = new CollectedLog();
        _time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _temporary = new TemporaryFolder();
        _folder = DataFolder.Take(_temporary.Path);
        _log = SqliteEventLog.InFolder(_folder, _time, _collected.Logger);
        await StartAsync();
        Assert.That(PersonName.TryParse("Lily", out var name));
        var key = await _agents.MakeAsync(name, new AgentTerms([], Supervisor: false), new Sender("", "admin"));
        _lily = _agents.FindByKey(key)!;
    }

    [TearDown]
    public async Task CloseAsync()
    {
        _takeBack.Dispose();
        await _desk.WhenIdleAsync();
        await _log.DisposeAsync();
        _folder.Dispose();
        _temporary.Dispose();
        Assert.That(_collected.Errors.Where(error => !error.Contains("no space") && !error.Contains("can't write")), Is.Empty);
    }

    [Test]
    public async Task Who_says_nothing_in_time_loses_the_ticket_and_who_speaks_keeps_it()
    {
        _staff.Come(_lily, new DeafAgent());
        var ticket = await ClaimedAsync();
        await PassAsync(_setup.Silence!.Value - Second);
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Assigned));
        await PassAsync(Second);
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Waiting));
        Assert.That(_desk.Find(ticket)!.Acts[^1], Has.Property("Text").EqualTo(TakeBack.Silence));

        await _desk.ClaimAsync(_lily.Who, ticket);
        await _desk.AnswerAsync(_lily.Who, ticket);
        await PassAsync(TimeSpan.FromDays(1));
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Assigned), "the visitor awaits nothing");
        await _desk.AwaitAsync(Wang, ticket);
        await PassAsync(_setup.Silence!.Value);
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Waiting), "the visitor asked again");
    }

    [Test]
    public async Task Who_is_gone_for_a_minute_loses_what_is_unanswered_and_who_comes_back_in_time_does_not()
    {
        var connection = new DeafAgent();
        _staff.Come(_lily, connection);
        var ticket = await ClaimedAsync();
        _staff.Go(_lily, connection);
        await PassAsync(TakeBack.Absence - Second);
        _staff.Come(_lily, connection);
        await PassAsync(TakeBack.Absence);
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Assigned));

        await _desk.AnswerAsync(_lily.Who, ticket);
        _staff.Go(_lily, connection);
        await PassAsync(TimeSpan.FromHours(1));
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Assigned), "answered is theirs also when they are gone");
        await _desk.AwaitAsync(Wang, ticket);
        await PassAsync(TimeSpan.Zero);
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Waiting));
        Assert.That(_desk.Find(ticket)!.Acts[^1], Has.Property("Text").EqualTo(TakeBack.Gone));
    }

    [Test]
    public async Task What_was_given_out_before_a_restart_is_taken_back_when_nobody_comes_after_it()
    {
        var ticket = await ClaimedAsync();
        await _desk.WhenIdleAsync();
        _takeBack.Dispose();
        await StartAsync();
        await PassAsync(TakeBack.Absence - Second);
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Assigned));
        await PassAsync(Second);
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Waiting));
    }

    [Test]
    public async Task Where_the_log_cannot_write_it_is_tried_again_unless_the_agent_is_back()
    {
        var connection = new DeafAgent();
        var failing = new FailingWrites(_folder.DatabasePath);
        _staff.Come(_lily, connection);
        var ticket = await ClaimedAsync();
        foreach (var (isBack, state) in new[] { (true, TicketState.Assigned), (false, TicketState.Waiting) })
        {
            var errors = _collected.Errors.Count;
            failing.Begin();
            _staff.Go(_lily, connection);
            _time.Advance(TakeBack.Absence);
            if (isBack) _staff.Come(_lily, connection);
            await Eventually.IsAsync(() => _collected.Errors.Skip(errors).Any(error => error.Contains("taken back")));
            failing.End();
            Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Assigned));
            await PassAsync(TakeBack.RetryDelay);
            Assert.That(StateOf(ticket), Is.EqualTo(state));
        }
    }

    [Test]
    public async Task A_shorter_time_that_is_set_holds_at_once_and_none_takes_nothing_back()
    {
        _staff.Come(_lily, new DeafAgent());
        var ticket = await ClaimedAsync();
        await PassAsync(TimeSpan.FromMinutes(2));
        Assert.That(await _setup.SetAsync(new DeskSettings { SilenceMinutes = 0 }, Wang), Is.Null);
        await PassAsync(TimeSpan.FromDays(2));
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Assigned));
        Assert.That(await _setup.SetAsync(new DeskSettings { SilenceMinutes = 1 }, Wang), Is.Null);
        await PassAsync(TimeSpan.Zero);
        Assert.That(StateOf(ticket), Is.EqualTo(TicketState.Waiting));
    }

    private async Task StartAsync()
    {
        _agents = await Agents.LoadAsync(_log);
        _desk = await Desk.LoadAsync(_log, _time, _collected.Logger);
        _setup = await DeskSetup.LoadAsync(_log);
        _staff = new Staff(_agents, limit: 4, new HouseLimits(), _time);
        _takeBack = new TakeBack(_desk, _staff, _setup, _time, _collected.Logger);
    }

    private async Task<long> ClaimedAsync()
    {
        var ticket = (await _desk.OpenAsync(Wang, null, "hello?", new DeskDetail())).Ticket!.Number;
        await _desk.ClaimAsync(_lily.Who, ticket);
        return ticket;
    }

    private async Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        await _desk.WhenIdleAsync();
    }

    private TicketState StateOf(long ticket) => _desk.Find(ticket)!.State;
}
