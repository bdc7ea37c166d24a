using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>Keeping order, the line of raised hands, and seeing who is banned.</summary>
internal static class ModerationRequests
{
    public static ValueTask<Refusal?> Moderate(ChatClient client, ClientMessage message, Membership place)
    {
        if (message.Action is null) return new(Refusals.BadMessage("moderate needs action"));
        var request = new ModerationRequest(message.Action)
        {
            PersonId = message.Person,
            Text = message.Text,
            Seconds = message.Seconds,
            On = message.On ?? true,
            WithAddress = message.Address ?? false,
        };
        return new(client.House.Moderation.Act(place.Room, client.Person!, message.Id, request, client));
    }

    public static ValueTask<Refusal?> Hand(ChatClient client, ClientMessage message, Membership place) =>
        new(message.Action is null
            ? Refusals.BadMessage("hand needs action")
            : client.House.Hands.Act(
                place.Room, client.Person!, message.Id, message.Action, message.Person, client));

    public static async ValueTask<Refusal?> BansAsync(ChatClient client, ClientMessage message)
    {
        if (!client.Person!.IsAdmin)
            return new Refusal(ErrorCode.NotAllowed, "only admins see who is banned");
        var bans = client.House.Bans.Current().Select(ban => View(ban.Event)).ToList();
        await client.SendAsync(new BanList(message.Id, bans), ProtocolJson.Default.BanList)
            .ConfigureAwait(false);
        return null;
    }

    private static BanView View(RoomEvent ban) => new(
        ban.Person!, ban.Secret?.Addresses, ban.Until, ban.Text, ban.From, ban.Room, ban.At);
}
