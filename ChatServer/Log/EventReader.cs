using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// Reads events of streams that have some, each message with what has become of it. Belongs to the thread of
/// its connection.
/// </summary>
internal sealed class EventReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly PageStatements _forwards, _backwards;
    private readonly Statement _findEvent, _findChange, _rules, _files;

    public EventReader(SqliteConnection connection)
    {
        _connection = connection;
        _forwards = new PageStatements(connection, "ASC");
        _backwards = new PageStatements(connection, "DESC");
        _findEvent = Find("events");
        _findChange = Find("changes");
        _rules = new Statement(
            connection,
            $"""
            SELECT {EventRow.OfEvents} FROM events
            WHERE stream = $stream AND {SqliteSchema.IsRule}
            ORDER BY key
            """);
        _files = new Statement(
            connection,
            $"""
            SELECT DISTINCT file.value ->> 'sha256' FROM events, json_each(detail, '$.files') AS file
            WHERE {SqliteSchema.HasFiles}
            """);

        Statement Find(string table) => new(
            connection,
            $"SELECT key FROM {table} WHERE stream = $stream AND person_id = $person AND client_id = $id");
    }

    /// <summary>Every stream in the log, with its head.</summary>
    public static List<LogStream> Streams(SqliteConnection connection)
    {
        var streams = new List<LogStream>();
        using var command = connection.CreateCommand();
        var keys =
            $"(streams.id << {SqliteSchema.SeqBits}) AND ((streams.id + 1) << {SqliteSchema.SeqBits}) - 1";
        command.CommandText =
            $"""
            SELECT id, name, epoch, floor, indexed,
                   (SELECT MAX(key) FROM events
                    WHERE key BETWEEN {keys}),
                   (SELECT MAX(key) FROM changes
                    WHERE key BETWEEN {keys})
            FROM streams
            """;
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            streams.Add(new LogStream(row.GetString(1), row.GetString(2))
            {
                Row = row.GetInt64(0),
                Indexed = row.GetInt64(4),
                Head = Math.Max(row.GetInt64(3), Math.Max(Newest(row, 5), Newest(row, 6))),
            });
        }
        return streams;

        static long Newest(SqliteDataReader row, int column) =>
            row.IsDBNull(column) ? 0 : SqliteSchema.Seq(row.GetInt64(column));
    }

    public EventPage Read(LogStream stream, PageRequest request)
    {
        // Up to here and no further: the end of a batch, so that a live batch is on the page whole or not at
        // all.
        var head = stream.Head;
        var forwards = request.Direction == PageDirection.After;
        var first = forwards ? Math.Clamp(request.Seq, 0, head) + 1 : 1;
        var last = forwards ? head : Math.Clamp(request.Seq - 1, 0, head);
        var events = new List<RoomEvent>();
        bool more;
        lock (_connection)
        {
            more = (forwards ? _forwards : _backwards).Read(
                stream.Name, SqliteSchema.Key(stream.Row, first), SqliteSchema.Key(stream.Row, last),
                request, events);
        }
        if (!forwards) events.Reverse();
        return new EventPage(events, more, head);
    }

    /// <summary>
    /// Single events, of those that exist, in order of their numbers, as far as the bytes go.
    /// </summary>
    public EventPage Find(LogStream stream, IReadOnlyList<long> seqs, int limitBytes)
    {
        var (found, bytes, more) = (new List<RoomEvent>(seqs.Count), 0, false);
        lock (_connection)
        {
            foreach (var seq in seqs.Where(SqliteSchema.IsSeq).Distinct().Order())
            {
                if (At(stream, SqliteSchema.Key(stream.Row, seq)) is not { } known) continue;
                bytes += ProtocolJson.EncodedBytes(known) + ReactionReader.EncodedBytes(known);
                more = bytes > limitBytes && found.Count > 0;
                if (more) break;
                found.Add(known);
            }
        }
        return new EventPage(found, more, stream.Head);
    }

    /// <summary>The event of a person and client's id: what was said, or else the change.</summary>
    public RoomEvent? Find(LogStream stream, string personId, string id)
    {
        lock (_connection)
            return Find(_findEvent, stream, personId, id) ?? Find(_findChange, stream, personId, id);
    }

    /// <summary>The event that a draft repeats; <c>null</c> if there is none. For the log's writer.</summary>
    public RoomEvent? FindRepeated(LogStream stream, Draft draft)
    {
        if (stream.Row == 0 || draft.Id is null) return null;
        return Find(
            EventKind.IsChange(draft.Kind) ? _findChange : _findEvent, stream, draft.From.Id, draft.Id);
    }

    /// <summary>All events that hosts made.</summary>
    public IReadOnlyList<RoomEvent> Rules(LogStream stream)
    {
        var rules = new List<RoomEvent>();
        lock (_connection)
        {
            using var row = _rules.Query(stream.Row);
            while (row.Read()) rules.Add(EventRow.Read(row, stream.Name));
        }
        return rules;
    }

    /// <summary>The files that any message has, each by its hash.</summary>
    public IReadOnlySet<string> Files()
    {
        var files = new HashSet<string>();
        lock (_connection)
        {
            using var row = _files.Query();
            while (row.Read()) files.Add(row.GetString(0));
        }
        return files;
    }

    public void Dispose()
    {
        _forwards.Dispose();
        _backwards.Dispose();
        foreach (var statement in new[] { _findEvent, _findChange, _rules, _files }) statement.Dispose();
    }

    private RoomEvent? Find(Statement find, LogStream stream, string personId, string id) =>
        find.Ask(stream.Row, personId, id) is long key ? At(stream, key) : null;

    private RoomEvent? At(LogStream stream, long key)
    {
        var one = new List<RoomEvent>(1);
        _forwards.Read(stream.Name, key, key, PageRequest.Since(0, limit: 1, limitBytes: 0), one);
        return one.Count == 0 ? null : one[0];
    }
}
