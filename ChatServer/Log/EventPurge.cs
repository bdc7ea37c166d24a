using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// Removes the oldest events of a stream, but those that hold until another, in the transaction that is open.
/// Belongs to the writer's thread.
/// </summary>
internal sealed class EventPurge : IDisposable
{
    /// <summary>Events that are removed in one transaction.</summary>
    private const int EventsAtOnce = 2_000;

    private readonly SearchIndex _index;
    private readonly Statement _firstEventKept, _firstChangeKept, _reactions, _events, _changes, _floor,
        _setFloor;

    public EventPurge(SqliteConnection connection, SearchIndex index)
    {
        _index = index;
        const string range = "key BETWEEN $first AND $last";
        const string firstKept = $"WHERE {range} AND at >= $at ORDER BY key LIMIT 1";
        _firstEventKept = new Statement(connection, $"SELECT key FROM events {firstKept}");
        _firstChangeKept = new Statement(connection, $"SELECT key FROM changes {firstKept}");
        _reactions = new Statement(
            connection, "DELETE FROM reactions WHERE message BETWEEN $first AND $last");
        // Acts of hosts are few. Of hands, there may be hundreds a day: all go but each person's newest, and
        // the newest that lowered all.
        _events = new Statement(
            connection,
            $"""
            DELETE FROM events
            WHERE {range} AND (NOT ({SqliteSchema.IsRule}) OR (kind = 'hand' AND key NOT IN (
                SELECT MAX(key) FROM events
                WHERE stream = $stream AND {SqliteSchema.IsRule} AND kind = 'hand'
                GROUP BY detail ->> '$.person.id')))
            """);
        _changes = new Statement(connection, $"DELETE FROM changes WHERE {range}");
        _floor = new Statement(connection, "SELECT floor FROM streams WHERE id = $stream");
        _setFloor = new Statement(connection, "UPDATE streams SET floor = $floor WHERE id = $stream");
    }

    /// <summary>
    /// Removes what stands before the first event that is not older than <paramref name="unixMilliseconds"/>.
    /// </summary>
    /// <returns>How many events, and whether there are more, for another transaction.</returns>
    public (int Count, bool More) Run(LogStream stream, long head, long unixMilliseconds)
    {
        var streamRow = stream.Row;
        var (first, last) = (SqliteSchema.Key(streamRow, 1), SqliteSchema.Key(streamRow, head));
        foreach (var firstKept in new[] { _firstEventKept, _firstChangeKept })
        {
            if (firstKept.Ask(first, last, unixMilliseconds) is long kept) last = kept - 1;
        }
        // Nobody is to wait long for it.
        var end = Math.Min(last, SqliteSchema.Key(streamRow, (long)_floor.Ask(streamRow)! + EventsAtOnce));
        (last, var more) = (end, end < last);
        _index.RemoveAll(stream.Indexed, first, last);
        _reactions.Run(first, last);
        var count = _events.Run(first, last, streamRow) + _changes.Run(first, last);
        if (count > 0 || more) _setFloor.Run(SqliteSchema.Seq(last), streamRow);
        return (count, more);
    }

    public void Dispose()
    {
        foreach (var statement in new[]
            {
                _firstEventKept, _firstChangeKept, _reactions, _events, _changes, _floor, _setFloor,
            })
        {
            statement.Dispose();
        }
    }
}
