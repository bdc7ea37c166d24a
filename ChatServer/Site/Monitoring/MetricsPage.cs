using ChatServer.Protocol;
using ChatServer.Rooms;
using Prometheus;

namespace ChatServer.Site.Monitoring;

/// <summary>
/// <c>/metrics</c>: everything that is measured, in the text format of Prometheus 0.0.4. Anybody may read it:
/// it has numbers only, and no name or address of anybody.
/// </summary>
internal sealed class MetricsPage(CollectorRegistry registry, House house)
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public void AddTo(RouteTable routes) => routes.Get("/metrics", AnswerAsync);

    private async Task<Answer> AnswerAsync(Exchange exchange)
    {
        if (!house.People.Networks.MayAsk(exchange.Network, out var retryAfter))
        {
            return Problems.Answer(
                prefersText: true,
                new Refusal(ErrorCode.RateLimited, "too many requests from one network", retryAfter));
        }
        using var page = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(page, exchange.Ended).ConfigureAwait(false);
        return Answer.Of(ContentType, page.ToArray()).With("Cache-Control", "no-store");
    }
}
