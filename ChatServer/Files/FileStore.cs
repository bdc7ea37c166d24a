using System.Security.Cryptography;
using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Files;

/// <summary>
/// The content of files, each under its SHA-256, so that what is sent twice is there once. Which message has a file
/// is in the log, and only there. Any thread may call it.
/// </summary>
public sealed class FileStore : IAsyncDisposable
{
    private const string FolderName = "files";

    // What is being uploaded; nothing in it outlasts the server.
    private const string IncomingName = "incoming";

    private readonly string _folder;
    private readonly bool _isTemporary;
    private readonly DiskThread _disk;

    // These belong to the disk's thread.
    private readonly Dictionary<string, int> _holds = [];
    private readonly HashSet<string> _heldSince = []; // the last sweep began
    private long _usedBytes;

    private FileStore(string folder, bool isTemporary, FileLimits limits, ILogger logger)
    {
        _disk = new DiskThread(logger);
        _folder = folder;
        _isTemporary = isTemporary;
        Limits = limits;
    }

    public FileLimits Limits { get; }

    /// <summary>Bytes that all files take, with those under way.</summary>
    public long UsedBytes => Volatile.Read(ref _usedBytes);

    private string Incoming => Path.Combine(_folder, IncomingName);

    /// <summary>The store of a data folder. What was under way when a server ended there is removed.</summary>
    /// <exception cref="LogException">The folder can't be used; the message is one clear line.</exception>
    public static FileStore InFolder(DataFolder folder, FileLimits limits, ILogger logger) =>
        Open(Path.Combine(folder.Path, FolderName), isTemporary: false, limits, logger);

    /// <summary>A store in a temporary folder, which is removed at the end.</summary>
    /// <exception cref="LogException">The folder can't be made.</exception>
    public static FileStore Temporary(FileLimits limits, ILogger logger) =>
        Open(
            Path.Combine(Path.GetTempPath(), $"chatserver-{Guid.NewGuid():N}"), isTemporary: true, limits, logger);

    /// <summary>Begins to take a file.</summary>
    /// <exception cref="FileException">The disk can't.</exception>
    public Task<Upload> BeginAsync() => _disk.RunAsync(() => new Upload(
        this, _disk, new FileStream(
            Path.Combine(Incoming, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.Write,
            FileShare.None, bufferSize: 0)));

    /// <summary>Whether a file is there.</summary>
    /// <param name="sha256">As in <see cref="Attachment.Sha256"/>.</param>
    /// <exception cref="FileException">The disk can't tell.</exception>
    public Task<bool> ExistsAsync(string sha256) => _disk.RunAsync(() => File.Exists(PathOf(sha256)));

    /// <summary>Opens a file to be read.</summary>
    /// <param name="sha256">As in <see cref="Attachment.Sha256"/>.</param>
    /// <exception cref="FileException">It isn't there, or the disk can't.</exception>
    public Task<FileReader> OpenAsync(string sha256) => _disk.RunAsync(() => new FileReader(
        _disk, new FileStream(
            PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0)));

    /// <summary>Removes the files that nobody refers to or holds. One at a time.</summary>
    /// <param name="referenced">Says which somebody refers to, at a moment after it is asked.</param>
    /// <returns>How many it removed.</returns>
    /// <exception cref="FileException">The disk can't.</exception>
    public async Task<int> SweepAsync(Func<Task<IReadOnlySet<string>>> referenced)
    {
        var unheld = await _disk.RunAsync(Unheld).ConfigureAwait(false);
        if (unheld.Count == 0) return 0;
        // Who has held one of them since may have given it to a message just after the answer.
        var needed = await referenced().ConfigureAwait(false);
        return await _disk.RunAsync(() => unheld.Count(
            sha256 => !needed.Contains(sha256) && !_heldSince.Contains(sha256) && TryRemove(sha256)))
            .ConfigureAwait(false);
    }

    /// <summary>Finishes what is under way, on a thread that may wait for the disk.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Close));

    /// <summary>Counts bytes that are to be written. On the disk's thread.</summary>
    internal void Reserve(long bytes)
    {
        if (_usedBytes + bytes > Limits.StorageBytes)
        {
            throw new FileException(
                ErrorCode.StorageFull, "the server has no room for more files (--max-storage)");
        }
        Volatile.Write(ref _usedBytes, _usedBytes + bytes);
    }

    /// <summary>Undoes a <see cref="Reserve"/>. On the disk's thread.</summary>
    internal void Free(long bytes) => Volatile.Write(ref _usedBytes, _usedBytes - bytes);

    /// <summary>Takes a whole file over, and holds it. On the disk's thread.</summary>
    internal HeldFile Keep(string incoming, string sha256, long bytes)
    {
        var path = PathOf(sha256);
        if (File.Exists(path))
        {
            File.Delete(incoming);
            Free(bytes);
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(incoming, path);
        }
        _holds[sha256] = _holds.GetValueOrDefault(sha256) + 1;
        _heldSince.Add(sha256);
        return new HeldFile(sha256, bytes, () => _disk.Post(() => Release(sha256)));
    }

    private static FileStore Open(string folder, bool isTemporary, FileLimits limits, ILogger logger)
    {
        var store = new FileStore(folder, isTemporary, limits, logger);
        try
        {
            if (Directory.Exists(store.Incoming)) Directory.Delete(store.Incoming, recursive: true);
            Directory.CreateDirectory(store.Incoming);
            store._usedBytes = store.Paths().Sum(path => new FileInfo(path).Length);
            return store;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            store._disk.Dispose();
            throw new LogException($"The folder {folder} can't be used: {e.Message}", e);
        }
    }

    private void Close()
    {
        _disk.Dispose();
        if (!_isTemporary) return;
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // Somebody still reads there; the system tidies it up some day.
        }
    }

    private void Release(string sha256)
    {
        if (--_holds[sha256] == 0) _holds.Remove(sha256);
    }

    private List<string> Unheld()
    {
        _heldSince.Clear();
        return [.. Paths().Select(path => Path.GetFileName(path)).Where(sha256 => !_holds.ContainsKey(sha256))];
    }

    private bool TryRemove(string sha256)
    {
        var file = new FileInfo(PathOf(sha256));
        if (!file.Exists) return false;
        var bytes = file.Length;
        file.Delete();
        Free(bytes);
        return true;
    }

    // Two levels, so that no folder has too many entries to be listed by hand.
    private string PathOf(string sha256) => Path.Combine(_folder, sha256[..2], sha256);

    private IEnumerable<string> Paths() => Directory.EnumerateDirectories(_folder)
        .Where(folder => Path.GetFileName(folder) != IncomingName).SelectMany(Directory.EnumerateFiles)
        .Where(path => Path.GetFileName(path).Length == 2 * SHA256.HashSizeInBytes);
}
