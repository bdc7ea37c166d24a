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

    private readonly SqliteConnection _connection;
    private readonly Statement _messages, _insert, _delete, _setIndexed;

    public SearchIndex(SqliteConnection connection)
    {
        _connection = connection;
        _messages = new Statement(
            connection,
            $"SELECT key, text, detail FROM events WHERE {SqliteSchema.IsFound} AND key BETWEEN $first AND $last "
            + "ORDER BY key LIMIT $limit");
        _insert = new Statement(connection, "INSERT INTO search (rowid, grams) VALUES ($key, $grams)");
        // An index without the texts has to be told what was in it.
        _delete = new Statement(
            connection, "INSERT INTO search (search, rowid, grams) VALUES ('delete', $key, $grams)");
        _setIndexed = new Statement(connection, "UPDATE streams SET indexed = $seq WHERE id = $stream");
    }

    /// <summary>Takes messages out, before they change or go.</summary>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public void Remove(long indexed, long first, long last)
    {
        // What isn't in it yet needn't be taken out.
        last = Math.Min(last, (first & ~SqliteSchema.MaxSeq) + indexed);
        if (first <= last) Run(_delete, first, last, limit: -1);
    }

    /// <summary>Takes a message in again that has changed.</summary>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public void Add(long indexed, long key)
    {
        if (SqliteSchema.Seq(key) <= indexed) Run(_insert, key, key, limit: -1);
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
        var (count, newest) = Run(_insert, first, last, limit);
        var now = count == limit ? SqliteSchema.Seq(newest) : head;
        // Where nobody says anything, the mark needn't be written again and again.
        if (count > 0 || now - indexed > ManyEvents) _setIndexed.Run(now, streamRow);
        return now;
    }

    /// <summary>Begins a new index, with nothing in it.</summary>
    public void Clear()
    {
        try
        {
            SqliteSchema.Run(_connection, "DROP TABLE search");
        }
        catch (SqliteException)
        {
            // So damaged that SQLite can't read it: its pages stay unused, and its name is free.
            SqliteSchema.Run(
                _connection,
                """
                PRAGMA writable_schema = ON;
                DELETE FROM sqlite_schema WHERE name = 'search' OR name LIKE 'search\_%' ESCAPE '\';
                PRAGMA writable_schema = RESET
                """);
        }
        SqliteSchema.Run(_connection, $"{SqliteSchema.Search}; UPDATE streams SET indexed = 0");
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
        foreach (var statement in new[] { _messages, _insert, _delete, _setIndexed }) statement.Dispose();
    }

    /// <returns>How many messages, and which was the last.</returns>
    private (int Count, long Last) Run(Statement change, long first, long last, int limit)
    {
        var messages = new List<(long Key, string Grams)>();
        using (var row = _messages.Query(first, last, limit))
        {
            while (row.Read())
            {
                var detail = row.IsDBNull(2) ? null : row.GetString(2);
                messages.Add((row.GetInt64(0), GramsOf(row.GetString(1), detail)));
            }
        }
        try
        {
            foreach (var (key, grams) in messages) change.Run(key, grams);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
        {
            throw new DamagedIndexException(e);
        }
        return (messages.Count, messages.Count == 0 ? 0 : messages[^1].Key);
    }
}

/// <summary>The index of the search is damaged, which can be made anew; the log isn't.</summary>
internal sealed class DamagedIndexException(Exception inner)
    : Exception("The index of the search is damaged", inner);
