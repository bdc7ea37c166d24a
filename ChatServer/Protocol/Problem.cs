namespace ChatServer.Protocol;

/// <summary>
/// What is wrong with a request over plain HTTP: problem details (RFC 9457), with the codes of the WebSocket
/// side.
/// </summary>
/// <param name="Title">What the status means.</param>
/// <param name="Status">The status code.</param>
/// <param name="Detail">English, for developers.</param>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
public sealed record Problem(string Title, int Status, string Detail, string Code)
{
    /// <summary>Seconds until trying again makes sense; absent where it never does.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Where a host's act is the reason: when it ends, in Unix milliseconds.</summary>
    public long? Until { get; init; }

    /// <summary>Where a host's act is the reason: why, in their words.</summary>
    public string? Text { get; init; }
}
