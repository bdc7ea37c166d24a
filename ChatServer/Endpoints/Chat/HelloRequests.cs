using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>What comes first: saying who one is, or taking over who one is elsewhere.</summary>
internal static class HelloRequests
{
    public static ValueTask<Refusal?> HelloAsync(ChatClient client, ClientMessage message) =>
        message.As switch
        {
            null or PersonRole.Guest => HelloAsync(client, message, isLasting: true),
            PersonRole.Visitor => DeskRequests.HelloAsVisitorAsync(client, message),
            PersonRole.Agent => DeskRequests.HelloAsAgentAsync(client, message),
            _ => new(Refusals.BadMessage("as is guest, visitor or agent")),
        };

    /// <param name="client">The connection.</param>
    /// <param name="message">The request.</param>
    /// <param name="isLasting">Whether what they get is kept: not for those who can't show the token
    /// again.</param>
    public static async ValueTask<Refusal?> HelloAsync(
        ChatClient client, ClientMessage message, bool isLasting)
    {
        var house = client.House;
        if (Read(message, out var token, out var wanted) is { } problem) return problem;
        var arrival = new Arrival(token.PersonId, wanted, message.Password, isLasting);
        if (house.Admission.ToHouse(arrival, client, out var person) is { } refusal) return refusal;
        client.Become(person!);
        var welcome = new Welcome(
            message.Id, ChatClient.You(person!), token.Text, house.Rooms.List(),
            house.Directs.Of(person!.Id), LimitsOf(house.Limits));
        await client.SendAsync(welcome, ProtocolJson.Default.Welcome).ConfigureAwait(false);
        return null;
    }

    /// <summary>Who somebody is, and how they want to be called.</summary>
    /// <param name="message">The hello.</param>
    /// <param name="token">What they show; a new one if they show none.</param>
    /// <param name="wanted">The name; <c>null</c> if they say none.</param>
    /// <returns><c>null</c> if both can be; else why not.</returns>
    public static Refusal? Read(ClientMessage message, out Token token, out PersonName? wanted)
    {
        (token, wanted) = (Token.New(), null);
        if (message.Token is not null && !Token.TryParse(message.Token, out token))
            return new Refusal(ErrorCode.BadToken, "a token is 43 characters of base64url");
        if (message.Name is null) return null;
        if (!PersonName.TryParse(message.Name, out var name)) return Refusal.BadName;
        wanted = name;
        return null;
    }

    public static async ValueTask<Refusal?> ClaimAsync(ChatClient client, ClientMessage message)
    {
        if (message.Code is null) return Refusals.BadMessage("claim needs code");
        if (!client.House.People.TryClaim(message.Code, out var token, out var name))
            return new Refusal(ErrorCode.BadCode, "the code is unknown, used, or too old");
        await client.SendAsync(new Claimed(message.Id, token.Text, name), ProtocolJson.Default.Claimed)
            .ConfigureAwait(false);
        return null;
    }

    public static Limits LimitsOf(HouseLimits limits) => new()
    {
        TextBytes = limits.TextBytes,
        NameChars = PersonName.MaxChars,
        RoomNameChars = RoomName.MaxChars,
        RoomsPerConnection = HouseLimits.RoomsPerConnection,
        PageEvents = HouseLimits.PageEvents,
        MessagesPerSecond = limits.MessagesPerSecond,
        MessageBurst = HouseLimits.MessageBurst,
        FileBytes = limits.FileBytes,
        MessageFiles = HouseLimits.MessageFiles,
        FixedRooms = limits.FixedRooms,
    };
}
