using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// The queries of a page in one direction. Each is a range scan in order of the key; that of all events
/// merges two.
/// </summary>
internal sealed class PageStatements : IDisposable
{
    private readonly Statement _events, _all, _reactions;

    public PageStatements(SqliteConnection connection, string order)
    {
        const string range = "BETWEEN $first AND $last";
        _events = new Statement(
            connection,
            $"SELECT {EventRow.OfEvents} FROM events WHERE key {range} ORDER BY key {order} LIMIT $limit");
        _all = new Statement(
            connection,
            $"""
             SELECT {EventRow.OfEvents} FROM events WHERE key {range}
             UNION ALL
             SELECT {EventRow.OfChanges} FROM changes WHERE key {range}
             ORDER BY key {order} LIMIT $limit
             """);
        _reactions = new Statement(
            connection,
            $"""
             SELECT message, emoji, person_id, person_name FROM reactions
             WHERE message {range} ORDER BY message {order}, emoji_since, since
             """);
    }

    /// <summary>Adds the events of a range of keys to a list.</summary>
    /// <returns>Whether there is more of them than was wanted.</returns>
    public bool Read(string room, long first, long last, PageRequest request, List<RoomEvent> events)
    {
        var bytes = 0;
        // One more than wanted, to know whether there is more.
        using var row = (request.WithChanges ? _all : _events).Query(first, last, request.Limit + 1L);
        if (!row.HasRows) return false;
        using var reactions = new ReactionReader(_reactions.Query(first, last));
        while (row.Read())
        {
            var next = reactions.AddTo(EventRow.Read(row, room), row.GetInt64(0), out var reactionBytes);
            bytes += ProtocolJson.EncodedBytes(next) + reactionBytes;
            if (events.Count == request.Limit || (bytes > request.LimitBytes && events.Count > 0))
                return true;
            events.Add(next);
        }
        return false;
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _events, _all, _reactions }) statement.Dispose();
    }
}
