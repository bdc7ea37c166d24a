using System.Security.Cryptography;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Tests.Support;
using Microsoft.Data.Sqlite;

namespace ChatServer.Tests.Log;

/// <summary>A damaged index of the search is made anew, and costs nothing of the log.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DamagedIndexTests : LogFileTest
{
    private const int Events = 2_000;

    [TestCase("UPDATE search_data SET block = randomblob(length(block)) WHERE id > 10")]
    [TestCase("UPDATE search_data SET block = x'00'")]
    [TestCase("DELETE FROM search_data")]
    [TestCase(null, TestName = "Pages_of_the_index_are_overwritten")]
    public async Task Everything_is_there_and_found(string? damage)
    {
        await using (var log = Open())
        {
            var drafts = Enumerable.Range(1, Events).Select(n => new Draft(EventKind.Message, new Sender("ann", "Ann"), null, $"needle number {n} 你好"));
            await log.AppendAsync(log.Open("lobby"), [.. drafts]).WaitAsync(ChatPeer.Patience);
            await log.IndexAllAsync().WaitAsync(ChatPeer.Patience);
        }
        if (damage is null) OverwritePages();
        else Change(damage);

        for (var round = 0; round < 2; round++)
        {
            await using var log = Open();
            var lobby = log.Open("lobby");
            Assert.That(lobby.Head, Is.EqualTo(Events + (2 * round)));
            await ChangeAsync(log, EventKind.Edit, $"needle edited {round}", 100 + round);
            await ChangeAsync(log, EventKind.Delete, "", 200 + round);
            Assert.That(await FindAsync(log, $"edited {round}"), Is.EqualTo(1));
            Assert.That(await FindAsync(log, "\"number 1999\""), Is.EqualTo(1));
            await log.IndexAllAsync().WaitAsync(ChatPeer.Patience);
            Assert.That(await FindAsync(log, $"edited {round}"), Is.EqualTo(1));
            Assert.That(await FindAsync(log, "\"number 1999\""), Is.EqualTo(1));
            Assert.That(await FindAsync(log, "好"), Is.EqualTo(50));
        }
        Assert.That(Directory.GetFiles(Folder.Path, "*.damaged-*"), Is.Empty);
    }

    private SqliteEventLog Open() => SqliteEventLog.InFolder(Folder, TimeProvider.System, Logged.Logger);

    private static async Task ChangeAsync(SqliteEventLog log, string kind, string text, long target)
    {
        var draft = new Draft(kind, new Sender("ann", "Ann"), null, text) { Target = target };
        var appended = await log.AppendAsync(log.Open("lobby"), [draft]).WaitAsync(ChatPeer.Patience);
        Assert.That(appended.Single().Outcome, Is.EqualTo(AppendOutcome.Added));
    }

    private static async Task<int> FindAsync(SqliteEventLog log, string query)
    {
        Assert.That(SearchQuery.TryParse(query, out var parsed));
        // What isn't in the index is looked for a moment at a time.
        for (var (count, before) = (0, (SearchPlace?)null); ;)
        {
            var request = new SearchRequest(parsed!, [log.Open("lobby")], before, 50, int.MaxValue);
            var page = await log.SearchAsync(request).WaitAsync(ChatPeer.Patience);
            count += page.Found.Count;
            before = page.Next;
            if (before is null || count >= 50) return Math.Min(count, 50);
        }
    }

    private void OverwritePages()
    {
        var pages = new List<long>();
        using (var connection = new SqliteConnection($"Data Source={Folder.DatabasePath};Mode=ReadOnly;Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT rootpage FROM sqlite_schema WHERE name IN ('search_data', 'search_idx')";
            using var row = command.ExecuteReader();
            while (row.Read()) pages.Add(row.GetInt64(0));
        }
        Assert.That(pages, Is.Not.Empty);
        using var file = File.OpenWrite(Folder.DatabasePath);
        foreach (var page in pages)
        {
            file.Position = (page - 1) * 4096;
            file.Write(RandomNumberGenerator.GetBytes(4096));
        }
    }

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Folder.DatabasePath};Pooling=False");
        connection.Open();
        SqliteSchema.Run(connection, sql);
    }
}
