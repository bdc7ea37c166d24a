using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Site.Api;

/// <summary>
/// Who asks at the support desk, and what they may: a visitor shows their token, an agent their key, as
/// <c>Authorization: Bearer</c>.
/// </summary>
internal sealed class DeskAccess(House house, SupportDesk support, Access access)
{
    /// <summary>The ticket of the path, for its visitor and for agents.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="number">Number of the ticket.</param>
    /// <param name="person">Who asks.</param>
    /// <returns><c>null</c> if they may read in it; else why not.</returns>
    public Refusal? ToTicket(Exchange exchange, out long number, out Person person)
    {
        number = 0;
        if (ToCome(exchange, out person) is { } refusal) return refusal;
        var room = "#" + exchange.PathValue("number");
        return TicketName.TryParse(room, out number, out var isNotes) && !isNotes
            ? support.Rights.ToRead(person.Id, room)
            : TicketRights.NoSuchTicket;
    }

    /// <summary>Whether an agent asks.</summary>
    /// <returns><c>null</c> if so.</returns>
    public Refusal? ToWork(Exchange exchange)
    {
        if (ToCome(exchange, out var person) is { } refusal) return refusal;
        return RoleId.RoleOf(person.Id) == PersonRole.Agent ? null : NotAllowed("only agents may do that");
    }

    /// <summary>Whether a supervisor asks, or an admin.</summary>
    /// <returns><c>null</c> if so.</returns>
    public Refusal? ToManage(Exchange exchange, out Sender by)
    {
        if (Access.Shown(exchange) is not { } shown || support.Agents.FindByKey(shown) is not { } agent)
            return access.ToAdminister(exchange, out by);
        by = agent.Who;
        return agent.Terms.Supervisor ? null : NotAllowed("only supervisors and admins may do that");
    }

    private Refusal? ToCome(Exchange exchange, out Person person)
    {
        person = Person.Stranger;
        if (!house.People.Networks.MayAsk(exchange.Network, out var retryAfter))
            return new Refusal(ErrorCode.RateLimited, "too many requests from one network", retryAfter);
        if (Access.Shown(exchange) is not { } shown)
        {
            return new Refusal(
                ErrorCode.KeyNeeded,
                "a visitor's token or an agent's key is needed, as Authorization: Bearer");
        }
        // A key looks like a token.
        if (support.Agents.FindByKey(shown) is { } agent)
        {
            person = support.Staff.PersonOf(agent);
            return null;
        }
        if (!Token.TryParse(shown, out var token))
            return new Refusal(ErrorCode.BadToken, "a token has 43 characters");
        var id = RoleId.OfVisitor(token);
        if (house.Bans.Find(id, exchange.Network) is { } ban) return ban.Refuse();
        person = support.Visitors.PersonOf(id, support.Desk.NewestOf(id)?.Visitor.Name);
        return null;
    }

    private static Refusal NotAllowed(string what) => new(ErrorCode.NotAllowed, what);
}
