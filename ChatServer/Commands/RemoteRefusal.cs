using System.Net;

namespace ChatServer.Commands;

/// <summary>The server answered, and refused.</summary>
internal sealed class RemoteRefusal(HttpStatusCode status, TimeSpan? retryAfter, string message)
    : CommandFailure(message)
{
    /// <summary>How long the server asks to wait; <c>null</c> if it doesn't say.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>Whether the same may be asked again: too much, too slow, or not able just now.</summary>
    public bool IsPassing => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>Whether it is because of who asks: a key, a password, a ban.</summary>
    public bool IsOfPerson => status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
}
