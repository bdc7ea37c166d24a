using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>Something asked for was refused.</summary>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
/// <param name="Message">English, for developers.</param>
/// <param name="RetryAfter">When trying again makes sense; <c>null</c> where it never does.</param>
public sealed record Refusal(string Code, string Message, TimeSpan? RetryAfter = null)
{
    /// <summary>What isn't a name that a person can have.</summary>
    public static Refusal BadName =>
        new(ErrorCode.BadName, $"a name is 1–{PersonName.MaxChars} visible characters");

    /// <summary>What the log couldn't take.</summary>
    public static Refusal NotSaved =>
        new(ErrorCode.NotSaved, "the log can't write; send it again later", TimeSpan.FromSeconds(5));

    /// <summary>Where a host's act is the reason: when it ends, in Unix milliseconds.</summary>
    public long? Until { get; init; }

    /// <summary>Where a host's act is the reason: why, in their words.</summary>
    public string? Text { get; init; }
}
