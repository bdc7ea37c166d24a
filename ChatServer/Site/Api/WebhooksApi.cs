using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Webhooks;

namespace ChatServer.Site.Api;

/// <summary>Webhooks of a room, for admins: made, listed, removed.</summary>
internal sealed class WebhooksApi(WebhookRegistry webhooks, Access access)
{
    private const int BodyBytes = 16 * 1024;

    public void AddTo(RouteTable routes) => routes
        .Get("/api/rooms/{room}/webhooks", List)
        .Post("/api/rooms/{room}/webhooks", MakeAsync)
        .Delete("/api/rooms/{room}/webhooks/{id}", RemoveAsync);

    private Answer List(Exchange exchange)
    {
        if (Enter(exchange, out _, out var room) is { } refusal) return Problems.Answer(exchange, refusal);
        var all = webhooks.Of(room);
        return exchange.PrefersText
            ? Answer.Text(HttpStatusCode.OK, string.Concat(all.Select(Line)))
            : Answer.Of(HttpStatusCode.OK, new WebhookList(all), ProtocolJson.Default.WebhookList);
    }

    private async Task<Answer> MakeAsync(Exchange exchange)
    {
        if (Enter(exchange, out var by, out var room) is { } refusal)
            return Problems.Answer(exchange, refusal);
        if (await ReadAsync(exchange).ConfigureAwait(false) is not { } request)
            return Problems.Answer(exchange, BadRequest);
        var (late, made) = await webhooks.AddAsync(room, request, by).ConfigureAwait(false);
        if (late is not null) return Problems.Answer(exchange, late);
        return exchange.PrefersText
            ? Answer.Text(HttpStatusCode.Created, $"{made!.Id} {made.Secret}\n")
            : Answer.Of(HttpStatusCode.Created, made!, ProtocolJson.Default.MadeWebhook);
    }

    private async Task<Answer> RemoveAsync(Exchange exchange)
    {
        if (Enter(exchange, out var by, out var room) is { } refusal)
            return Problems.Answer(exchange, refusal);
        return await webhooks.RemoveAsync(room, exchange.PathValue("id"), by).ConfigureAwait(false)
            ? Answer.NoContent()
            : Problems.Answer(exchange, NoSuchWebhook);
    }

    private Refusal? Enter(Exchange exchange, out Sender by, out Room room)
    {
        room = null!;
        return access.ToAdminister(exchange, out by) ?? access.ToFind(exchange, out room);
    }

    private static string Line(WebhookView one) => $"{one.Id} {one.Bot.Name} {one.Match} {one.Url}\n";

    private static async Task<WebhookRequest?> ReadAsync(Exchange exchange)
    {
        return await exchange.ReadBodyAsync(BodyBytes).ConfigureAwait(false) is { } body
            ? ProtocolJson.ReadOrNull(body, ProtocolJson.Default.WebhookRequest)
            : null;
    }

    private static Refusal NoSuchWebhook => new(ErrorCode.NotFound, "the room has no webhook of that id");

    private static Refusal BadRequest => new(
        ErrorCode.BadMessage,
        """JSON like {"url":"https://…","bot":"ci","match":"mention"} is expected""");
}
