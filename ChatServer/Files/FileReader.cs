namespace ChatServer.Files;

/// <summary>A file that is read piece by piece. Belongs to one at a time.</summary>
public sealed class FileReader : IAsyncDisposable
{
    private readonly DiskThread _disk;
    private readonly FileStream _file;

    internal FileReader(DiskThread disk, FileStream file)
    {
        _disk = disk;
        _file = file;
        Bytes = file.Length;
    }

    /// <summary>Its length.</summary>
    public long Bytes { get; }

    /// <returns>The length of the next piece; 0 at the end.</returns>
    /// <exception cref="FileException">The disk can't.</exception>
    public Task<int> ReadAsync(Memory<byte> buffer) => _disk.RunAsync(() => _file.Read(buffer.Span));

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _disk.RunAsync(Close).ConfigureAwait(false);
        }
        catch (FileException)
        {
            _file.Dispose();
        }
    }

    private bool Close()
    {
        _file.Dispose();
        return true;
    }
}
