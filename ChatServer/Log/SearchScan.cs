using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// Goes through what one stream may have of a query, the newest first: what isn't in the index yet, and then
/// what the index names. Opened by the first move.
/// </summary>
internal sealed class SearchScan(
    SqliteConnection connection, LogStream stream, SearchQuery query, long indexed, SearchPlace place)
    : IDisposable
{
    /// <summary>Messages that are looked at in one turn, if none of them has it.</summary>
    private const int MessagesOfTurn = 256;

    private readonly long _newest = place.Seq;
    private SqliteCommand? _command;
    private SqliteDataReader? _row;
    private bool _isOfIndex;

    public LogStream Stream => stream;

    /// <summary>The last message that was looked at; before the first move, where it begins.</summary>
    public SearchPlace Place { get; private set; } = place;

    /// <summary>Where that message has it; <c>null</c> if it doesn't.</summary>
    public IReadOnlyList<TextRange>? Found { get; private set; }

    /// <summary>Goes on to the next message that has it, or for a turn; one message in any case.</summary>
    /// <param name="isLate">Whether the turn is to end.</param>
    /// <returns>False at the end.</returns>
    public bool MoveNext(Func<bool> isLate)
    {
        Found = null;
        if (_row is null) OpenUnindexed();
        for (var looked = 0; looked < MessagesOfTurn && Found is null; looked++)
        {
            if (looked > 0 && isLate()) return true;
            while (!_row!.Read())
            {
                if (_isOfIndex) return false;
                OpenIndex();
            }
            var message = EventRow.Read(_row, stream.Name);
            Place = new SearchPlace(message.At, message.Seq, stream.Name);
            Found = SearchMatches.Of(message, query.Words);
        }
        return true;
    }

    public void Dispose()
    {
        _row?.Dispose();
        _command?.Dispose();
    }

    private void OpenUnindexed() => Open(
        $"""
        SELECT {EventRow.OfEvents} FROM events
        WHERE {SqliteSchema.IsFound} AND key BETWEEN $first AND $last
        ORDER BY key DESC
        """,
        first: indexed + 1, last: Place.Seq);

    private void OpenIndex()
    {
        _isOfIndex = true;
        // The index gives them in order of their keys, and no faster than they are taken.
        Open(
            $"""
            SELECT {EventRow.OfEvents} FROM search CROSS JOIN events ON key = search.rowid
            WHERE search MATCH $match AND search.rowid BETWEEN $first AND $last AND {SqliteSchema.IsFound}
            ORDER BY search.rowid DESC
            """,
            first: 1, last: Math.Min(_newest, indexed));
    }

    private void Open(string sql, long first, long last)
    {
        Dispose();
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        _command.Parameters.AddWithValue("$first", SqliteSchema.Key(stream.Row, first));
        _command.Parameters.AddWithValue("$last", SqliteSchema.Key(stream.Row, last));
        if (_isOfIndex) _command.Parameters.AddWithValue("$match", query.Match);
        _row = _command.ExecuteReader();
    }
}
