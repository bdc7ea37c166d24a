using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Site.Api;

/// <summary>Keys of agents, for admins: made, listed, revoked.</summary>
internal sealed class AgentsApi(SupportDesk support, Access access)
{
    private const int BodyBytes = 4096;

    public void AddTo(RouteTable routes) => routes
        .Get("/api/agents", List)
        .Post("/api/agents", MakeAsync)
        .Delete("/api/agents/{name}", RevokeAsync);

    private Answer List(Exchange exchange)
    {
        if (access.ToAdminister(exchange, out _) is { } refusal) return Problems.Answer(exchange, refusal);
        var all = support.Agents.Keys;
        return exchange.PrefersText
            ? Answer.Text(HttpStatusCode.OK, string.Concat(all.Select(one => one.Agent.Name + "\n")))
            : Answer.Of(HttpStatusCode.OK, new AgentKeyList(all), ProtocolJson.Default.AgentKeyList);
    }

    private async Task<Answer> MakeAsync(Exchange exchange)
    {
        if (access.ToAdminister(exchange, out var by) is { } refusal)
            return Problems.Answer(exchange, refusal);
        if (await exchange.ReadBodyAsync(BodyBytes).ConfigureAwait(false) is not { } body
            || ProtocolJson.ReadOrNull(body, ProtocolJson.Default.AgentKeyRequest) is not { } request)
        {
            return Problems.Answer(exchange, new Refusal(
                ErrorCode.BadMessage,
                """JSON like {"name":"Lily","departments":[],"supervisor":false} is expected"""));
        }
        if (Check(request, out var name) is { } problem) return Problems.Answer(exchange, problem);
        var terms = new AgentTerms(request.Departments ?? [], request.Supervisor ?? false);
        var key = await support.Agents.MakeAsync(name, terms, by).ConfigureAwait(false);
        return exchange.PrefersText
            ? Answer.Text(HttpStatusCode.Created, key + "\n")
            : Answer.Of(
                HttpStatusCode.Created, new MadeAgentKey(new Sender(RoleId.OfAgent(name), name.Text), key),
                ProtocolJson.Default.MadeAgentKey);
    }

    private async Task<Answer> RevokeAsync(Exchange exchange)
    {
        if (access.ToAdminister(exchange, out var by) is { } refusal)
            return Problems.Answer(exchange, refusal);
        if (!PersonName.TryParse(exchange.PathValue("name"), out var name))
            return Problems.Answer(exchange, Refusal.BadName);
        return await support.RevokeAsync(name, by).ConfigureAwait(false)
            ? Answer.NoContent()
            : Problems.Answer(exchange, new Refusal(ErrorCode.NoSuchPerson, "no key was made for that name"));
    }

    private Refusal? Check(AgentKeyRequest request, out PersonName name)
    {
        if (!PersonName.TryParse(request.Name, out name) || name.IsDots) return Refusal.BadName;
        if (request.Departments?.Except(support.Setup.Settings.Departments).Any() is true)
            return new Refusal(ErrorCode.BadDepartment, "departments are of those of the desk");
        return support.Agents.HasRoomFor(name)
            ? null
            : new Refusal(ErrorCode.NotAllowed, $"there are {Agents.Most} agents");
    }
}
