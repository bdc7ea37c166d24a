using ChatServer.Log;
using Microsoft.Data.Sqlite;

namespace ChatServer.Tests.Log;

/// <summary>A file that isn't this version's to touch is refused with a line that says what to do, and stays as it was.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ForeignFileTests : LogFileTest
{
    [Test]
    public async Task A_log_of_a_newer_version()
    {
        await SqliteEventLog.InFolder(Folder, TimeProvider.System, Logged.Logger).DisposeAsync();
        Write($"PRAGMA user_version = {SqliteSchema.Newest + 1}");
        AssertRefused("newer ChatServer");
    }

    [TestCase("CREATE TABLE other (id INTEGER)", TestName = "A_database_of_another_program: no number of its own")]
    [TestCase("PRAGMA application_id = 7", TestName = "A_database_of_another_program: its own number, and no table")]
    [TestCase("PRAGMA user_version = 1", TestName = "A_database_of_another_program: a version, and no table")]
    [TestCase("PRAGMA journal_mode = WAL; CREATE TABLE other (id INTEGER)", TestName = "A_database_of_another_program: in WAL mode")]
    public void A_database_of_another_program(string sql)
    {
        Write(sql);
        AssertRefused("another program");
    }

    private void AssertRefused(string why)
    {
        var before = File.ReadAllBytes(Folder.DatabasePath);
        var refusal = Assert.Throws<LogException>(() => SqliteEventLog.InFolder(Folder, TimeProvider.System, Logged.Logger));
        Assert.That(refusal.Message,
            Does.Contain(Folder.DatabasePath).And.Contain(why).And.Contain("--data").And.Contain("nothing was changed").And.Not.Contain("\n"));
        Assert.That(File.ReadAllBytes(Folder.DatabasePath), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(Folder.Path, "*.damaged-*"), Is.Empty);
        Assert.That(Logged.Errors, Is.Empty);
    }

    private void Write(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Folder.DatabasePath};Pooling=False");
        connection.Open();
        SqliteSchema.Run(connection, sql);
    }
}
