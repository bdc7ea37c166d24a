using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Log;

/// <summary>What was taken back, or is too old, is gone from the disk and not only from the answers.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ErasureTests
{
    private const string Secret = "s3cret-words-4711";
    private const string FirstVersion = "what-it-said-at-first-4712";
    private const string Other = "what-stays-4713";

    private readonly CollectedLog _log = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _temporary = new();

    [TearDown]
    public void RemoveFolder() => _temporary.Dispose();

    [TestCase(1, TestName = "The_bytes_of_a_deleted_message_leave_every_file: a short one")]
    [TestCase(900, TestName = "The_bytes_of_a_deleted_message_leave_every_file: one of several pages")]
    public async Task The_bytes_of_a_deleted_message_leave_every_file(int times)
    {
        using var folder = DataFolder.Take(_temporary.Path);
        await using var log = Open(folder);
        await AppendAsync(log, Said(Repeated(FirstVersion, times)), Said(Other));
        await AppendAsync(log, Changed(EventKind.Edit, Repeated(Secret, times)));
        Assert.That(IsOnDisk(Secret) && IsOnDisk(Other), "the test looks where it is written");
        // Moved into the database file, and out of it again.
        await AppendAsync(log, [.. Enumerable.Range(0, 5_000).Select(n => Said($"{n}"))]);

        await AppendAsync(log, Changed(EventKind.Delete, ""));
        await GoneAsync(Secret, FirstVersion);

        Assert.That(IsOnDisk(Other));
        var page = await log.ReadAsync(log.Open("lobby"), PageRequest.After(0, 2, int.MaxValue));
        Assert.That(page.Events.Select(e => (e.Text, e.Deleted is not null)), Is.EqualTo(new[] { ("", true), (Other, false) }));
    }

    [Test]
    public async Task The_bytes_of_the_version_before_an_edit_leave_every_file()
    {
        using var folder = DataFolder.Take(_temporary.Path);
        await using var log = Open(folder);
        await AppendAsync(log, Said(FirstVersion));
        await AppendAsync(log, Changed(EventKind.Edit, Other));

        await GoneAsync(FirstVersion);

        Assert.That(IsOnDisk(Other));
    }

    [Test]
    public async Task The_bytes_of_what_was_purged_leave_every_file()
    {
        using var folder = DataFolder.Take(_temporary.Path);
        await using var log = Open(folder);
        await AppendAsync(log, Said(Secret));
        _time.Advance(TimeSpan.FromDays(2));
        await AppendAsync(log, Said(Other));
        var before = _time.GetUtcNow().AddDays(-1).ToUnixTimeMilliseconds();
        Assert.That(await log.PurgeAsync(log.Open("lobby"), before).WaitAsync(ChatPeer.Patience), Is.EqualTo(1));

        await GoneAsync(Secret);

        Assert.That(IsOnDisk(Other));
    }

    [TestCase(EventKind.Delete)]
    [TestCase(EventKind.Edit)]
    [TestCase("purge")]
    public async Task What_the_index_of_the_search_knew_leaves_every_file(string how)
    {
        // A run of three characters that nothing else begins like, so that it stands there in full.
        const string rare = "龘靐齉";
        using var folder = DataFolder.Take(_temporary.Path);
        await using var log = Open(folder);
        // In the index alone: of the text itself, the characters in between tell.
        await AppendAsync(log, [Said($"一{rare}二"), .. Enumerable.Range(0, 300).Select(n => Said($"{Other} {n}"))]);
        await log.IndexAllAsync().WaitAsync(ChatPeer.Patience);
        Assert.That(IsOnDisk(rare));
        if (how == "purge")
        {
            _time.Advance(TimeSpan.FromDays(2));
            await AppendAsync(log, Said(Other));
            await log.PurgeAsync(log.Open("lobby"), _time.GetUtcNow().AddDays(-1).ToUnixTimeMilliseconds()).WaitAsync(ChatPeer.Patience);
        }
        else
        {
            await AppendAsync(log, Changed(how, "nothing"));
        }
        await GoneAsync(rare);
        Assert.That(IsOnDisk(Other));
    }

    [Test]
    public async Task What_a_crash_left_of_a_deleted_message_goes_at_the_next_start()
    {
        using (var killed = new TemporaryFolder())
        {
            using var folder = DataFolder.Take(killed.Path);
            await using var log = Open(folder);
            await AppendAsync(log, Said(Secret), Said(Other));
            await AppendAsync(log, Changed(EventKind.Delete, ""));
            // The clock stands still, so the write-ahead log has it still: what a killed process leaves.
            foreach (var name in new[] { "chat.db", "chat.db-wal" })
                await File.WriteAllBytesAsync(Path.Combine(_temporary.Path, name), Read(Path.Combine(killed.Path, name)));
        }
        Assert.That(IsOnDisk(Secret), "the crash came too early");

        using var next = DataFolder.Take(_temporary.Path);
        await using var after = Open(next);
        await GoneAsync(Secret);

        Assert.That(IsOnDisk(Other));
    }

    private SqliteEventLog Open(DataFolder folder) => SqliteEventLog.InFolder(folder, _time, _log.Logger);

    private static Task AppendAsync(SqliteEventLog log, params Draft[] drafts) =>
        log.AppendAsync(log.Open("lobby"), drafts).WaitAsync(ChatPeer.Patience);

    private static Draft Said(string text) => new(EventKind.Message, new Sender("ann", "Ann"), null, text);

    /// <summary>Of the first message.</summary>
    private static Draft Changed(string kind, string text) => Said(text) with { Kind = kind, Target = 1 };

    private static string Repeated(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    /// <summary>Waits until none of these stands in any file of the folder.</summary>
    private Task GoneAsync(params string[] texts) => Eventually.IsAsync(() =>
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        return !texts.Any(IsOnDisk);
    });

    // All files but the one that is locked against everybody, which is empty.
    private bool IsOnDisk(string text) =>
        Directory.GetFiles(_temporary.Path).Where(file => Path.GetFileName(file) != "lock")
            .Any(file => Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
