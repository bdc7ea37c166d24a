using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>Saying something, and changing what was said.</summary>
internal static class MessageRequests
{
    public static bool Is(string? type) => type
        is ClientMessageType.Say or ClientMessageType.Edit or ClientMessageType.Delete or ClientMessageType.React;

    public static Refusal? CarryOut(ChatClient client, ClientMessage message)
    {
        if (client.Person is not { } person) return Refusals.HelloFirst;
        var isNew = message.Type == ClientMessageType.Say;
        if (message.Room is null) return Refusals.BadMessage($"{message.Type} needs room");
        if (message.Text is null && message.Type != ClientMessageType.Delete)
            return Refusals.BadMessage($"{message.Type} needs text");
        if (message.Target is null && !isNew) return Refusals.BadMessage($"{message.Type} needs target");
        if (!client.Memberships.TryFind(message.Room, out var membership)) return Refusals.NotJoined;

        var (speaking, room, id) = (client.House.Speaking, membership.Room, message.Id);
        var (target, text) = (message.Target ?? 0, message.Text ?? "");
        return message.Type switch
        {
            ClientMessageType.Say => speaking.Say(room, person, id, text, message.Reply, client),
            ClientMessageType.Edit => speaking.Edit(room, person, id, target, text, client),
            ClientMessageType.Delete => speaking.Delete(room, person, id, target, client),
            _ => speaking.React(room, person, id, target, text, message.On ?? true, client),
        };
    }
}
