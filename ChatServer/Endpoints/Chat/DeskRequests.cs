using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Endpoints.Chat;

/// <summary>Coming to the support desk, and asking there.</summary>
internal static class DeskRequests
{
    public static async ValueTask<Refusal?> HelloAsVisitorAsync(ChatClient client, ClientMessage message)
    {
        var support = client.Support;
        if (!support.Reception.Exists) return new Refusal(ErrorCode.NoDesk, "there is no support desk here");
        if (HelloRequests.Read(message, out var token, out var wanted) is { } problem) return problem;
        var id = RoleId.OfVisitor(token);
        if (client.House.Bans.Find(id, client.Address) is { } ban) return ban.Refuse();
        var seat = new VisitorSeat(client);
        var sending = ValueTask.CompletedTask;
        // What is told after the welcome is newer than what stands in it.
        support.Desk.StandStill(() =>
        {
            // Who asked before has the name that they gave then.
            var known = support.Desk.NewestOf(id)?.Visitor.Name;
            if (wanted is null && PersonName.TryParse(known, out var last)) wanted = last;
            var visitor = support.Visitors.Enter(id, wanted, seat);
            client.Become(visitor, seat);
            sending = WelcomeAsync(client, message, welcome => welcome with
            {
                Token = token.Text,
                Desk = seat.Welcome(visitor),
            });
        });
        await sending.ConfigureAwait(false);
        return null;
    }

    public static async ValueTask<Refusal?> HelloAsAgentAsync(ChatClient client, ClientMessage message)
    {
        var support = client.Support;
        if (message.Key is null) return Refusals.BadMessage("hello as an agent needs key");
        if (support.Agents.FindByKey(message.Key) is not { } agent)
        {
            return client.House.People.Guesses.Try(
                client.Address, ":agent", () => false,
                new Refusal(ErrorCode.BadKey, "no agent has that key"));
        }
        var seat = new AgentSeat(client, agent);
        var sending = ValueTask.CompletedTask;
        support.Desk.StandStill(() =>
        {
            client.Become(support.Staff.Come(agent, seat), seat);
            sending = WelcomeAsync(client, message, welcome => welcome with { Console = seat.Welcome() });
        });
        await sending.ConfigureAwait(false);
        // A key that was revoked in between was looked for before this connection was there.
        if (support.Agents.FindByKey(message.Key) is null) seat.OnRevoked();
        return null;
    }

    public static async ValueTask<Refusal?> AskAsync(ChatClient client, ClientMessage message)
    {
        if (client.House.Speaking.Spend(client.Person!, client) is { } tooMany) return tooMany;
        var question = new Question
        {
            Id = message.Id,
            Name = message.Name,
            Text = message.Text,
            Department = message.Department,
            Page = message.Page,
            Language = message.Language,
            Contact = message.Contact,
            Fields = message.Fields,
        };
        try
        {
            var (problem, ticket) = await client.Support.Asking
                .AskAsync(client.Person!, question, client.Address).ConfigureAwait(false);
            if (problem is null) await TellAsync(client, message, ticket!).ConfigureAwait(false);
            return problem;
        }
        catch (LogException)
        {
            return Refusal.NotSaved;
        }
    }

    /// <summary>Answers with a ticket.</summary>
    // As it is by now, and before anything newer is told.
    public static async ValueTask TellAsync(ChatClient client, ClientMessage message, Ticket ticket)
    {
        var desk = client.Support.Desk;
        var sending = ValueTask.CompletedTask;
        desk.StandStill(() => sending = client.SendAsync(
            new TicketTold(message.Id, client.Seat!.View(desk.Find(ticket.Number) ?? ticket)),
            ProtocolJson.Default.TicketTold));
        await sending.ConfigureAwait(false);
    }

    private static ValueTask WelcomeAsync(
        ChatClient client, ClientMessage message, Func<Welcome, Welcome> with)
    {
        var welcome = new Welcome(
            message.Id, ChatClient.You(client.Person!), Token: null, Rooms: [], Directs: [],
            HelloRequests.LimitsOf(client.House.Limits));
        return client.SendAsync(with(welcome), ProtocolJson.Default.Welcome);
    }
}
