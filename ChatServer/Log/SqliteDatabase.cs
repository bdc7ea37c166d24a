using Microsoft.Data.Sqlite;
using Serilog;

namespace ChatServer.Log;

/// <summary>
/// The database file, opened with one connection to write and one to read, or a database in memory, where
/// both are the same. Whoever uses a connection locks it: with a file, nobody ever waits there.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>
    /// Up to this size, every page of the file is checked at start; 256 MiB take well under a second.
    /// </summary>
    private const long CheckedBytes = 256L << 20;

    private readonly DataFolder? _folder;

    private SqliteDatabase(DataFolder? folder)
    {
        _folder = folder;
        Path = folder?.DatabasePath ?? ":memory:";
        Writer = Open(Path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            SqliteSchema.Migrate(Writer, Path);
            // FULL: a commit is on the disk when it returns, so that what was shown survives a power cut as
            // well. No automatic checkpoints: the checkpointer does them, so that no commit waits for one.
            // Secure: what is deleted is overwritten with zeros.
            SqliteSchema.Run(
                Writer,
                """
                PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;
                PRAGMA secure_delete = ON
                """);
            Reader = folder is null ? Writer : Open(Path, SqliteOpenMode.ReadOnly);
            Searcher = folder is null ? Writer : Open(Path, SqliteOpenMode.ReadOnly);
        }
        catch
        {
            Writer.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public SqliteConnection Writer { get; }

    public SqliteConnection Reader { get; }

    /// <summary>Another to read with, so that nobody waits for who searches.</summary>
    public SqliteConnection Searcher { get; }

    /// <summary>Whether the index of the search is to be made anew; the log itself is well.</summary>
    public bool IsSearchDamaged { get; private init; }

    /// <summary>True if it ends with the process.</summary>
    public bool IsInMemory => _folder is null;

    public static SqliteDatabase InMemory() => new(folder: null);

    /// <summary>
    /// Opens the log of a folder. A damaged file is renamed, reported, and a new one begun.
    /// </summary>
    /// <exception cref="LogException">The file is from a newer version, not a log, or can't be
    /// opened.</exception>
    public static SqliteDatabase InFolder(DataFolder folder, TimeProvider time, ILogger logger)
    {
        try
        {
            if (FindDamage(folder.DatabasePath, out var isSearchDamaged) is { } damage)
            {
                var aside = folder.KeepDatabaseAside(time.GetUtcNow());
                logger.Error(
                    "The log {Path} is damaged ({Damage}). It is kept untouched as {Aside}, "
                    + "and a new one begins",
                    folder.DatabasePath, damage, aside);
            }
            return new SqliteDatabase(folder) { IsSearchDamaged = isSearchDamaged };
        }
        catch (SqliteException e)
        {
            throw new LogException($"The log {folder.DatabasePath} can't be opened: {e.Message}", e);
        }
    }

    /// <summary>A further connection to the same file.</summary>
    public SqliteConnection Connect() => Open(Path, SqliteOpenMode.ReadWrite);

    public void Dispose()
    {
        if (!IsInMemory)
        {
            Searcher.Dispose();
            Reader.Dispose();
        }
        Writer.Dispose();
    }

    private static string? FindDamage(string path, out bool isSearchDamaged)
    {
        isSearchDamaged = false;
        // SQLite takes an empty file for a new database, and deletes the write-ahead log beside it.
        if (LengthOf(path) == 0)
            return LengthOf(path + "-wal") == 0 ? null : "it is empty, but its write-ahead log is not";
        try
        {
            // Read-only: closing such a connection can't checkpoint, so a damaged file stays as it was.
            using var connection = Open(path, SqliteOpenMode.ReadOnly);
            SqliteSchema.Check(connection, path);
            if (new FileInfo(path).Length > CheckedBytes) return null;
            if (SqliteSchema.LogTables(connection).Select(table => Check(connection, table))
                .FirstOrDefault(problem => problem is not null) is { } damage)
            {
                return damage;
            }
            isSearchDamaged = IsSearchDamagedIn(connection);
            return null;
        }
        catch (SqliteException e)
            when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            return e.Message;
        }
    }

    private static string? Check(SqliteConnection connection, string table)
    {
        using var check = connection.CreateCommand();
        check.CommandText = $"PRAGMA quick_check('{table}')";
        return check.ExecuteScalar() is string problem and not "ok" ? problem : null;
    }

    // The tables of the log are well: what is left is the index, of which SQLite may not even read enough to
    // check it.
    private static bool IsSearchDamagedIn(SqliteConnection connection)
    {
        try
        {
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA quick_check";
            var problems = new List<string>();
            using var row = check.ExecuteReader();
            while (row.Read()) problems.AddRange(row.GetString(0).Split('\n'));
            // Pages that are never used may be those of an index that was abandoned.
            return problems.Exists(
                problem => problem != "ok" && !problem.StartsWith("***", StringComparison.Ordinal)
                    && !problem.Contains("never used", StringComparison.Ordinal));
        }
        catch (SqliteException)
        {
            return true;
        }
    }

    private static long LengthOf(string path) =>
        new FileInfo(path) is { Exists: true, Length: var length } ? length : 0;

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = path == ":memory:" ? SqliteOpenMode.Memory : mode,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            // How long a connection waits for another's lock; only a checkpoint that truncates ever makes one
            // wait.
            SqliteSchema.Run(connection, "PRAGMA busy_timeout = 10000");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
