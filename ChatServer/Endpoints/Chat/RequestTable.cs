using System.Collections.Frozen;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>What is done for each type of request.</summary>
internal static class RequestTable
{
    private static readonly FrozenDictionary<string, Request> All = new Dictionary<string, Request>
    {
        [ClientMessageType.Hello] = Request.First(HelloRequests.HelloAsync),
        [ClientMessageType.Claim] = Request.First(HelloRequests.ClaimAsync),

        [ClientMessageType.Say] = Request.Speaking(MessageRequests.Say),
        [ClientMessageType.Edit] = Request.Speaking(MessageRequests.Edit),
        [ClientMessageType.Delete] = Request.Speaking(MessageRequests.Delete),
        [ClientMessageType.React] = Request.Speaking(MessageRequests.React),

        [ClientMessageType.Join] = new(RoomRequests.JoinAsync) { Cost = 4, For = Standing.Anybody },
        [ClientMessageType.Leave] = Request.InRoom(RoomRequests.LeaveAsync) with { For = Standing.Anybody },
        [ClientMessageType.History] = Request.InRoom(RoomRequests.HistoryAsync) with
        {
            Cost = 4,
            For = Standing.Anybody,
        },
        [ClientMessageType.Messages] = Request.InRoom(RoomRequests.MessagesAsync) with
        {
            Cost = 4,
            For = Standing.Anybody,
        },
        [ClientMessageType.Read] = Request.InRoom(RoomRequests.ReadAsync) with { For = Standing.Anybody },
        [ClientMessageType.Typing] = Request.InRoom(RoomRequests.Typing) with { For = Standing.Anybody },

        [ClientMessageType.Search] = new(SearchRequests.SearchAsync) { Cost = 10 },
        [ClientMessageType.Rooms] = new(RoomRequests.RoomsAsync) { Cost = 5 },
        [ClientMessageType.People] = Request.InRoom(RoomRequests.PeopleAsync),
        [ClientMessageType.Invite] = Request.InRoom(RoomRequests.InviteAsync) with { Cost = 20 },
        [ClientMessageType.Rename] = new(PersonRequests.Rename),
        [ClientMessageType.Direct] = new(PersonRequests.DirectAsync),
        [ClientMessageType.Handover] = new(PersonRequests.HandoverAsync) { Cost = 50 },
        [ClientMessageType.Away] = new(PersonRequests.Away) { For = Standing.Person | Standing.Agent },
        [ClientMessageType.Admin] = new(PersonRequests.Admin),

        [ClientMessageType.Moderate] = Request.InRoom(ModerationRequests.Moderate),
        [ClientMessageType.Hand] = Request.InRoom(ModerationRequests.Hand),
        [ClientMessageType.Bans] = new(ModerationRequests.BansAsync),

        [ClientMessageType.Ask] = new(DeskRequests.AskAsync) { For = Standing.Visitor, IsSpeaking = true },
        [ClientMessageType.Ticket] = new(TicketRequests.ActAsync)
        {
            For = Standing.Visitor | Standing.Agent,
            IsSpeaking = true,
        },
    }.ToFrozenDictionary();

    /// <returns><c>null</c> if there is no such type.</returns>
    public static Request? Find(string? type) => type is null ? null : All.GetValueOrDefault(type);
}

/// <summary>How a request is carried out.</summary>
/// <param name="CarryOut">Does it, and gives <c>null</c>, or why not.</param>
internal sealed record Request(Func<ChatClient, ClientMessage, ValueTask<Refusal?>> CarryOut)
{
    /// <summary>Whether it comes before the welcome, and only then.</summary>
    public bool ComesFirst { get; private init; }

    /// <summary>Whose request it is.</summary>
    public Standing For { get; init; } = Standing.Person;

    /// <summary>
    /// What it takes from the connection's allowance: more where the answer is long, or takes long to make.
    /// </summary>
    public int Cost { get; init; } = 1;

    /// <summary>
    /// Whether it takes from the person's allowance of what lasts, and not from the connection's.
    /// </summary>
    public bool IsSpeaking { get; init; }

    public static Request First(Func<ChatClient, ClientMessage, ValueTask<Refusal?>> carryOut) =>
        new(carryOut) { ComesFirst = true };

    /// <summary>For a room that the connection is in.</summary>
    public static Request InRoom(Func<ChatClient, ClientMessage, Membership, ValueTask<Refusal?>> carryOut) =>
        new(async (client, message) =>
        {
            if (message.Room is null) return Refusals.BadMessage($"{message.Type} needs room");
            if (!client.Memberships.TryFind(message.Room, out var membership)) return Refusals.NotJoined;
            try
            {
                return await carryOut(client, message, membership).ConfigureAwait(false);
            }
            catch (LogException)
            {
                return Refusals.Unavailable;
            }
        });

    /// <summary>The same for what lasts, which anybody says who may speak there.</summary>
    public static Request Speaking(
        Func<ChatClient, ClientMessage, Membership, ValueTask<Refusal?>> carryOut) =>
        InRoom((client, message, place) => client.Seat?.ToSpeak(place.Room) is { } refusal
            ? new(refusal)
            : carryOut(client, message, place)) with
        {
            For = Standing.Anybody,
            IsSpeaking = true,
        };
}
