using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// Writes changes of messages, and their outcome into the messages, in the transaction that is open. Belongs
/// to the writer's thread.
/// </summary>
internal sealed class ChangeWriter : IDisposable
{
    private readonly SearchIndex _index;
    private readonly Statement _target, _countReactions, _insert, _edit, _delete, _react, _takeBack,
        _takeAllBack, _findByKey;

    public ChangeWriter(SqliteConnection connection, SearchIndex index)
    {
        _index = index;
        _target = new Statement(connection, "SELECT kind, person_id, deleted FROM events WHERE key = $key");
        _countReactions = new Statement(
            connection,
            """
            SELECT COUNT(*), COUNT(DISTINCT emoji), COUNT(*) FILTER (WHERE emoji = $emoji),
                   COUNT(*) FILTER (WHERE emoji = $emoji AND person_id = $person)
            FROM reactions WHERE message = $message
            """);
        _insert = new Statement(
            connection,
            """
            INSERT INTO changes
                (key, stream, at, kind, person_id, person_name, client_id, target, text, is_on)
            VALUES ($key, $stream, $at, $kind, $person, $name, $id, $target, $text, $on)
            """);
        _edit = new Statement(connection, "UPDATE events SET text = $text, edited = $at WHERE key = $key");
        _delete = new Statement(
            connection,
            """
            UPDATE events SET text = '', edited = NULL, deleted = $at, publish_key = NULL,
                              detail = json_remove(detail, '$.files')
            WHERE key = $key
            """);
        _react = new Statement(
            connection,
            """
            INSERT INTO reactions (message, emoji, person_id, person_name, since, emoji_since)
            VALUES ($message, $emoji, $person, $name, $since, IFNULL(
                (SELECT emoji_since FROM reactions WHERE message = $message AND emoji = $emoji LIMIT 1),
                $since))
            ON CONFLICT DO NOTHING
            """);
        _takeBack = new Statement(
            connection,
            "DELETE FROM reactions WHERE message = $message AND emoji = $emoji AND person_id = $person");
        _takeAllBack = new Statement(connection, "DELETE FROM reactions WHERE message = $message");
        _findByKey = new Statement(
            connection,
            "SELECT key FROM events WHERE stream = $stream AND person_id = $person AND publish_key = $key");
    }

    /// <summary>Whether the number is that of a message, which may have been deleted.</summary>
    public bool IsMessage(LogStream stream, long seq) => Target(stream, seq) is not null;

    /// <summary>The number of the message that an author calls so; <c>null</c> if none stands.</summary>
    public long? FindByKey(LogStream stream, Draft draft)
    {
        if (stream.Row == 0 || draft.Key is null) return null;
        return _findByKey.Ask(stream.Row, draft.From.Id, draft.Key) is long key
            ? SqliteSchema.Seq(key)
            : null;
    }

    /// <returns>Why a change can't be made; <c>null</c> if it can.</returns>
    public AppendOutcome? Refusal(LogStream stream, Draft draft)
    {
        if (draft.Target is not { } seq || Target(stream, seq) is not { IsDeleted: false } target)
            return AppendOutcome.NoMessage;
        if (draft.ByAuthorOnly && target.AuthorId != draft.From.Id) return AppendOutcome.NotYours;
        return draft.Kind == EventKind.React && draft.On != false
            && !HasRoom(SqliteSchema.Key(stream.Row, seq), draft)
            ? AppendOutcome.TooManyReactions
            : null;
    }

    /// <summary>Writes a change that isn't refused.</summary>
    public void Write(LogStream stream, Draft draft, long seq, long at)
    {
        var key = SqliteSchema.Key(stream.Row, seq);
        var message = SqliteSchema.Key(stream.Row, draft.Target!.Value);
        var (person, name) = draft.From;
        _insert.Run(
            key, stream.Row, at, draft.Kind, person, name, draft.Id, draft.Target,
            draft.Kind == EventKind.React ? draft.Text : "", draft.On);
        switch (draft.Kind)
        {
            case EventKind.Edit:
                _index.Change(stream.Indexed, message, () => _edit.Run(draft.Text, at, message));
                break;
            case EventKind.Delete:
                _index.Remove(stream.Indexed, message);
                _delete.Run(at, message);
                _takeAllBack.Run(message);
                break;
            case EventKind.React when draft.On != false:
                _react.Run(message, draft.Text, person, name, key);
                break;
            case EventKind.React:
                _takeBack.Run(message, draft.Text, person);
                break;
        }
    }

    public void Dispose()
    {
        foreach (var statement in new[]
            {
                _target, _countReactions, _insert, _edit, _delete, _react, _takeBack, _takeAllBack,
                _findByKey,
            })
        {
            statement.Dispose();
        }
    }

    private (string AuthorId, bool IsDeleted)? Target(LogStream stream, long seq)
    {
        if (stream.Row == 0 || !SqliteSchema.IsSeq(seq)) return null;
        using var row = _target.Query(SqliteSchema.Key(stream.Row, seq));
        return row.Read() && row.GetString(0) == EventKind.Message
            ? (row.GetString(1), !row.IsDBNull(2))
            : null;
    }

    private bool HasRoom(long message, Draft draft)
    {
        using var row = _countReactions.Query(draft.Text, draft.From.Id, message);
        row.Read();
        var (all, different) = (row.GetInt64(0), row.GetInt64(1));
        var (ofThis, own) = (row.GetInt64(2), row.GetInt64(3));
        if (own > 0) return true;
        return all < LogLimits.Reactions && (ofThis > 0 || different < LogLimits.DifferentReactions);
    }
}
