using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Endpoints.Chat;

/// <summary>What visitors and agents do with a ticket.</summary>
internal static class TicketRequests
{
    /// <summary>Longest reason, and comment on a rating, in UTF-16 units.</summary>
    private const int MaxTextUnits = 1_000;

    /// <summary>Longest tag, in UTF-16 units.</summary>
    private const int MaxTagUnits = 64;

    /// <summary>Priorities are between this and its negative.</summary>
    private const int MaxPriority = 5;

    public static async ValueTask<Refusal?> ActAsync(ChatClient client, ClientMessage message)
    {
        if (message.Ticket is not { } number) return Refusals.BadMessage("ticket needs ticket, a number");
        if (message.Text is { Length: > MaxTextUnits } || message.Tag is { Length: > MaxTagUnits })
        {
            return new Refusal(
                ErrorCode.TooLong, $"a text has {MaxTextUnits} characters at most, a tag {MaxTagUnits}");
        }
        // One that isn't theirs isn't there for them.
        if (client.Seat!.ToRead(TicketName.Of(number)) is { } unknown) return unknown;
        if (client.House.Speaking.Spend(client.Person!, client) is { } tooMany) return tooMany;
        try
        {
            var (problem, acting) = client.Seat is AgentSeat seat
                ? ByAgent(client.Support, seat.Agent, message, number)
                : ByVisitor(client, message, number);
            if (problem is not null) return problem;
            var receipt = await acting!.ConfigureAwait(false);
            if (DeskRefusal.Of(receipt) is { } refusal) return refusal;
            await DeskRequests.TellAsync(client, message, receipt.Ticket!).ConfigureAwait(false);
            return null;
        }
        catch (LogException)
        {
            return Refusal.NotSaved;
        }
    }

    private static (Refusal? Problem, Task<DeskReceipt>? Acting) ByVisitor(
        ChatClient client, ClientMessage message, long number)
    {
        var (desk, visitor) = (client.Support.Desk, client.Person!.Sender);
        return message.Action switch
        {
            TicketAction.Close => (null, desk.CloseAsync(visitor, number, tag: null)),
            TicketAction.Rate when message.Rating is >= 1 and <= 5 and var rating =>
                (null, desk.RateAsync(visitor, number, rating, TextOf(message))),
            TicketAction.Rate => (Refusals.BadMessage("rating is 1–5"), null),
            _ => (Refusals.NotFor(Standing.Visitor), null),
        };
    }

    private static (Refusal? Problem, Task<DeskReceipt>? Acting) ByAgent(
        SupportDesk support, Agent agent, ClientMessage message, long number)
    {
        var (desk, who, isSupervisor) = (support.Desk, agent.Who, agent.Terms.Supervisor);
        return message.Action switch
        {
            TicketAction.Claim => (null, desk.ClaimAsync(who, number, support.Staff.Limit)),
            TicketAction.TakeOver when isSupervisor => (null, desk.TakeOverAsync(who, number)),
            TicketAction.TakeOver => (new Refusal(ErrorCode.NotAllowed, "only supervisors take over"), null),
            TicketAction.Return when message.Turn is { } turn =>
                (null, desk.ReturnAsync(who, number, turn, TextOf(message), isSupervisor)),
            TicketAction.Return => (Refusals.BadMessage("return needs turn"), null),
            TicketAction.Transfer => Transfer(support, agent, message, number),
            TicketAction.Priority
                when message.Priority is >= -MaxPriority and <= MaxPriority and var priority =>
                (null, desk.PrioritiseAsync(who, number, priority)),
            TicketAction.Priority => (Refusals.BadMessage($"priority is −{MaxPriority}–{MaxPriority}"), null),
            TicketAction.Close => (null, desk.CloseAsync(who, number, TagOf(message), isSupervisor)),
            TicketAction.Rate => (Refusals.NotFor(Standing.Agent), null),
            _ => (Refusals.BadMessage("action is one of the document"), null),
        };
    }

    private static (Refusal? Problem, Task<DeskReceipt>? Acting) Transfer(
        SupportDesk support, Agent agent, ClientMessage message, long number)
    {
        var (desk, isSupervisor) = (support.Desk, agent.Terms.Supervisor);
        if (message.Person is null == message.Department is null)
            return (Refusals.BadMessage("transfer needs person or department"), null);
        if (message.Person is { } person)
        {
            return support.Agents.Find(person) is { } to && support.Staff.StateOf(to.Id) != AgentState.Offline
                ? (null, desk.TransferAsync(agent.Who, number, to.Who, TextOf(message), isSupervisor))
                : (new Refusal(ErrorCode.NoSuchPerson, "no agent of that id is connected"), null);
        }
        return support.Setup.Settings.Departments.Contains(message.Department)
            ? (null, desk.TransferAsync(
                agent.Who, number, message.Department!, TextOf(message), isSupervisor))
            : (new Refusal(ErrorCode.BadDepartment, "department is one of the desk's"), null);
    }

    private static string TextOf(ClientMessage message) =>
        UnicodeText.WithoutControls(message.Text ?? "").Trim();

    private static string? TagOf(ClientMessage message) =>
        message.Tag is { } tag && UnicodeText.WithoutControls(tag).Trim() is { Length: > 0 } written
            ? written
            : null;
}
