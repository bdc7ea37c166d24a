using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>Keys of bots, for admins: made, listed, revoked.</summary>
internal sealed class KeysApi(House house, Access access)
{
    private const int BodyBytes = 4096;

    public void AddTo(RouteTable routes) => routes
        .Get("/api/keys", List)
        .Post("/api/keys", MakeAsync)
        .Delete("/api/keys/{name}", RevokeAsync);

    private Answer List(Exchange exchange)
    {
        if (access.ToAdminister(exchange, out _) is { } refusal) return Problems.Answer(exchange, refusal);
        var bots = house.Bots.All();
        return exchange.PrefersText
            ? Answer.Text(HttpStatusCode.OK, string.Concat(bots.Select(bot => bot.Bot.Name + "\n")))
            : Answer.Of(HttpStatusCode.OK, new BotList(bots), ProtocolJson.Default.BotList);
    }

    private async Task<Answer> MakeAsync(Exchange exchange)
    {
        if (access.ToAdminister(exchange, out var by) is { } refusal)
            return Problems.Answer(exchange, refusal);
        var (problem, text) = await NameAsync(exchange).ConfigureAwait(false);
        if (problem is not null) return Problems.Answer(exchange, problem);
        if (!PersonName.TryParse(text, out var name)) return Problems.Answer(exchange, Refusal.BadName);
        if (Bots.CheckName(house.People, name) is { } taken) return Problems.Answer(exchange, taken);
        if (!house.Bots.HasRoomFor(name))
        {
            return Problems.Answer(
                exchange, new Refusal(ErrorCode.NotAllowed, $"there are {Bots.Most} bots"));
        }
        var key = await house.Bots.MakeAsync(name, by).ConfigureAwait(false);
        return exchange.PrefersText
            ? Answer.Text(HttpStatusCode.Created, key + "\n")
            : Answer.Of(
                HttpStatusCode.Created, new MadeKey(new Sender(RoleId.OfBot(name), name.Text), key),
                ProtocolJson.Default.MadeKey);
    }

    private async Task<Answer> RevokeAsync(Exchange exchange)
    {
        if (access.ToAdminister(exchange, out var by) is { } refusal)
            return Problems.Answer(exchange, refusal);
        if (!PersonName.TryParse(exchange.PathValue("name"), out var name))
            return Problems.Answer(exchange, Refusal.BadName);
        return await house.Bots.RevokeAsync(name, by).ConfigureAwait(false)
            ? Answer.NoContent()
            : Problems.Answer(exchange, new Refusal(ErrorCode.NoSuchPerson, "no key was made for that name"));
    }

    private static async Task<(Refusal? Problem, string? Name)> NameAsync(Exchange exchange)
    {
        if (exchange.QueryValue("name") is { } name) return (null, name);
        if (await exchange.ReadBodyAsync(BodyBytes).ConfigureAwait(false) is not { } body)
            return (new Refusal(ErrorCode.TooLong, $"the body may have {BodyBytes} bytes"), null);
        return ProtocolJson.ReadOrNull(body, ProtocolJson.Default.KeyRequest) is { } request
            ? (null, request.Name)
            : (new Refusal(ErrorCode.BadMessage, """JSON like {"name":"ci"} is expected, or ?name="""), null);
    }
}
