using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>The reactions to a run of messages, read along with them.</summary>
internal sealed class ReactionReader : IDisposable
{
    /// <summary>What one reaction counts for on a page, in bytes: an id, a name, and what JSON puts around them.</summary>
    public const int Bytes = 80;

    private readonly SqliteDataReader _row;
    private bool _hasRow;

    /// <param name="row">Rows of message, emoji, person_id, person_name; those of one message and emoji stand
    /// together.</param>
    public ReactionReader(SqliteDataReader row)
    {
        _row = row;
        _hasRow = row.Read();
    }

    /// <summary>Adds its reactions to a message. The messages come in the order of the rows.</summary>
    /// <param name="message">The message.</param>
    /// <param name="key">Its key.</param>
    /// <param name="bytes">What they count for, in bytes.</param>
    public RoomEvent AddTo(RoomEvent message, long key, out int bytes)
    {
        bytes = 0;
        if (!IsOf(key)) return message;
        var reactions = new List<Reaction>();
        while (IsOf(key))
        {
            var (emoji, by) = (_row.GetString(1), new List<Sender>());
            while (IsOf(key) && _row.GetString(1) == emoji)
            {
                by.Add(new Sender(_row.GetString(2), _row.GetString(3)));
                _hasRow = _row.Read();
            }
            reactions.Add(new Reaction(emoji, by));
            bytes += Bytes * by.Count;
        }
        return message with { Reactions = reactions };
    }

    public void Dispose() => _row.Dispose();

    private bool IsOf(long key) => _hasRow && _row.GetInt64(0) == key;
}
