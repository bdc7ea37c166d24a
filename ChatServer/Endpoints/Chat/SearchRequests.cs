using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Endpoints.Chat;

/// <summary>Finding what was said.</summary>
internal static class SearchRequests
{
    public static async ValueTask<Refusal?> SearchAsync(ChatClient client, ClientMessage message)
    {
        if (SearchTerms.Read(message.Find, message.From, message.Limit, out var problem) is not { } terms)
            return problem;
        terms = terms with { Re = message.Id };
        var (search, person) = (client.House.Search, client.Person!);
        try
        {
            if (message.Room is null)
            {
                await AnswerAsync(client, search.EverywhereAsync(person, client.Address, terms))
                    .ConfigureAwait(false);
                return null;
            }
            if (ToRead(client, message.Room, out var room) is { } refusal) return refusal;
            await AnswerAsync(client, search.InRoomAsync(room, person, client.Address, terms))
                .ConfigureAwait(false);
            return null;
        }
        catch (LogException)
        {
            return Refusals.Unavailable;
        }
    }

    private static async Task AnswerAsync(ChatClient client, Task<SearchResults> results) =>
        await client.SendAsync(await results.ConfigureAwait(false), ProtocolJson.Default.SearchResults)
            .ConfigureAwait(false);

    // A room that the connection is in, or could join without a password.
    private static Refusal? ToRead(ChatClient client, string wanted, out string name)
    {
        if (client.Memberships.TryFind(wanted, out var membership))
        {
            name = membership.Room.Name;
            return null;
        }
        if (RoomRequests.NameOf(client, wanted, out name) is { } problem) return problem;
        var house = client.House;
        if (PrivateName.HasMark(name)) return null; // theirs, as its name says
        if (house.Rooms.Find(name) is not { } room)
            return new Refusal(ErrorCode.NoSuchRoom, "there is no such room");
        return Permission.ToEnter(
            room, client.Person!, null, client.Address, house.People.Guesses, house.Time.GetUtcNow());
    }
}
