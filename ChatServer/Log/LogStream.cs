namespace ChatServer.Log;

/// <summary>
/// One stream of the log: a room, a conversation of two, or what is kept of people. Any thread may read it;
/// only the log writes it.
/// </summary>
public sealed class LogStream(string name, string epoch)
{
    /// <summary>How names begin of what is being brought in: no room's, nor of anything else.</summary>
    internal const string StagingMark = ":staging:";

    private long _head;

    public string Name { get; } = name;

    /// <summary>
    /// 16 hex digits, made at random with the stream. Numbers of different epochs have nothing to do with
    /// each other.
    /// </summary>
    public string Epoch { get; } = epoch;

    /// <summary>Number of the newest event on disk; 0 if there has been none.</summary>
    public long Head
    {
        get => Volatile.Read(ref _head);
        internal set => Volatile.Write(ref _head, value);
    }

    /// <summary>Key in the database; 0 until the first event. Belongs to the log's writer.</summary>
    internal long Row { get; set; }

    /// <summary>Whether it is being brought in.</summary>
    internal bool IsStaging => Name.StartsWith(StagingMark, StringComparison.Ordinal);

    /// <summary>
    /// Up to this number, messages are in the index of the search. Belongs to the log's writer.
    /// </summary>
    internal long Indexed { get; set; }
}
