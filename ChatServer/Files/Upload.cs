using System.Security.Cryptography;
using ChatServer.Protocol;

namespace ChatServer.Files;

/// <summary>
/// A file on its way to the disk; what isn't completed leaves nothing behind. Belongs to one at a time.
/// </summary>
public sealed class Upload : IAsyncDisposable
{
    private readonly FileStore _store;
    private readonly DiskThread _disk;
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _bytes;
    private bool _isOver;

    internal Upload(FileStore store, DiskThread disk, FileStream file)
    {
        _store = store;
        _disk = disk;
        _file = file;
    }

    /// <summary>Appends a piece; it may be changed again when that is done.</summary>
    /// <exception cref="FileException">It makes the file too long, or there is no room for it.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> piece) => _disk.RunAsync(() =>
    {
        if (_bytes + piece.Length > _store.Limits.FileBytes)
        {
            throw new FileException(
                ErrorCode.TooLong, $"a file may have {_store.Limits.FileBytes} bytes (--max-upload)");
        }
        _store.Reserve(piece.Length);
        _bytes += piece.Length;
        Write(piece.Span);
        _hash.AppendData(piece.Span);
        return true;
    });

    /// <summary>The end of the file: it is safe on the disk then.</summary>
    /// <exception cref="FileException">The disk can't.</exception>
    public Task<HeldFile> CompleteAsync() => _disk.RunAsync(() =>
    {
        _file.Flush(flushToDisk: true);
        var picture = PictureHead.Read(_file);
        _file.Dispose();
        var sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        var kept = _store.Keep(_file.Name, sha256, _bytes, picture);
        _isOver = true;
        return kept;
    });

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _disk.RunAsync(Discard).ConfigureAwait(false);
        }
        catch (FileException)
        {
            // Then it is removed when the store is opened next.
        }
    }

    private void Write(ReadOnlySpan<byte> piece)
    {
        try
        {
            _file.Write(piece);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // What the platform makes of EFBIG: the file system, or ulimit -f, allows no longer file.
            throw new IOException("The file can't grow any more.", e);
        }
    }

    private bool Discard()
    {
        _hash.Dispose();
        if (_isOver) return true;
        _store.Free(_bytes);
        _isOver = true;
        _file.Dispose();
        File.Delete(_file.Name);
        return true;
    }
}
