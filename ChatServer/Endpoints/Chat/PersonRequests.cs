using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>
/// What concerns a person wherever they are: the name, the role, whether they are away, talking to one other.
/// </summary>
internal static class PersonRequests
{
    public static ValueTask<Refusal?> Rename(ChatClient client, ClientMessage message)
    {
        var (house, person) = (client.House, client.Person!);
        if (!PersonName.TryParse(message.Name, out var name)) return new(Refusal.BadName);
        if (!person.Allowances.Renames.TryTake(out var retryAfter))
        {
            return new(
                new Refusal(ErrorCode.RateLimited, "a new name every 5 seconds, five at once", retryAfter));
        }
        return new(house.People.TryRename(person, name, client)
            ? null
            : new Refusal(
                ErrorCode.NameTaken, $"«{name.Text}», or a name that looks like it, is somebody else's"));
    }

    public static async ValueTask<Refusal?> DirectAsync(ChatClient client, ClientMessage message)
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

    public static async ValueTask<Refusal?> HandoverAsync(ChatClient client, ClientMessage message)
    {
        // Off the thread that reads all sockets: a QR code takes a while.
        await Task.Yield();
        var house = client.House;
        if (message.Token is null || message.Origin is null)
            return Refusals.BadMessage("handover needs token and origin");
        if (client.PageAddress.For(message.Origin) is not { } address)
            return Refusals.BadMessage("origin is like http://localhost:8000");
        if (!Token.TryParse(message.Token, out var token)
            || house.People.OfferHandover(client.Person!, token) is not { } offer)
        {
            return new Refusal(ErrorCode.BadToken, "the token isn't this person's");
        }
        var url = $"{address}/#handover={offer.Code}";
        var handover = new Handover(
            message.Id, offer.Code, url, offer.Expires.ToUnixTimeMilliseconds(), QrCode.Rows(url));
        await client.SendAsync(handover, ProtocolJson.Default.Handover).ConfigureAwait(false);
        return null;
    }

    public static ValueTask<Refusal?> Admin(ChatClient client, ClientMessage message)
    {
        var people = client.House.People;
        if (message.On == false)
        {
            people.RevokeAdmin(client.Person!, client);
            return default;
        }
        return new(message.Key is null
            ? Refusals.BadMessage("admin needs key")
            : people.GrantAdmin(client.Person!, message.Key, client.Address, client));
    }

    public static ValueTask<Refusal?> Away(ChatClient client, ClientMessage message)
    {
        if (client.Seat is not null) client.Support.Staff.SetAway(client.Person!.Id, message.On ?? true);
        else client.House.People.SetAway(client.Person!, client, message.On ?? true);
        return default;
    }
}
