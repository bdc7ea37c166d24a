using System.Globalization;
using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site;

/// <summary>Refusals as answers: which status each code has.</summary>
internal static class Problems
{
    /// <summary>What is wrong, as JSON or as a line, whichever the client would rather have.</summary>
    public static Answer Answer(Exchange exchange, Refusal refusal) => Answer(exchange.PrefersText, refusal);

    public static Answer Answer(bool prefersText, Refusal refusal)
    {
        var status = StatusOf(refusal.Code);
        int? retryAfter = refusal.RetryAfter is { } wait
            ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))
            : null;
        var answer = prefersText
            ? Site.Answer.Text(status, $"! {refusal.Code}: {refusal.Message}{Why(refusal)}\n")
            : Site.Answer.Of(new Problem(Title(status), (int)status, refusal.Message, refusal.Code)
            {
                RetryAfter = retryAfter,
                Until = refusal.Until,
                Text = refusal.Text,
            });
        answer.Refusal = refusal.Code;
        if (retryAfter is { } seconds)
            answer.With("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        if (status == HttpStatusCode.Unauthorized) answer.With("WWW-Authenticate", "Bearer");
        return answer;
    }

    /// <summary>The status of a refusal.</summary>
    public static HttpStatusCode StatusOf(string code) => code switch
    {
        ErrorCode.NotFound or ErrorCode.NoSuchRoom or ErrorCode.NoSuchPerson or ErrorCode.NoSuchMessage
            or ErrorCode.NoSuchTicket or ErrorCode.NoDesk => HttpStatusCode.NotFound,
        ErrorCode.KeyNeeded or ErrorCode.BadKey or ErrorCode.BadToken or ErrorCode.PasswordNeeded
            or ErrorCode.BadPassword => HttpStatusCode.Unauthorized,
        ErrorCode.NotAllowed or ErrorCode.NotYours or ErrorCode.Banned or ErrorCode.Kicked or ErrorCode.Muted
            or ErrorCode.Locked or ErrorCode.HostsOnly or ErrorCode.Archived => HttpStatusCode.Forbidden,
        ErrorCode.NameTaken or ErrorCode.NotEmpty or ErrorCode.TicketClosed => HttpStatusCode.Conflict,
        ErrorCode.Stale => HttpStatusCode.PreconditionFailed,
        ErrorCode.TooLong => HttpStatusCode.RequestEntityTooLarge,
        ErrorCode.RateLimited or ErrorCode.SlowMode => HttpStatusCode.TooManyRequests,
        ErrorCode.StorageFull => HttpStatusCode.InsufficientStorage,
        ErrorCode.NotSaved or ErrorCode.Unavailable => HttpStatusCode.ServiceUnavailable,
        ErrorCode.MethodNotAllowed => HttpStatusCode.MethodNotAllowed,
        ErrorCode.UnsupportedType => HttpStatusCode.UnsupportedMediaType,
        ErrorCode.TooSlow => HttpStatusCode.RequestTimeout,
        _ => HttpStatusCode.BadRequest,
    };

    private static string Why(Refusal refusal) => refusal.Text is null ? "" : $" ({refusal.Text})";

    private static string Title(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => "Bad Request",
        HttpStatusCode.Unauthorized => "Unauthorized",
        HttpStatusCode.Forbidden => "Forbidden",
        HttpStatusCode.NotFound => "Not Found",
        HttpStatusCode.MethodNotAllowed => "Method Not Allowed",
        HttpStatusCode.RequestTimeout => "Request Timeout",
        HttpStatusCode.Conflict => "Conflict",
        HttpStatusCode.PreconditionFailed => "Precondition Failed",
        HttpStatusCode.RequestEntityTooLarge => "Content Too Large",
        HttpStatusCode.UnsupportedMediaType => "Unsupported Media Type",
        HttpStatusCode.TooManyRequests => "Too Many Requests",
        HttpStatusCode.InsufficientStorage => "Insufficient Storage",
        _ => "Service Unavailable",
    };
}
