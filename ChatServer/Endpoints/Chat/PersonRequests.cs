using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>What concerns a person wherever they are: the name, and talking to one other.</summary>
internal static class PersonRequests
{
    public static bool Is(string type) => type is ClientMessageType.Rename or ClientMessageType.Direct;

    public static ValueTask<Refusal?> CarryOutAsync(ChatClient client, ClientMessage message) => message.Type switch
    {
        ClientMessageType.Rename => new(Rename(client, message)),
        _ => DirectAsync(client, message),
    };

    private static Refusal? Rename(ChatClient client, ClientMessage message)
    {
        var (house, person) = (client.House, client.Person!);
        if (!PersonName.TryParse(message.Name, out var name)) return Refusals.BadName;
        if (!person.Renames.TryTake(out var retryAfter))
            return new Refusal(ErrorCode.RateLimited, "a new name every 5 seconds, five at once", retryAfter);
        return house.People.TryRename(person, name, client)
            ? null
            : new Refusal(
                ErrorCode.NameTaken, $"«{name.Text}», or a name that looks like it, is somebody else's");
    }

    private static async ValueTask<Refusal?> DirectAsync(ChatClient client, ClientMessage message)
    {
        var people = client.House.People;
        var with = message.Person is not null ? people.Find(message.Person)
            : PersonName.TryParse(message.Name, out var name) ? people.Find(name)
            : null;
        if (with is null || with.Id == client.Person!.Id) return Refusals.NoSuchPerson;
        var room = DirectName.Of(client.Person.Id, with.Id);
        await client.SendAsync(new Direct(message.Id, room, with), ProtocolJson.Default.Direct)
            .ConfigureAwait(false);
        return null;
    }
}
