using ChatServer.Files;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// Conversations of two over HTTP, for the two of them: messages with files, and the files. To everybody else
/// there are none.
/// </summary>
internal sealed class DirectsApi(House house, FileStore files, FilesApi fileAnswers, Access access)
{
    public void AddTo(RouteTable routes) => routes
        .Post("/api/directs/{room}/messages", PublishAsync)
        .Get("/api/directs/{room}/messages/{seq}/files/{file}", FileAsync);

    private async Task<Answer> PublishAsync(Exchange exchange)
    {
        if (ToConversation(exchange, out var room, out var reader) is { } refusal)
            return Problems.Answer(exchange, refusal);
        using var hold = house.Rooms.Hold(room)!;
        using var parts = new MultipartPublication(files, house.Limits.TextBytes);
        var (problem, publication) = await PublicationReader
            .ReadAsync(exchange, house.Limits.TextBytes, parts).ConfigureAwait(false);
        if (problem is not null) return Problems.Answer(exchange, problem);
        var poster = new PassingPoster(exchange.Network);
        // A name may be forgotten by the end of a long upload.
        if (house.People.Enter(reader.Id, null, isLasting: true, poster) is not { } person)
            return Problems.Answer(exchange, Access.NoSuchRoom(room));
        try
        {
            var outcome = await RoomPost.SayAsync(house, hold.Room, person, publication, parts, poster)
                .ConfigureAwait(false);
            return RoomPost.AnswerOf(exchange, outcome);
        }
        finally
        {
            house.People.Leave(person, poster);
        }
    }

    private async Task<Answer> FileAsync(Exchange exchange)
    {
        if (ToConversation(exchange, out var room, out _) is { } refusal)
            return Problems.Answer(exchange, refusal);
        using var hold = house.Rooms.Hold(room)!;
        return await fileAnswers.SendAsync(exchange, hold.Room.FindAsync).ConfigureAwait(false);
    }

    private Refusal? ToConversation(Exchange exchange, out string room, out Person person)
    {
        room = exchange.PathValue("room");
        return access.ToRead(exchange, out person)
            ?? (house.Directs.IsOpenTo(room, person.Id) ? null : Access.NoSuchRoom(room));
    }
}
