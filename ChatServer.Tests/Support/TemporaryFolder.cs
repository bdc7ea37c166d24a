namespace ChatServer.Tests.Support;

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("chatserver-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
