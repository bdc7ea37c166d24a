using System.Net;
using ChatServer.Diagnosis;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Site.Monitoring;

/// <summary>
/// <c>/healthz</c>: whether the server is well, which it is as long as its log can be written. A line for who
/// asks for nothing else, JSON for who would rather have that.
/// </summary>
/// <param name="log">What has to be well.</param>
/// <param name="instance">Tells this server from others.</param>
public sealed class HealthPage(IEventLog log, string instance)
{
    public void AddTo(RouteTable routes) => routes.Get("/healthz", AnswerAsync);

    private async Task<Answer> AnswerAsync(Exchange exchange)
    {
        var failure = await log.CheckAsync().ConfigureAwait(false);
        var status = failure is null ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable;
        var detail = failure is null ? null : $"the log can't be written: {failure}";
        var answer = exchange.PrefersJson
            ? Answer.Of(
                status, new Health(detail is null ? "ok" : "failing", detail), ProtocolJson.Default.Health)
            : Answer.Text(status, $"{detail ?? "ok"}\n");
        return answer.With(ProbeAnswer.InstanceHeader, instance);
    }
}
