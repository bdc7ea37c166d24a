using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// Writes events as they stand, with their numbers, times and outcome, in the transaction that is open.
/// Belongs to the writer's thread.
/// </summary>
internal sealed class RestoreWriter : IDisposable
{
    /// <summary>Rows that are removed in one transaction, so that nobody waits long for it.</summary>
    private const int RowsAtOnce = 5_000;

    private readonly Statement _insert, _react, _rename, _firstEvent, _dropReactions, _dropEvents,
        _dropStream;

    public RestoreWriter(SqliteConnection connection)
    {
        // What is there twice is told, and doesn't fail the transaction, which has others' batches too.
        _insert = new Statement(
            connection,
            """
            INSERT INTO events
                (key, stream, at, kind, person_id, person_name, client_id, text, edited, deleted, detail,
                 publish_key)
            VALUES
                ($key, $stream, $at, $kind, $person, $name, $id, $text, $edited, $deleted, $detail, $called)
            ON CONFLICT DO NOTHING
            """);
        _react = new Statement(
            connection,
            """
            INSERT INTO reactions (message, emoji, person_id, person_name, since, emoji_since)
            VALUES ($message, $emoji, $person, $name, $since, $first)
            ON CONFLICT DO NOTHING
            """);
        const string range = "BETWEEN $first AND $last";
        _rename = new Statement(
            connection, "UPDATE streams SET name = $name, epoch = $epoch WHERE id = $stream");
        _firstEvent = new Statement(connection, $"SELECT MIN(key) FROM events WHERE key {range}");
        _dropReactions = new Statement(connection, $"DELETE FROM reactions WHERE message {range}");
        _dropEvents = new Statement(connection, $"DELETE FROM events WHERE key {range}");
        _dropStream = new Statement(connection, "DELETE FROM streams WHERE id = $stream");
    }

    /// <returns>False if its number, its id or its key is there already.</returns>
    public bool Write(long streamRow, RoomEvent e)
    {
        var key = SqliteSchema.Key(streamRow, e.Seq);
        var isNew = _insert.Run(
            key, streamRow, e.At, e.Kind, e.From.Id, e.From.Name, e.Id, e.Text, e.Edited, e.Deleted,
            EventDetail.Write(e), e.Key) > 0;
        if (!isNew) return false;
        // Any numbers that are in order, and before those of changes to come.
        var since = 0L;
        foreach (var (emoji, by) in e.Reactions ?? [])
        {
            var first = since + 1;
            foreach (var person in by) _react.Run(key, emoji, person.Id, person.Name, ++since, first);
        }
        return true;
    }

    /// <summary>Gives a row of <c>streams</c> another name.</summary>
    public void Rename(long streamRow, LogStream to) => _rename.Run(to.Name, to.Epoch, streamRow);

    /// <summary>Removes the next part of a stream, and itself with the last.</summary>
    /// <returns>Whether there is more.</returns>
    public bool Drop(long streamRow)
    {
        var last = SqliteSchema.Key(streamRow, SqliteSchema.MaxSeq);
        if (_firstEvent.Ask(SqliteSchema.Key(streamRow, 0), last) is not long first)
        {
            _dropStream.Run(streamRow);
            return false;
        }
        var end = Math.Min(last, first + RowsAtOnce);
        _dropReactions.Run(first, end);
        _dropEvents.Run(first, end);
        return true;
    }

    public void Dispose()
    {
        foreach (var statement in new[]
            {
                _insert, _react, _rename, _firstEvent, _dropReactions, _dropEvents, _dropStream,
            })
        {
            statement.Dispose();
        }
    }
}
