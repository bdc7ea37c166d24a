using ChatServer.Log;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Log;

/// <summary>A test of a log in a data folder of its own.</summary>
public abstract class LogFileTest
{
    private TemporaryFolder _temporary = null!;

    private protected CollectedLog Logged { get; } = new();

    private protected DataFolder Folder { get; private set; } = null!;

    [SetUp]
    public void TakeFolder()
    {
        _temporary = new TemporaryFolder();
        Folder = DataFolder.Take(_temporary.Path);
    }

    [TearDown]
    public void ReleaseFolder()
    {
        Folder.Dispose();
        _temporary.Dispose();
    }
}
