using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>Saying something, and changing what was said.</summary>
internal static class MessageRequests
{
    public static ValueTask<Refusal?> Say(ChatClient client, ClientMessage message, Membership place) =>
        new(message.Text is null
            ? Lacks(message, "text")
            : client.House.Speaking.Say(
                place.Room, client.Person!,
                new Saying(message.Text) { Id = message.Id, Reply = message.Reply }, client));

    public static ValueTask<Refusal?> Edit(ChatClient client, ClientMessage message, Membership place) =>
        new(message.Text is null ? Lacks(message, "text")
            : message.Target is not { } target ? Lacks(message, "target")
            : client.House.Speaking.Edit(
                place.Room, client.Person!, message.Id, target, message.Text, client));

    public static ValueTask<Refusal?> Delete(ChatClient client, ClientMessage message, Membership place) =>
        new(message.Target is not { } target
            ? Lacks(message, "target")
            : client.House.Speaking.Delete(place.Room, client.Person!, message.Id, target, client));

    public static ValueTask<Refusal?> React(ChatClient client, ClientMessage message, Membership place) =>
        new(message.Text is null ? Lacks(message, "text")
            : message.Target is not { } target ? Lacks(message, "target")
            : client.House.Speaking.React(
                place.Room, client.Person!, message.Id, target, message.Text, message.On ?? true, client));

    private static Refusal Lacks(ClientMessage message, string field) =>
        Refusals.BadMessage($"{message.Type} needs {field}");
}
