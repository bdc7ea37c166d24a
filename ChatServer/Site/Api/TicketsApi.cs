using ChatServer.Files;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Support;

namespace ChatServer.Site.Api;

/// <summary>A ticket over HTTP, for its visitor and for agents: messages with files, and the conversation as
/// a file.</summary>
internal sealed class TicketsApi(
    House house, SupportDesk support, FileStore files, FilesApi fileAnswers, DeskAccess access)
{
    public void AddTo(RouteTable routes) => routes
        .Get("/api/tickets/{number}/transcript", Transcript)
        .Post("/api/tickets/{number}/messages", PublishAsync)
        .Get("/api/tickets/{number}/messages/{seq}/files/{file}", FileAsync);

    private Answer Transcript(Exchange exchange)
    {
        if (access.ToTicket(exchange, out var number, out _) is { } refusal)
            return Problems.Answer(exchange, refusal);
        var language = exchange.QueryValue("language") ?? "en";
        if (TranscriptWords.In(language) is not { } words)
            return Problems.Answer(exchange, new Refusal(ErrorCode.BadMessage, "language is en or zh"));
        var transcript = new Transcript(support.Desk.Find(number), words);
        return Answer.Stream("text/plain; charset=utf-8", async (stream, ended) =>
        {
            using var hold = house.Rooms.Hold(TicketName.Of(number))!;
            await transcript.WriteAsync(hold.Room, new OpenAnswer(stream, ended)).ConfigureAwait(false);
        }).AsAttachment($"ticket-{number}.txt");
    }

    private async Task<Answer> PublishAsync(Exchange exchange)
    {
        if (access.ToTicket(exchange, out var number, out var person) is { } refusal)
            return Problems.Answer(exchange, refusal);
        using var hold = house.Rooms.Hold(TicketName.Of(number))!;
        // Nobody who may not speak is let fill the disk first.
        if (support.Rights.ToSpeak(person.Id, hold.Room.Name) is { } silent)
            return Problems.Answer(exchange, silent);
        using var parts = new MultipartPublication(files, house.Limits.TextBytes);
        var (problem, publication) = await PublicationReader
            .ReadAsync(exchange, house.Limits.TextBytes, parts).ConfigureAwait(false);
        // The conversation may be over by the end of a long upload.
        problem ??= support.Rights.ToSpeak(person.Id, hold.Room.Name);
        if (problem is not null) return Problems.Answer(exchange, problem);
        var outcome = await RoomPost.SayAsync(
            house, hold.Room, person, publication, parts, new PassingPoster(exchange.Network))
            .ConfigureAwait(false);
        support.Part(person);
        return RoomPost.AnswerOf(exchange, outcome);
    }

    private async Task<Answer> FileAsync(Exchange exchange)
    {
        if (access.ToTicket(exchange, out var number, out _) is { } refusal)
            return Problems.Answer(exchange, refusal);
        using var hold = house.Rooms.Hold(TicketName.Of(number))!;
        return await fileAnswers.SendAsync(exchange, hold.Room.FindAsync).ConfigureAwait(false);
    }
}
