namespace ChatServer.Files;

/// <summary>A file that is whole and on the disk; it isn't removed until this is disposed.</summary>
/// <param name="sha256">SHA-256 of the content, as hexadecimal digits in lower case.</param>
/// <param name="bytes">Its length.</param>
/// <param name="picture">What it shows, if browsers draw it.</param>
/// <param name="release">Lets it go, and says whether a message has it.</param>
public sealed class HeldFile(string sha256, long bytes, Picture? picture, Action<bool> release) : IDisposable
{
    private Action<bool>? _release = release;

    public string Sha256 => sha256;

    public long Bytes => bytes;

    public Picture? Picture => picture;

    /// <summary>Whether a message has it now. What none has is removed, if it wasn't there before.</summary>
    public bool IsUsed { get; set; }

    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke(IsUsed);
}
