using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>A row of either table, in columns that are the same for both, as an event.</summary>
internal static class EventRow
{
    /// <summary>What is selected from <c>events</c>.</summary>
    public const string OfEvents =
        "key, at, kind, person_id, person_name, client_id, text, edited, deleted, detail, NULL, NULL, "
        + "publish_key";

    /// <summary>
    /// What is selected from <c>changes</c>. The text of an edit is stored in the message only, so that there
    /// is one place from which it has to go; it is empty where the message has been purged.
    /// </summary>
    public static readonly string OfChanges =
        $"""
        key, at, kind, person_id, person_name, client_id,
        CASE kind
            WHEN 'edit' THEN
                IFNULL((SELECT text FROM events
                        WHERE events.key = (changes.stream << {SqliteSchema.SeqBits}) + changes.target), '')
            ELSE text
        END,
        NULL, NULL, NULL, target, is_on, NULL
        """;

    public static RoomEvent Read(SqliteDataReader row, string room)
    {
        var detail = row.IsDBNull(9) ? null : EventDetail.Read(row.GetString(9));
        return new RoomEvent(
            room, SqliteSchema.Seq(row.GetInt64(0)), row.GetInt64(1), row.GetString(2),
            new Sender(row.GetString(3), row.GetString(4)), row.IsDBNull(5) ? null : row.GetString(5),
            row.GetString(6))
        {
            Edited = Number(row, 7),
            Deleted = Number(row, 8),
            Target = Number(row, 10),
            Reply = detail?.Reply,
            Files = detail?.Files,
            Person = detail?.Person,
            Until = detail?.Until,
            Seconds = detail?.Seconds,
            On = Number(row, 11) is { } on ? on != 0 : detail?.On,
            Called = detail?.Called,
            Secret = detail?.Secret,
            Key = row.IsDBNull(12) ? null : row.GetString(12),
        };
    }

    private static long? Number(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetInt64(column);
}
