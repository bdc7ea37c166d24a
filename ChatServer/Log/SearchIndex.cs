using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// The full-text index of messages, in the transaction that is open: what changes or goes is taken out of it
/// there and then. New messages come in later (<see cref="Fill"/>), each stream from its beginning on, and
/// until then are found by reading them. Belongs to the writer's thread.
/// </summary>
internal sealed class SearchIndex : IDisposable
{
    /// <summary>Events without a message among them, after which it is noted that there is none.</summary>
    private const int ManyEvents = 1_000;

    /// <summary>Texts that are taken in or out at once, in UTF-16 units; one message in any case.</summary>
    private const int MostUnits = 16 * 1024;

    /// <summary>Pages of the index (4 KiB each) that are written anew at once: a few milliseconds.</summary>
    private const int PagesOfPart = 64;

    private readonly SqliteConnection _connection;
    private readonly Statement _messages, _insert, _delete, _setIndexed, _merge, _setSecure, _isSecure;
    private bool _isCleaning;

    public SearchIndex(SqliteConnection connection)
    {
        _connection = connection;
        _messages = new Statement(
            connection,
            $"""
            SELECT key, text, detail FROM events
            WHERE {SqliteSchema.IsFound} AND key BETWEEN $first AND $last
            ORDER BY key LIMIT $limit
            """);
        _insert = new Statement(connection, "INSERT INTO search (rowid, grams) VALUES ($key, $grams)");
        // An index without the texts has to be told what was in it.
        _delete = new Statement(
            connection, "INSERT INTO search (search, rowid, grams) VALUES ('delete', $key, $grams)");
        _merge = new Statement(connection, "INSERT INTO search (search, rank) VALUES ('merge', $pages)");
        _setSecure = new Statement(
            connection, "INSERT INTO search (search, rank) VALUES ('secure-delete', $on)");
        _isSecure = new Statement(connection, "SELECT v FROM search_config WHERE k = 'secure-delete'");
        _setIndexed = new Statement(connection, "UPDATE streams SET indexed = $seq WHERE id = $stream");
        try
        {
            IsUnclean = _isSecure.Ask() is not 1L;
        }
        catch (SqliteException)
        {
            IsUnclean = true; // cleaning it finds the damage
        }
    }

    /// <summary>Takes a message out, before it goes.</summary>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public void Remove(long indexed, long key)
    {
        if (SqliteSchema.Seq(key) <= indexed) Run(_delete, key, key, limit: 1);
    }

    /// <summary>
    /// Takes many messages out, before they go. What tells of them stays on the disk until <see
    /// cref="Clean"/> is done: to overwrite each at once takes a hundred times as long.
    /// </summary>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public void RemoveAll(long indexed, long first, long last)
    {
        last = Math.Min(last, (first & ~SqliteSchema.MaxSeq) + indexed);
        if (first > last) return;
        SetSecure(false);
        IsUnclean = true;
        Run(_delete, first, last, limit: -1);
    }

    /// <summary>Changes a message.</summary>
    /// <param name="indexed">Up to where its stream has been taken in.</param>
    /// <param name="key">The message.</param>
    /// <param name="change">Changes it.</param>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public void Change(long indexed, long key, Action change)
    {
        // All of it out and in again: runs that stay and runs that go may begin alike, and what begins so is
        // kept once a message.
        Remove(indexed, key);
        change();
        if (SqliteSchema.Seq(key) <= indexed) Run(_insert, key, key, limit: 1);
    }

    /// <summary>
    /// Whether something of what was removed is still on the disk, or the index can't say.
    /// </summary>
    public bool IsUnclean { get; set; }

    /// <summary>Goes on with writing the index anew, without what was removed from it.</summary>
    /// <returns>Whether that is done.</returns>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public bool Clean()
    {
        var before = SQLitePCL.raw.sqlite3_total_changes(_connection.Handle);
        // The first part has all of the index written into one (sqlite.org/fts5.html#the_merge_command).
        Try(() => _merge.Run(_isCleaning ? PagesOfPart : -PagesOfPart));
        _isCleaning = SQLitePCL.raw.sqlite3_total_changes(_connection.Handle) - before >= 2;
        if (!_isCleaning) SetSecure(true);
        return !_isCleaning;
    }

    /// <summary>Takes in the next messages of a stream.</summary>
    /// <param name="streamRow">The stream.</param>
    /// <param name="indexed">Up to where it has been taken in.</param>
    /// <param name="head">Its newest event.</param>
    /// <param name="limit">How many messages at most.</param>
    /// <returns>Up to where it has been taken in now.</returns>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public long Fill(long streamRow, long indexed, long head, int limit)
    {
        var (first, last) = (SqliteSchema.Key(streamRow, indexed + 1), SqliteSchema.Key(streamRow, head));
        var (count, newest) = Run(_insert, first, last, limit, MostUnits);
        var now = newest > 0 ? SqliteSchema.Seq(newest) : head;
        // Where nobody says anything, the mark needn't be written again and again.
        if (count > 0 || now - indexed > ManyEvents) _setIndexed.Run(now, streamRow);
        return now;
    }

    /// <summary>Begins a new index, with nothing in it.</summary>
    /// <exception cref="SqliteException">The old one is so damaged that SQLite can't remove it.</exception>
    public void Clear()
    {
        SqliteSchema.Run(_connection, "DROP TABLE search");
        Create();
    }

    /// <summary>
    /// The same where that can't be done, in another transaction: the pages of the old one stay unused.
    /// </summary>
    public void Abandon()
    {
        SqliteSchema.Run(
            _connection,
            """
            PRAGMA writable_schema = ON;
            DELETE FROM sqlite_schema WHERE name = 'search' OR name LIKE 'search\_%' ESCAPE '\';
            PRAGMA writable_schema = RESET
            """);
        Create();
    }

    /// <summary>What is searched of a message: its text, and the names of its files.</summary>
    public static string GramsOf(string text, string? detail)
    {
        var files = detail is null ? null : EventDetail.Read(detail).Files;
        return SearchGrams.Of(SearchText.Fold(
            files is null ? text : string.Join(' ', files.Select(file => file.Name).Prepend(text))));
    }

    public void Dispose()
    {
        foreach (var statement in new[]
            {
                _messages, _insert, _delete, _setIndexed, _merge, _setSecure, _isSecure,
            })
        {
            statement.Dispose();
        }
    }

    private void Create() =>
        SqliteSchema.Run(_connection, $"{SqliteSchema.Search}; UPDATE streams SET indexed = 0");

    private static string GramsOf(SqliteDataReader message) =>
        GramsOf(message.GetString(1), message.IsDBNull(2) ? null : message.GetString(2));

    /// <returns>How many messages, and which was the last if there may be more; else 0.</returns>
    private (int Count, long Last) Run(
        Statement change, long first, long last, int limit, int mostUnits = int.MaxValue)
    {
        var messages = new List<(long Key, string Grams)>();
        var units = 0L;
        using (var row = _messages.Query(first, last, limit))
        {
            while (units < mostUnits && row.Read())
            {
                messages.Add((row.GetInt64(0), GramsOf(row)));
                units += row.GetString(1).Length;
            }
        }
        foreach (var (key, grams) in messages) Try(() => change.Run(key, grams));
        var isAll = messages.Count < limit && units < mostUnits;
        return (messages.Count, isAll || messages.Count == 0 ? 0 : messages[^1].Key);
    }

    private void SetSecure(bool on) => Try(() => _setSecure.Run(on ? 1 : 0));

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
        {
            throw new DamagedIndexException(e);
        }
    }
}

/// <summary>The index of the search is damaged, which can be made anew; the log isn't.</summary>
internal sealed class DamagedIndexException(Exception inner)
    : Exception("The index of the search is damaged", inner);
