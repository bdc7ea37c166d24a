namespace ChatServer.Log;

/// <summary>The bounds of what a log keeps of one message.</summary>
public static class LogLimits
{
    /// <summary>Largest number in a stream.</summary>
    public const long MaxSeq = SqliteSchema.MaxSeq;

    /// <summary>
    /// Largest number that is brought in from elsewhere: half of the room is for what comes.
    /// </summary>
    public const long MaxRestoredSeq = MaxSeq / 2;

    /// <summary>Most different emoji under a message.</summary>
    public const int DifferentReactions = 20;

    /// <summary>Most reactions to a message, of all people and emoji.</summary>
    public const int Reactions = 500;

    /// <summary>What is written to see whether the log can be: a long message, and then some.</summary>
    internal const int ProbeBytes = 64 * 1024;
}
