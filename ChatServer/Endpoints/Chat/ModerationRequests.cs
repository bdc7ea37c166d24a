using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>Keeping order, and seeing who is banned.</summary>
internal static class ModerationRequests
{
    public static bool Is(string type) => type is ClientMessageType.Moderate or ClientMessageType.Bans;

    public static ValueTask<Refusal?> CarryOutAsync(ChatClient client, ClientMessage message) => message.Type switch
    {
        ClientMessageType.Moderate => new(Moderate(client, message)),
        _ => BansAsync(client, message),
    };

    private static Refusal? Moderate(ChatClient client, ClientMessage message)
    {
        if (message.Room is null || message.Action is null)
            return Refusals.BadMessage("moderate needs room and action");
        if (!client.Memberships.TryFind(message.Room, out var membership)) return Refusals.NotJoined;
        var request = new ModerationRequest(message.Action)
        {
            PersonId = message.Person,
            Text = message.Text,
            Seconds = message.Seconds,
            On = message.On ?? true,
            WithAddress = message.Address ?? false,
        };
        return client.House.Moderation.Act(membership.Room, client.Person!, message.Id, request, client);
    }

    private static async ValueTask<Refusal?> BansAsync(ChatClient client, ClientMessage message)
    {
        if (!client.Person!.IsAdmin) return new Refusal(ErrorCode.NotAllowed, "only admins see who is banned");
        var bans = client.House.Bans.Current().Select(ban => View(ban.Event)).ToList();
        await client.SendAsync(new BanList(message.Id, bans), ProtocolJson.Default.BanList).ConfigureAwait(false);
        return null;
    }

    private static BanView View(RoomEvent ban) => new(
        ban.Person!, ban.Secret?.Addresses, ban.Until, ban.Text, ban.From, ban.Room, ban.At);
}
