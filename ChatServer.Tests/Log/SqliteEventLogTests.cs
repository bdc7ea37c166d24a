using ChatServer.Log;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Log;

/// <summary>The contract, for the log in memory.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteEventLogInMemoryTests : EventLogContract
{
    private readonly CollectedLog _log = new();

    protected override IEventLog OpenNew() => SqliteEventLog.InMemory(Time, _log.Logger);

    private protected override Task IndexAsync() => ((SqliteEventLog)EventLog).IndexAllAsync();

    [TearDown]
    public void Nothing_went_wrong() => Assert.That(_log.Errors, Is.Empty);
}

/// <summary>The contract, for the log in a folder.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteEventLogInFolderTests : LastingEventLogContract
{
    private readonly CollectedLog _log = new();
    private TemporaryFolder _temporary = null!;
    private DataFolder _folder = null!;

    protected override IEventLog OpenNew()
    {
        _temporary = new TemporaryFolder();
        _folder = DataFolder.Take(_temporary.Path);
        return Reopen();
    }

    private protected override Task IndexAsync() => ((SqliteEventLog)EventLog).IndexAllAsync();

    protected override IEventLog Reopen() => SqliteEventLog.InFolder(_folder, Time, _log.Logger);

    [TearDown]
    public async Task Nothing_went_wrong()
    {
        await EventLog.DisposeAsync();
        _folder.Dispose();
        _temporary.Dispose();
        Assert.That(_log.Errors, Is.Empty);
    }
}
