using System.IO.Compression;
using System.Net;
using ChatServer.Files;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Site;

/// <summary>Answers one request: finds its route, and sends what that answers.</summary>
/// <param name="routes">What is where.</param>
/// <param name="rules">Which pages may read answers.</param>
/// <param name="requests">Tells when a client has left.</param>
/// <param name="refused">Where refusals are counted.</param>
/// <param name="time">The clock.</param>
public sealed class SiteHandler(
    RouteTable routes, HostRules rules, OpenRequests requests, RefusalCounts refused, TimeProvider time)
{
    private const string ApiPrefix = "api";

    /// <summary>How long a page of another site may remember what it may send, in seconds.</summary>
    private const string PreflightAge = "3600";

    private static readonly Refusal BadTarget =
        new(ErrorCode.BadMessage, "the path or the query isn't percent-encoded UTF-8");

    private static readonly Refusal LogFailed =
        new(ErrorCode.Unavailable, "the log can't be used; ask again later", TimeSpan.FromSeconds(5));

    public async Task ServeAsync(HttpListenerContext context, IPAddress remote)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers["Server"] = "ChatServer";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        var target = request.RawUrl ?? "/";
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = PercentEncoding.DecodePath(question < 0 ? target : target[..question]);
        var query = PercentEncoding.DecodeQuery(question < 0 ? "" : target[(question + 1)..]);
        var ended = requests.Ended(request.Headers[HttpRelay.RequestHeader]);
        var exchange = new Exchange(request, path ?? [], query ?? [], remote, time, ended);
        AllowOrigin(request, response);
        var answer = path is null || (query is null && IsOfApi(exchange))
            ? Refused(exchange, BadTarget)
            : await AnswerAsync(exchange).ConfigureAwait(false);
        if (answer.Refusal is { } code) refused.Count(code);
        await using (answer.Source)
            await SendAsync(response, exchange, answer).ConfigureAwait(false);
    }

    private async Task<Answer> AnswerAsync(Exchange exchange)
    {
        if (routes.Find(exchange.Segments) is not var (route, values))
        {
            return IsOfApi(exchange)
                ? Refused(exchange, new Refusal(ErrorCode.NotFound, "there is nothing at this address"))
                : Pages.NotFound();
        }
        if (exchange.Method == "OPTIONS" && IsOfApi(exchange)) return Options(exchange, route);
        if (route.Find(exchange.Method) is not { } handle)
        {
            var refusal = new Refusal(ErrorCode.MethodNotAllowed, $"this address takes {route.Allow}");
            return Refused(exchange, refusal).With("Allow", route.Allow);
        }
        if (exchange is { HasBody: true, Method: "GET" or "HEAD" })
            return Refused(exchange, new Refusal(ErrorCode.TooLong, "this address takes no body"));
        exchange.Values = values;
        try
        {
            return await handle(exchange).ConfigureAwait(false);
        }
        catch (LogException)
        {
            return Refused(exchange, LogFailed);
        }
        catch (FileException e)
        {
            return Refused(exchange, new Refusal(e.Code, e.Message, e.RetryAfter));
        }
        catch (TimeoutException e)
        {
            return Refused(exchange, new Refusal(ErrorCode.TooSlow, e.Message));
        }
    }

    // Pages are for people, so what is wrong there is said in a line.
    private static Answer Refused(Exchange exchange, Refusal refusal) =>
        Problems.Answer(exchange.PrefersText || !IsOfApi(exchange), refusal);

    private static bool IsOfApi(Exchange exchange) => exchange.Segments is ["", ApiPrefix, ..];

    private static Answer Options(Exchange exchange, Route route)
    {
        var answer = Answer.NoContent().With("Allow", $"{route.Allow}, OPTIONS");
        if (exchange.Header("Access-Control-Request-Method") is null) return answer;
        // A preflight (Fetch section 3.2.2); which origins may is said for every answer alike.
        return answer.With("Access-Control-Allow-Methods", route.Allow)
            .With(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, Idempotency-Key, Last-Event-ID")
            .With("Access-Control-Max-Age", PreflightAge);
    }

    private void AllowOrigin(HttpListenerRequest request, HttpListenerResponse response)
    {
        if (request.Headers["Origin"] is not { } origin) return;
        response.AppendHeader("Vary", "Origin");
        if (rules.Allows(origin, request.Headers[HttpRelay.HostHeader] ?? ""))
            response.Headers["Access-Control-Allow-Origin"] = origin;
    }

    private static async Task SendAsync(HttpListenerResponse response, Exchange exchange, Answer answer)
    {
        response.StatusCode = (int)answer.Status;
        response.ContentType = answer.ContentType;
        response.Headers["Cache-Control"] = answer.ETag is null ? "no-store" : "no-cache";
        foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
        if (answer.ETag is { } tag)
        {
            response.Headers["ETag"] = tag;
            if (IsKnown(exchange.Header("If-None-Match"), tag))
            {
                response.StatusCode = (int)HttpStatusCode.NotModified;
                response.ContentType = null;
                response.Close();
                return;
            }
        }
        if (answer.Writing is { } writing)
        {
            if (answer.WritingBytes is { } bytes) response.ContentLength64 = bytes;
            await StreamAsync(response, exchange, writing).ConfigureAwait(false);
            return;
        }
        var body = Coded(response, exchange, answer);
        response.ContentLength64 = body.Length;
        if (exchange.Method != "HEAD" && !body.IsEmpty)
            await response.OutputStream.WriteAsync(body, CancellationToken.None).ConfigureAwait(false);
        response.Close();
    }

    private static ReadOnlyMemory<byte> Coded(HttpListenerResponse response, Exchange exchange, Answer answer)
    {
        if (answer.ContentType is null || answer.Body.Length < Gzip.MinBytes
            || !Gzip.Helps(answer.ContentType))
        {
            return answer.Body;
        }
        response.AppendHeader("Vary", "Accept-Encoding");
        if (!Accept.Takes(exchange.Header("Accept-Encoding"), "gzip")) return answer.Body;
        response.Headers["Content-Encoding"] = "gzip";
        return answer.Compressed ?? Gzip.Compress(answer.Body.Span, CompressionLevel.Fastest);
    }

    private static async Task StreamAsync(
        HttpListenerResponse response, Exchange exchange, Func<Stream, CancellationToken, Task> writing)
    {
        response.KeepAlive = false;
        if (exchange.Method != "HEAD")
            await writing(response.OutputStream, exchange.Ended).ConfigureAwait(false);
        if (exchange.Ended.IsCancellationRequested) response.Abort();
        else response.Close();
    }

    // Weak comparison (RFC 9110 section 8.8.3.2).
    private static bool IsKnown(string? known, string tag) =>
        known is not null && known.Split(',', StringSplitOptions.TrimEntries)
            .Any(one => one == "*" || Opaque(one) == Opaque(tag));

    private static string Opaque(string tag) =>
        tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag;
}
