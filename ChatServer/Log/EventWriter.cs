using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// Writes events in the transaction that is open. Belongs to the writer's thread. What it numbers is
/// tentative until <see cref="Commit"/>; after <see cref="Rollback"/> the numbers are given again.
/// </summary>
internal sealed class EventWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly SqliteCommand _begin, _commit, _rollback, _insertStream, _insert, _findRepeat,
        _firstKept, _delete, _setFloor;
    private readonly Dictionary<LogStream, long> _heads = [];
    private readonly List<LogStream> _newStreams = [];

    public EventWriter(SqliteConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _insertStream = Prepare(
            "INSERT INTO streams (name, epoch) VALUES ($name, $epoch) RETURNING id", "$name", "$epoch");
        _insert = Prepare(
            """
            INSERT INTO events (key, stream, at, kind, person_id, person_name, client_id, text)
            VALUES ($key, $stream, $at, $kind, $person, $name, $id, $text)
            ON CONFLICT (stream, person_id, client_id) WHERE client_id IS NOT NULL DO NOTHING
            """,
            "$key", "$stream", "$at", "$kind", "$person", "$name", "$id", "$text");
        _findRepeat = Prepare(
            """
            SELECT key, at, kind, person_id, person_name, client_id, text FROM events
            WHERE stream = $stream AND person_id = $person AND client_id = $id
            """,
            "$stream", "$person", "$id");
        _firstKept = Prepare(
            "SELECT key FROM events WHERE key BETWEEN $first AND $last AND at >= $at ORDER BY key LIMIT 1",
            "$first", "$last", "$at");
        _delete = Prepare("DELETE FROM events WHERE key BETWEEN $first AND $last", "$first", "$last");
        _setFloor = Prepare("UPDATE streams SET floor = $floor WHERE id = $stream", "$floor", "$stream");
    }

    public void Begin() => _begin.ExecuteNonQuery();

    /// <returns>The streams that had their first event.</returns>
    public IReadOnlyList<LogStream> Commit()
    {
        _commit.ExecuteNonQuery();
        foreach (var (stream, head) in _heads) stream.Head = head;
        _heads.Clear();
        if (_newStreams.Count == 0) return [];
        LogStream[] begun = [.. _newStreams];
        _newStreams.Clear();
        return begun;
    }

    public void Rollback()
    {
        foreach (var stream in _newStreams) stream.Row = 0;
        _newStreams.Clear();
        _heads.Clear();
        // A failed statement may have ended the transaction by itself (a full disk does).
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0) _rollback.ExecuteNonQuery();
    }

    public Appended Append(LogStream stream, Draft draft)
    {
        if (stream.Row == 0) Create(stream);
        var seq = _heads.GetValueOrDefault(stream, stream.Head) + 1;
        if (seq > SqliteSchema.MaxSeq)
            throw new LogException($"The room {stream.Name} has all the events that a room can have.");
        var at = _time.GetUtcNow().ToUnixTimeMilliseconds();

        var values = _insert.Parameters;
        values[0].Value = SqliteSchema.Key(stream.Row, seq);
        values[1].Value = stream.Row;
        values[2].Value = at;
        values[3].Value = draft.Kind;
        values[4].Value = draft.From.Id;
        values[5].Value = draft.From.Name;
        values[6].Value = (object?)draft.Id ?? DBNull.Value;
        values[7].Value = draft.Text;
        if (_insert.ExecuteNonQuery() == 0) return new Appended(FindRepeat(stream, draft), AppendOutcome.Repeat);

        _heads[stream] = seq;
        return new Appended(
            new RoomEvent(stream.Name, seq, at, draft.Kind, draft.From, draft.Id, draft.Text),
            AppendOutcome.Added);
    }

    /// <summary>
    /// Removes the oldest events: all before the first that is not older than <paramref
    /// name="unixMilliseconds"/>.
    /// </summary>
    public int Purge(LogStream stream, long unixMilliseconds)
    {
        if (stream.Row == 0) return 0;
        var head = _heads.GetValueOrDefault(stream, stream.Head);
        var (first, last) = (SqliteSchema.Key(stream.Row, 1), SqliteSchema.Key(stream.Row, head));
        Set(_firstKept, first, last, unixMilliseconds);
        var purgedTo = _firstKept.ExecuteScalar() is long kept ? kept - 1 : last;
        Set(_delete, first, purgedTo);
        var count = _delete.ExecuteNonQuery();
        if (count == 0) return 0;
        Set(_setFloor, SqliteSchema.Seq(purgedTo), stream.Row);
        _setFloor.ExecuteNonQuery();
        return count;
    }

    public void Dispose()
    {
        foreach (var command in new[]
            {
                _begin, _commit, _rollback, _insertStream, _insert, _findRepeat,
                _firstKept, _delete, _setFloor,
            })
        {
            command.Dispose();
        }
    }

    private void Create(LogStream stream)
    {
        Set(_insertStream, stream.Name, stream.Epoch);
        stream.Row = (long)_insertStream.ExecuteScalar()!;
        _newStreams.Add(stream);
    }

    private RoomEvent FindRepeat(LogStream stream, Draft draft)
    {
        Set(_findRepeat, stream.Row, draft.From.Id, draft.Id!);
        using var row = _findRepeat.ExecuteReader();
        row.Read();
        return EventReader.Event(row, stream.Name);
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
    }

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<string> names)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
