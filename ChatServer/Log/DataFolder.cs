namespace ChatServer.Log;

/// <summary>
/// The folder that holds the log. It belongs to one process at a time: a lock on <c>lock</c> is held until
/// disposal, and falls with the process however that ends.
/// </summary>
public sealed class DataFolder : IDisposable
{
    private const string DatabaseName = "chat.db";
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    public string Path { get; }

    /// <summary>The folder of the files that messages have.</summary>
    public string FilesPath => System.IO.Path.Combine(Path, "files");

    public string DatabasePath => System.IO.Path.Combine(Path, DatabaseName);

    /// <summary>Makes the folder if it is missing, and takes it.</summary>
    /// <exception cref="LogException">It cannot be made, or another process has it.</exception>
    public static DataFolder Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Make(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogException($"The data folder {path} can't be made: {e.Message}", e);
        }
        try
        {
            var lockPath = System.IO.Path.Combine(path, "lock");
            return new DataFolder(
                path, new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new LogException($"The data folder {path} can't be written to: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new LogException(
                $"The data folder {path} is in use by another ChatServer: stop it, "
                + "or give another folder with --data.",
                e);
        }
    }

    /// <summary>
    /// Renames the database and what belongs to it, so that nothing writes there again; the files that only
    /// it knows as well, which a new one would take for nobody's.
    /// </summary>
    /// <returns>The new path of the database.</returns>
    public string KeepDatabaseAside(DateTimeOffset now)
    {
        var aside = $"{DatabasePath}.damaged-{now:yyyyMMdd-HHmmss-fff}";
        foreach (var suffix in new[] { "", "-wal", "-shm" })
        {
            if (File.Exists(DatabasePath + suffix)) File.Move(DatabasePath + suffix, aside + suffix);
        }
        if (Directory.Exists(FilesPath))
            Directory.Move(FilesPath, $"{FilesPath}.damaged-{now:yyyyMMdd-HHmmss-fff}");
        return aside;
    }

    public void Dispose() => _lock.Dispose();

    // What people say is nobody else's on the machine. A folder that is there already is as its owner wants
    // it.
    private static void Make(string path)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, owner);
    }
}
