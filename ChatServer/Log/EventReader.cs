using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>Reads pages of events. Belongs to the reader's thread.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _forwards, _backwards;

    public EventReader(SqliteConnection connection)
    {
        _connection = connection;
        _forwards = Prepare("ORDER BY key");
        _backwards = Prepare("ORDER BY key DESC");
    }

    /// <summary>Every stream in the log, with its head.</summary>
    public static List<LogStream> Streams(SqliteConnection connection)
    {
        var streams = new List<LogStream>();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT id, name, epoch, floor,
                   (SELECT MAX(key) FROM events
                    WHERE key BETWEEN (streams.id << 40) AND ((streams.id + 1) << 40) - 1)
            FROM streams
            """;
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var newest = row.IsDBNull(4) ? 0 : SqliteSchema.Seq(row.GetInt64(4));
            streams.Add(new LogStream(row.GetString(1), row.GetString(2))
            {
                Row = row.GetInt64(0),
                Head = Math.Max(row.GetInt64(3), newest),
            });
        }
        return streams;
    }

    public EventPage Read(LogStream stream, PageRequest request)
    {
        // Before the query: the query then sees at least this, so nothing lies between the page and the head.
        var head = stream.Head;
        var events = new List<RoomEvent>();
        if (head == 0) return new EventPage(events, More: false, head);

        var forwards = request.Direction == PageDirection.After;
        var first = forwards ? Math.Clamp(request.Seq, 0, SqliteSchema.MaxSeq - 1) + 1 : 1;
        var last = forwards ? SqliteSchema.MaxSeq : Math.Clamp(request.Seq - 1, 0, SqliteSchema.MaxSeq);
        var (bytes, more) = (0, false);
        lock (_connection)
        {
            var command = forwards ? _forwards : _backwards;
            command.Parameters[0].Value = SqliteSchema.Key(stream.Row, first);
            command.Parameters[1].Value = SqliteSchema.Key(stream.Row, last);
            // One more than wanted, to know whether there is more.
            command.Parameters[2].Value = request.Limit + 1;
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                var next = Event(row, stream.Name);
                bytes += ProtocolJson.EncodedBytes(next.Text);
                more = events.Count == request.Limit || (bytes > request.LimitBytes && events.Count > 0);
                if (more) break;
                events.Add(next);
            }
        }
        if (!forwards) events.Reverse();
        return new EventPage(events, more, events.Count > 0 ? Math.Max(head, events[^1].Seq) : head);
    }

    /// <summary>Reads one row of key, at, kind, person_id, person_name, client_id, text.</summary>
    public static RoomEvent Event(SqliteDataReader row, string room) => new(
        room, SqliteSchema.Seq(row.GetInt64(0)), row.GetInt64(1), row.GetString(2),
        new Sender(row.GetString(3), row.GetString(4)), row.IsDBNull(5) ? null : row.GetString(5),
        row.GetString(6));

    public void Dispose()
    {
        _forwards.Dispose();
        _backwards.Dispose();
    }

    private SqliteCommand Prepare(string order)
    {
        var command = _connection.CreateCommand();
        command.CommandText =
            $"""
             SELECT key, at, kind, person_id, person_name, client_id, text FROM events
             WHERE key BETWEEN $first AND $last {order} LIMIT $limit
             """;
        foreach (var name in new[] { "$first", "$last", "$limit" })
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
