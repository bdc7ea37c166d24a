namespace ChatServer.Protocol;

/// <summary>
/// Close codes that the server sends (RFC 6455 section 7.4.1, and 4000–4999 of its own). A client comes back
/// after 1001, 1013 and 4000–4499; it stays away after 1008 and 4500–4999. Listed for people in
/// docs/protocol.md.
/// </summary>
public static class CloseCode
{
    /// <summary>Done: the endpoint has said what it had to say.</summary>
    public const int Normal = 1000;

    /// <summary>The server is stopping or restarting.</summary>
    public const int GoingAway = 1001;

    /// <summary>A frame broke RFC 6455.</summary>
    public const int ProtocolError = 1002;

    /// <summary>A text frame was not UTF-8.</summary>
    public const int InvalidPayload = 1007;

    /// <summary>Refused; what for is in the reason.</summary>
    public const int PolicyViolation = 1008;

    /// <summary>A message was longer than the endpoint takes.</summary>
    public const int TooBig = 1009;

    /// <summary>A fault of the server's own.</summary>
    public const int InternalError = 1011;

    /// <summary>Overloaded, for now.</summary>
    public const int TryAgainLater = 1013;

    /// <summary>
    /// The peer read too slowly and its outbox is over the bound; it can resume without loss.
    /// </summary>
    public const int TooSlow = 4001;

    /// <summary>
    /// What the URL asks for was refused, and will be again: a name that can't be, a wrong password.
    /// </summary>
    public const int BadUrl = 4500;

    /// <summary>The person or the address is banned; an <c>error</c> before it says until when.</summary>
    public const int Banned = 4501;

    /// <summary>The agent's key was revoked.</summary>
    public const int KeyRevoked = 4502;

    /// <summary>The code with which a connection is closed whose URL asked for what was refused.</summary>
    /// <param name="errorCode">One of <see cref="ErrorCode"/>.</param>
    public static int OfRefusedUrl(string errorCode) => errorCode switch
    {
        ErrorCode.Banned => Banned,
        ErrorCode.RateLimited or ErrorCode.Unavailable => TryAgainLater,
        _ => BadUrl,
    };
}
