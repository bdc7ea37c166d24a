namespace ChatServer.Files;

/// <summary>A file that is whole and on the disk; it isn't removed until this is disposed.</summary>
/// <param name="sha256">SHA-256 of the content, as hexadecimal digits in lower case.</param>
/// <param name="bytes">Its length.</param>
/// <param name="release">Lets it go.</param>
public sealed class HeldFile(string sha256, long bytes, Action release) : IDisposable
{
    private Action? _release = release;

    public string Sha256 => sha256;

    public long Bytes => bytes;

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
