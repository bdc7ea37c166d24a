using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatServer.Tests.Log;

/// <summary>The database file as it lies on the disk, seen with SQLite itself.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteFileTests : LogFileTest
{
    private const string WithoutSearch = "DROP TABLE search; ALTER TABLE streams DROP COLUMN indexed";

    private string WalPath => Folder.DatabasePath + "-wal";

    [Test]
    public async Task The_header_says_whose_file_it_is_and_which_schema_it_has()
    {
        await using (Open())
        {
        }
        Assert.Multiple(() =>
        {
            Assert.That(Ask(Folder.DatabasePath, "PRAGMA application_id"), Is.EqualTo(SqliteSchema.ApplicationId));
            Assert.That(Ask(Folder.DatabasePath, "PRAGMA user_version"), Is.EqualTo(SqliteSchema.Newest));
            Assert.That(Ask(Folder.DatabasePath, "PRAGMA journal_mode"), Is.EqualTo("wal"));
        });
    }

    [Test]
    public async Task What_hosts_did_is_found_by_an_index_that_knows_all_of_it()
    {
        await using (Open())
        {
        }
        var plan = Ask(
            Folder.DatabasePath, $"EXPLAIN QUERY PLAN SELECT key FROM events WHERE stream = 1 AND {SqliteSchema.IsRule}", column: 3);
        Assert.That(plan, Does.Contain("INDEX events_rules"));
        var actions = typeof(ModerationAction).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();
        Assert.That(actions, Has.Count.GreaterThanOrEqualTo(10).And.All.Matches<string>(ModerationAction.Is));
        var known = System.Text.RegularExpressions.Regex.Matches(SqliteSchema.IsRule, "'([a-z_]+)'").Select(match => match.Groups[1].Value);
        Assert.That(actions.Append(EventKind.Hand), Is.SubsetOf(known));
    }

    [Test]
    public async Task A_file_from_before_there_were_hands_finds_them_by_the_index_as_well()
    {
        await using (var log = Open()) await AppendAsync(log, events: 3);
        Change(
            Folder.DatabasePath,
            "DROP INDEX events_rules; CREATE INDEX events_rules ON events (stream) WHERE kind IN ('topic'); "
            + $"{WithoutSearch}; PRAGMA user_version = 4");
        await using (Open())
        {
        }
        var plan = Ask(
            Folder.DatabasePath, $"EXPLAIN QUERY PLAN SELECT key FROM events WHERE stream = 1 AND {SqliteSchema.IsRule}", column: 3);
        Assert.That(plan, Does.Contain("INDEX events_rules"));
        Assert.That(Ask(Folder.DatabasePath, "SELECT COUNT(*) FROM events"), Is.EqualTo(3));
    }

    [Test]
    public async Task Once_closed_everything_is_in_the_one_file()
    {
        await using (var log = Open()) await AppendAsync(log, events: 10);
        Assert.That(Directory.GetFiles(Folder.Path).Select(Path.GetFileName), Is.EquivalentTo(new[] { "chat.db", "lock" }));
        Assert.That(Ask(Folder.DatabasePath, "SELECT COUNT(*) FROM events"), Is.EqualTo(10));
    }

    [Test]
    public async Task The_write_ahead_log_does_not_grow_without_bound()
    {
        await using var log = Open();
        var (text, largest) = (new string('x', 2048), 0L);
        // 80,000 events: over 160 MiB, written without a pause in which the log could be begun anew.
        for (var round = 0; round < 80; round++)
        {
            await AppendAsync(log, events: 1_000, text);
            largest = Math.Max(largest, new FileInfo(WalPath).Length);
        }
        Assert.That(new FileInfo(Folder.DatabasePath).Length, Is.GreaterThan(32 << 20), "moved into the database while it is open");
        Assert.That(largest, Is.LessThan(112 << 20));
    }

    [Test]
    public async Task A_copy_made_as_if_by_a_crash_has_all_that_was_committed()
    {
        await using var log = Open();
        using var copies = new TemporaryFolder();
        for (var round = 1; round <= 5; round++)
        {
            await AppendAsync(log, events: 700);
            var copy = Directory.CreateDirectory(Path.Combine(copies.Path, $"{round}")).FullName;
            // The log stays open and nothing is written meanwhile: what lies there now is what a killed process leaves.
            foreach (var file in new[] { "chat.db", "chat.db-wal" }) CopyOpenFile(Path.Combine(Folder.Path, file), Path.Combine(copy, file));

            using var folder = DataFolder.Take(copy);
            await using var after = SqliteEventLog.InFolder(folder, TimeProvider.System, Logged.Logger);
            Assert.That(after.Open("lobby").Head, Is.EqualTo(700 * round));
            Assert.That(after.Open("lobby").Epoch, Is.EqualTo(log.Open("lobby").Epoch));
        }
        Assert.That(Logged.Errors, Is.Empty);
    }

    [Test]
    public async Task A_write_ahead_log_cut_anywhere_gives_a_beginning_without_a_gap()
    {
        using var copies = new TemporaryFolder();
        await using var log = Open();
        for (var n = 0; n < 50; n++) await AppendAsync(log, events: 3);
        var random = new Random(TestContext.CurrentContext.Random.Next());
        var length = new FileInfo(WalPath).Length;
        for (var round = 0; round < 20; round++)
        {
            var copy = Directory.CreateDirectory(Path.Combine(copies.Path, $"{round}")).FullName;
            foreach (var file in new[] { "chat.db", "chat.db-wal" }) CopyOpenFile(Path.Combine(Folder.Path, file), Path.Combine(copy, file));
            var cut = random.NextInt64(length);
            using (var wal = File.OpenWrite(Path.Combine(copy, "chat.db-wal"))) wal.SetLength(cut);

            using var folder = DataFolder.Take(copy);
            await using var after = SqliteEventLog.InFolder(folder, TimeProvider.System, Logged.Logger);
            var page = await after.ReadAsync(after.Open("lobby"), PageRequest.After(0, 1_000, int.MaxValue)).WaitAsync(ChatPeer.Patience);
            Assert.That(page.Events.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, page.Events.Count)), $"cut at {cut}");
            Assert.That(page.Events.Count % 3, Is.Zero, $"cut at {cut}: batches are whole");
        }
    }

    private SqliteEventLog Open() => SqliteEventLog.InFolder(Folder, TimeProvider.System, Logged.Logger);

    private static Task AppendAsync(SqliteEventLog log, int events, string text = "hi")
    {
        var drafts = Enumerable.Range(0, events).Select(_ => new Draft(EventKind.Message, new Sender("ann", "Ann"), null, text));
        return log.AppendAsync(log.Open("lobby"), [.. drafts]).WaitAsync(ChatPeer.Patience);
    }

    private static void CopyOpenFile(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = File.Create(to);
        source.CopyTo(target);
    }

    private static void Change(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        SqliteSchema.Run(connection, sql);
    }

    private static object? Ask(string path, string sql, int column = 0)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        return row.Read() ? row.GetValue(column) : null;
    }
}
