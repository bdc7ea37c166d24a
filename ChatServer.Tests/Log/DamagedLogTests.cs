using System.Security.Cryptography;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Log;

/// <summary>A damaged log is reported and kept aside as it was; the server goes on with a new one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DamagedLogTests : LogFileTest
{
    private const int PageBytes = 4096;

    private string WalPath => Folder.DatabasePath + "-wal";

    [Test]
    public Task A_header_of_garbage() => AssertKeptAsideAsync(file => Overwrite(file, 0, 100));

    [Test]
    public Task A_file_that_never_was_a_database() => AssertKeptAsideAsync(
        file => file.SetLength(0), file => Overwrite(file, 0, 10_000));

    [Test]
    public Task Pages_in_the_middle_overwritten() => AssertKeptAsideAsync(file => Overwrite(file, 5 * PageBytes, 6 * PageBytes));

    [Test]
    public Task The_first_bytes_of_every_page_flipped() => AssertKeptAsideAsync(file =>
    {
        for (var page = 1; page * PageBytes < file.Length; page++) Overwrite(file, page * PageBytes, 12);
    });

    [TestCase(100)]
    [TestCase(PageBytes)]
    [TestCase(3 * PageBytes)]
    [TestCase(7 * PageBytes + 1234)]
    public Task Cut_short(int bytes) => AssertKeptAsideAsync(file => file.SetLength(bytes));

    [Test]
    public async Task A_damaged_file_with_its_write_ahead_log()
    {
        await FillAsync();
        File.WriteAllBytes(WalPath, RandomNumberGenerator.GetBytes(50_000));
        using (var file = File.OpenWrite(Folder.DatabasePath)) Overwrite(file, 0, 100);
        await AssertKeptAsideAsync();
    }

    [Test]
    public async Task An_empty_file_beside_a_write_ahead_log_that_is_not()
    {
        File.WriteAllBytes(Folder.DatabasePath, []);
        File.WriteAllBytes(WalPath, RandomNumberGenerator.GetBytes(50_000));
        await AssertKeptAsideAsync();
    }

    [Test]
    public async Task A_write_ahead_log_alone()
    {
        var wal = RandomNumberGenerator.GetBytes(50_000);
        File.WriteAllBytes(WalPath, wal);
        await AssertWorksAsync(head: 0);
        Assert.That(Logged.Errors, Has.Count.EqualTo(1));
        Assert.That(File.ReadAllBytes(Directory.GetFiles(Folder.Path, "chat.db.damaged-*-wal").Single()), Is.EqualTo(wal));
    }

    [Test]
    public async Task An_empty_file_alone_is_a_log_that_has_not_begun()
    {
        // What a process leaves that is killed in its first moment.
        File.WriteAllBytes(Folder.DatabasePath, []);
        await AssertWorksAsync(head: 0);
        Assert.That(Logged.Errors, Is.Empty);
    }

    [Test]
    public async Task Two_damages_are_both_kept()
    {
        for (var round = 1; round <= 2; round++)
        {
            await FillAsync();
            using (var file = File.OpenWrite(Folder.DatabasePath)) Overwrite(file, 0, 100);
            await AssertWorksAsync(head: 0);
            Assert.That(Directory.GetFiles(Folder.Path, "chat.db.damaged-*"), Has.Length.EqualTo(round));
        }
    }

    private async Task AssertKeptAsideAsync(params Action<FileStream>[] damages)
    {
        if (damages.Length > 0)
        {
            await FillAsync();
            using var file = File.Open(Folder.DatabasePath, FileMode.Open);
            foreach (var damage in damages) damage(file);
        }
        var (database, wal) = (File.ReadAllBytes(Folder.DatabasePath), File.Exists(WalPath) ? File.ReadAllBytes(WalPath) : null);

        await AssertWorksAsync(head: 0);

        Assert.That(Logged.Errors, Has.Count.EqualTo(1));
        var aside = Directory.GetFiles(Folder.Path, "chat.db.damaged-*").Single(path => Path.GetFileName(path).Split('-').Length == 4);
        Assert.That(Logged.Errors[0], Does.Contain(Folder.DatabasePath).And.Contain(aside));
        Assert.That(File.ReadAllBytes(aside), Is.EqualTo(database));
        if (wal is not null) Assert.That(File.ReadAllBytes(aside + "-wal"), Is.EqualTo(wal));

        await AssertWorksAsync(head: 1);
        Assert.That(Logged.Errors, Has.Count.EqualTo(1), "reported once, not at each start");
    }

    private async Task AssertWorksAsync(long head)
    {
        await using var log = SqliteEventLog.InFolder(Folder, TimeProvider.System, Logged.Logger);
        Assert.That(log.Open("lobby").Head, Is.EqualTo(head));
        Assert.That((await AppendAsync(log, 1)).Single().Event!.Seq, Is.EqualTo(head + 1));
    }

    /// <summary>A log of about 100 pages.</summary>
    private async Task FillAsync()
    {
        await using var log = SqliteEventLog.InFolder(Folder, TimeProvider.System, Logged.Logger);
        await AppendAsync(log, 1_000);
    }

    private static Task<IReadOnlyList<Appended>> AppendAsync(SqliteEventLog log, int events)
    {
        var drafts = Enumerable.Range(0, events)
            .Select(_ => new Draft(EventKind.Message, new Sender("ann", "Ann"), Guid.NewGuid().ToString(), new string('x', 300)));
        return log.AppendAsync(log.Open("lobby"), [.. drafts]).WaitAsync(ChatPeer.Patience);
    }

    private static void Overwrite(FileStream file, long position, int bytes)
    {
        file.Position = position;
        file.Write(RandomNumberGenerator.GetBytes(bytes));
    }
}
