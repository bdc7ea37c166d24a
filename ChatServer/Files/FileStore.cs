using System.Security.Cryptography;
using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Files;

/// <summary>
/// The content of files, each under its SHA-256, so that what is sent twice is there once. Which message has
/// a file is in the log, and only there. Any thread may call it.
/// </summary>
public sealed class FileStore : IAsyncDisposable
{
    // What is being uploaded; nothing in it outlasts the server.
    private const string IncomingName = "incoming";

    private readonly string _folder;
    private readonly bool _isTemporary;
    private readonly ILogger _logger;
    private readonly DiskThread _disk;

    // These belong to the disk's thread.
    private readonly Dictionary<string, int> _holds = [];
    private readonly HashSet<string> _heldSince = []; // the last sweep began
    private readonly HashSet<string> _new = []; // and of no message yet
    private long _usedBytes;

    private FileStore(string folder, bool isTemporary, FileLimits limits, ILogger logger)
    {
        _logger = logger;
        _disk = new DiskThread(logger);
        _folder = folder;
        _isTemporary = isTemporary;
        Limits = limits;
    }

    public FileLimits Limits { get; }

    /// <summary>Where they are.</summary>
    public string Folder => _folder;

    /// <summary>Bytes that all files take, with those under way.</summary>
    public long UsedBytes => Volatile.Read(ref _usedBytes);

    private string Incoming => Path.Combine(_folder, IncomingName);

    /// <summary>
    /// The store of a data folder. What was under way when a server ended there is removed.
    /// </summary>
    /// <exception cref="LogException">The folder can't be used; the message is one clear line.</exception>
    public static FileStore InFolder(DataFolder folder, FileLimits limits, ILogger logger) =>
        Open(folder.FilesPath, isTemporary: false, limits, logger);

    /// <summary>A store in a temporary folder, which is removed at the end.</summary>
    /// <exception cref="LogException">The folder can't be made.</exception>
    public static FileStore Temporary(FileLimits limits, ILogger logger) =>
        Open(
            Directory.CreateTempSubdirectory("chatserver-files-").FullName, isTemporary: true,
            limits, logger);

    /// <summary>Begins to take a file.</summary>
    /// <exception cref="FileException">There is no room for any, or the disk can't.</exception>
    public Task<Upload> BeginAsync() => _disk.RunAsync(() =>
    {
        if (_usedBytes >= Limits.StorageBytes) throw Full();
        var path = Path.Combine(Incoming, Guid.NewGuid().ToString("N"));
        return new Upload(
            this, _disk, new FileStream(
                path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
    });

    /// <summary>Opens a file to be read; <c>null</c> if it isn't there.</summary>
    /// <param name="sha256">As in <see cref="Attachment.Sha256"/>.</param>
    /// <exception cref="FileException">The disk can't.</exception>
    public Task<FileReader?> OpenAsync(string sha256) => _disk.RunAsync(() =>
    {
        try
        {
            return new FileReader(
                _disk, new FileStream(
                    PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete,
                    bufferSize: 0));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    });

    /// <summary>Removes the files that nobody refers to or holds. One at a time.</summary>
    /// <param name="referenced">Says which somebody refers to, at a moment after it is asked.</param>
    /// <param name="isSpared">Which stay all the same.</param>
    /// <returns>How many it removed.</returns>
    /// <exception cref="FileException">The disk can't say what there is.</exception>
    public async Task<int> SweepAsync(Func<Task<IReadOnlySet<string>>> referenced, Predicate<string> isSpared)
    {
        var unheld = await _disk.RunAsync(Unheld).ConfigureAwait(false);
        if (unheld.Count == 0) return 0;
        var needed = await referenced().ConfigureAwait(false);
        var removed = 0;
        foreach (var sha256 in unheld)
        {
            if (needed.Contains(sha256) || isSpared(sha256)) continue;
            // Each by itself: others have work on the disk, too, and one that stays keeps no other.
            if (await _disk.RunAsync(() => TryRemove(sha256)).ConfigureAwait(false)) removed++;
        }
        return removed;
    }

    /// <summary>Finishes what is under way, on a thread that may wait for the disk.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Close));

    /// <summary>Counts bytes that are to be written. On the disk's thread.</summary>
    internal void Reserve(long bytes)
    {
        if (_usedBytes + bytes > Limits.StorageBytes) throw Full();
        Volatile.Write(ref _usedBytes, _usedBytes + bytes);
    }

    /// <summary>Undoes a <see cref="Reserve"/>. On the disk's thread.</summary>
    internal void Free(long bytes) => Volatile.Write(ref _usedBytes, _usedBytes - bytes);

    /// <summary>Takes a whole file over, and holds it. On the disk's thread.</summary>
    internal HeldFile Keep(string incoming, string sha256, long bytes, Picture? picture)
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
            // Of a file that was renamed, this brings the new name to the disk as well.
            using (var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Write))
                RandomAccess.FlushToDisk(handle);
            _new.Add(sha256);
        }
        _holds[sha256] = _holds.GetValueOrDefault(sha256) + 1;
        _heldSince.Add(sha256);
        return new HeldFile(sha256, bytes, picture, isUsed => _disk.Post(() => Release(sha256, isUsed)));
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody still reads there; the system tidies it up some day.
        }
    }

    private static FileException Full() =>
        new(ErrorCode.StorageFull, "the server has no room for more files (--max-storage)");

    // What no message has got, and was nobody's before, goes at once: it was refused.
    private void Release(string sha256, bool isUsed)
    {
        if (isUsed) _new.Remove(sha256);
        if (--_holds[sha256] > 0) return;
        _holds.Remove(sha256);
        if (_new.Remove(sha256)) TryDelete(sha256);
    }

    private List<string> Unheld()
    {
        _heldSince.Clear();
        return [.. Paths().Select(path => Path.GetFileName(path))
            .Where(sha256 => !_holds.ContainsKey(sha256))];
    }

    // Who has held it since the sweep began may have given it to a message just after the log's answer.
    private bool TryRemove(string sha256) =>
        !_holds.ContainsKey(sha256) && !_heldSince.Contains(sha256) && TryDelete(sha256);

    private bool TryDelete(string sha256)
    {
        try
        {
            var file = new FileInfo(PathOf(sha256));
            if (!file.Exists) return false;
            var bytes = file.Length;
            file.Delete();
            Free(bytes);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.Warning("The file {File} could not be removed: {Error}", sha256, e.Message);
            return false;
        }
    }

    // Two levels, so that no folder has too many entries to be listed by hand.
    private string PathOf(string sha256) => Path.Combine(_folder, sha256[..2], sha256);

    private IEnumerable<string> Paths() => Directory.EnumerateDirectories(_folder, "??")
        .Where(folder => Path.GetFileName(folder).All(char.IsAsciiHexDigitLower))
        .SelectMany(Directory.EnumerateFiles)
        .Where(path => Path.GetFileName(path).Length == 2 * SHA256.HashSizeInBytes);
}
