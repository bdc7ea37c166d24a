using System.Globalization;
using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Site.Api;

/// <summary>What is set for the support desk, and what agents find again of it.</summary>
internal sealed class DeskApi(SupportDesk support, DeskAccess access)
{
    /// <summary>
    /// Longest settings: a hundred canned replies at their longest, in three bytes a character.
    /// </summary>
    private const int BodyBytes = 1 << 20;

    /// <summary>Longest text that is searched for, in UTF-16 units.</summary>
    private const int MaxFindUnits = 200;

    public void AddTo(RouteTable routes) => routes
        .Get("/api/desk/settings", Settings)
        .Put("/api/desk/settings", SetAsync)
        .Get("/api/desk/tickets", FindAsync);

    private Answer Settings(Exchange exchange) => access.ToManage(exchange, out _) is { } refusal
        ? Problems.Answer(exchange, refusal)
        : Current();

    private async Task<Answer> SetAsync(Exchange exchange)
    {
        if (access.ToManage(exchange, out var by) is { } refusal) return Problems.Answer(exchange, refusal);
        if (await exchange.ReadBodyAsync(BodyBytes).ConfigureAwait(false) is not { } body)
        {
            return Problems.Answer(
                exchange, new Refusal(ErrorCode.TooLong, $"the body may have {BodyBytes} bytes"));
        }
        if (ProtocolJson.ReadOrNull(body, ProtocolJson.Default.DeskSettings) is not { } settings)
        {
            return Problems.Answer(exchange, new Refusal(
                ErrorCode.BadMessage, "JSON like what GET answers is expected"));
        }
        var ifMatch = exchange.Header("If-Match");
        var problem = await support.Setup
            .SetAsync(settings, by, version => Matches(ifMatch, version)).ConfigureAwait(false);
        return problem is null ? Current() : Problems.Answer(exchange, problem);
    }

    private async Task<Answer> FindAsync(Exchange exchange)
    {
        if (access.ToWork(exchange) is { } refusal) return Problems.Answer(exchange, refusal);
        var find = exchange.QueryValue("find") ?? "";
        if (find.Length > MaxFindUnits)
            return Problems.Answer(exchange, Bad($"find has {MaxFindUnits} characters at most"));
        var before = long.MaxValue;
        if (exchange.QueryValue("before") is { } text
            && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            return Problems.Answer(exchange, Bad("before is the number of a ticket"));
        }
        var (found, next) = await support.Search.FindAsync(find, before, exchange.Ended)
            .ConfigureAwait(false);
        var page = new TicketPage([.. found.Select(support.Bulletin.ViewForAgent)], next is not null, next);
        return Answer.Of(HttpStatusCode.OK, page, ProtocolJson.Default.TicketPage);
    }

    private Answer Current()
    {
        var (version, settings) = support.Setup.Current;
        return Answer.Of(HttpStatusCode.OK, settings, ProtocolJson.Default.DeskSettings)
            .With("ETag", $"\"{version}\"");
    }

    // RFC 9110 section 13.1.1.
    private static bool Matches(string? ifMatch, string version) =>
        ifMatch is null
        || ifMatch.Split(',', StringSplitOptions.TrimEntries)
            .Any(one => one == "*" || one == $"\"{version}\"");

    private static Refusal Bad(string what) => new(ErrorCode.BadMessage, what);
}
