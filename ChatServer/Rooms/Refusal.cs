namespace ChatServer.Rooms;

/// <summary>Something asked for was refused.</summary>
/// <param name="Code">One of <see cref="Protocol.ErrorCode"/>.</param>
/// <param name="Message">English, for developers.</param>
/// <param name="RetryAfter">When trying again makes sense; <c>null</c> where it never does.</param>
public sealed record Refusal(string Code, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>Where a host's act is the reason: when it ends, in Unix milliseconds.</summary>
    public long? Until { get; init; }

    /// <summary>Where a host's act is the reason: why, in their words.</summary>
    public string? Text { get; init; }
}
