using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>What an agent has to do with a ticket that they have, or had.</summary>
internal sealed class AgentPart
{
    /// <summary>Who, under the name they had when something last happened to it while they had it.</summary>
    public required Sender Agent { get; set; }

    /// <summary>From when they got it until their first word, in milliseconds.</summary>
    public long? FirstAnswerMs { get; set; }

    /// <summary>How often it was taken back because they said nothing.</summary>
    public int LostBySilence { get; set; }
}
