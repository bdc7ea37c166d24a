using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Log;

/// <summary>Whether a log can be written: what its last write found, and what a probe finds.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LogHealthTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CollectedLog _log = new();
    private readonly CountingObserver _observer = new();
    private TemporaryFolder _temporary = null!;
    private DataFolder _folder = null!;
    private SqliteEventLog _events = null!;
    private LogStream _lobby = null!;

    [SetUp]
    public async Task OpenLog()
    {
        _temporary = new TemporaryFolder();
        _folder = DataFolder.Take(_temporary.Path);
        _events = SqliteEventLog.InFolder(_folder, _time, _log.Logger, _observer);
        _lobby = _events.Open("lobby");
        await AppendAsync("one");
        Run("CREATE TRIGGER fail BEFORE INSERT ON events WHEN NEW.text = 'bad' BEGIN SELECT RAISE(ABORT, 'secret'); END");
    }

    [TearDown]
    public async Task CloseLog()
    {
        await _events.DisposeAsync();
        _folder.Dispose();
        _temporary.Dispose();
    }

    [Test]
    public async Task A_log_that_can_be_written_is_not_probed()
    {
        Assert.That(await CheckAsync(), Is.Null);
        Assert.That(_observer.Commits, Is.EqualTo(1), "the one of the message");
    }

    [Test]
    public async Task A_probe_that_succeeds_makes_it_well_and_leaves_nothing_behind()
    {
        await FailAsync();
        Assert.That(await CheckAsync(), Is.Null);
        Assert.That((_observer.Commits, _observer.Failures), Is.EqualTo((3, 1)));
        Assert.That(Tables(), Does.Not.Contain("probe"));
        Assert.That((await AppendAsync("two")).Single().Event!.Seq, Is.EqualTo(2));
    }

    [Test]
    public async Task It_is_probed_every_3_seconds_at_most()
    {
        await FailAsync();
        await CheckAsync();
        await FailAsync();
        Assert.That(await CheckAsync(), Is.EqualTo("constraint failed"), "SQLite's words for the code, not those of the occasion");
        _time.Advance(LogHealth.ProbeInterval - TimeSpan.FromMilliseconds(1));
        Assert.That(await CheckAsync(), Is.Not.Null);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(await CheckAsync(), Is.Null);
    }

    [Test]
    public async Task Only_what_reaches_the_disk_shows_that_it_can_be_written()
    {
        await FailAsync();
        await CheckAsync();
        await FailAsync();
        Assert.That((await AppendAsync("one")).Single().Outcome, Is.EqualTo(AppendOutcome.Repeat));
        Assert.That(await CheckAsync(), Is.Not.Null, "a repeat isn't written");
        await AppendAsync("two");
        Assert.That(await CheckAsync(), Is.Null);
    }

    [Test]
    public async Task A_probe_that_fails_is_no_news()
    {
        await FailAsync();
        // What stands in the way of the probe, and of nothing else.
        Run("CREATE TABLE probe (x)");
        Assert.That(await CheckAsync(), Is.EqualTo("SQL logic error"));
        Assert.That(_log.Errors, Has.Count.EqualTo(1), "the batch that was refused");
        Assert.That(_observer.Failures, Is.EqualTo(2));
        Run("DROP TABLE probe");
        Assert.That((await AppendAsync("two")).Single().Event!.Seq, Is.EqualTo(2), "the failed probe has left no transaction open");
    }

    private async Task FailAsync() => await Assert.ThrowsAsync<LogException>(() => AppendAsync("bad"));

    private Task<string?> CheckAsync() => _events.CheckAsync().WaitAsync(ChatPeer.Patience);

    private Task<IReadOnlyList<Appended>> AppendAsync(string text) => _events.AppendAsync(
        _lobby, [new Draft(EventKind.Message, new Sender("ann", "Ann"), text, text)]).WaitAsync(ChatPeer.Patience);

    private List<string> Tables()
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table'";
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read()) names.Add(rows.GetString(0));
        Assert.That(names, Does.Contain("events"));
        return names;
    }

    private void Run(string sql)
    {
        using var connection = Connect();
        SqliteSchema.Run(connection, sql);
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_folder.DatabasePath};Pooling=False");
        connection.Open();
        SqliteSchema.Run(connection, "PRAGMA busy_timeout = 10000; PRAGMA wal_autocheckpoint = 0");
        return connection;
    }

    private sealed class CountingObserver : ILogObserver
    {
        private int _commits;
        private int _failures;

        public int Commits => Volatile.Read(ref _commits);

        public int Failures => Volatile.Read(ref _failures);

        public void OnCommit(TimeSpan took, bool hasFailed)
        {
            Interlocked.Increment(ref _commits);
            if (hasFailed) Interlocked.Increment(ref _failures);
        }
    }
}
