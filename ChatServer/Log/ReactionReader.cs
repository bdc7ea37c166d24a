using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>The reactions to a run of messages, read along with them.</summary>
internal sealed class ReactionReader : IDisposable
{
    /// <summary>
    /// What a name or an emoji has beside it, in bytes: an id, and what JSON puts around them.
    /// </summary>
    private const int BytesBesidesText = 48;

    private readonly SqliteDataReader _row;
    private bool _hasRow;

    /// <param name="row">Rows of message, emoji, person_id, person_name; those of one message and emoji stand
    /// together.</param>
    public ReactionReader(SqliteDataReader row)
    {
        _row = row;
        _hasRow = row.Read();
    }

    /// <summary>What the reactions to a message take on a page, in bytes.</summary>
    public static int EncodedBytes(RoomEvent message) =>
        (message.Reactions ?? []).Sum(reaction =>
            EncodedBytes(reaction.Emoji) + reaction.By.Sum(by => EncodedBytes(by.Name)));

    /// <summary>Adds its reactions to a message. The messages come in the order of the rows.</summary>
    /// <param name="message">The message.</param>
    /// <param name="key">Its key.</param>
    /// <param name="bytes">What they take on a page, in bytes.</param>
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
                bytes += EncodedBytes(by[^1].Name);
                _hasRow = _row.Read();
            }
            reactions.Add(new Reaction(emoji, by));
            bytes += EncodedBytes(emoji);
        }
        return message with { Reactions = reactions };
    }

    public void Dispose() => _row.Dispose();

    private static int EncodedBytes(string text) => BytesBesidesText + ProtocolJson.EncodedBytes(text);

    private bool IsOf(long key) => _hasRow && _row.GetInt64(0) == key;
}
