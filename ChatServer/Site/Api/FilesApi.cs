using System.Globalization;
using ChatServer.Files;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// The files of messages, for whoever may read the message: to be saved, never to be shown in place of a
/// page.
/// </summary>
internal sealed class FilesApi(FileStore files, Access access)
{
    private const int PieceBytes = 64 * 1024;

    private static readonly Refusal NoSuchFile =
        new(ErrorCode.NotFound, "there is no such message with such a file, or it was deleted");

    public void AddTo(RouteTable routes) =>
        routes.Get("/api/rooms/{room}/messages/{seq}/files/{file}", GetAsync);

    private async Task<Answer> GetAsync(Exchange exchange)
    {
        return access.ToReadRoom(exchange, out _, out var room) is { } refusal
            ? Problems.Answer(exchange, refusal)
            : await SendAsync(exchange, room.FindAsync).ConfigureAwait(false);
    }

    /// <summary>The file of the path, for somebody who may read there.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="find">Finds messages by number.</param>
    public async Task<Answer> SendAsync(Exchange exchange, Func<IReadOnlyList<long>, Task<EventPage>> find)
    {
        if (!TryParse(exchange.PathValue("seq"), out var seq)
            || !TryParse(exchange.PathValue("file"), out var number))
        {
            return Problems.Answer(exchange, NoSuchFile);
        }
        var found = await find([seq]).ConfigureAwait(false);
        if (found.Events is not [{ Files: { } attachments }] || number < 1 || number > attachments.Count)
            return Problems.Answer(exchange, NoSuchFile);
        var file = attachments[(int)number - 1];
        if (await files.OpenAsync(file.Sha256).ConfigureAwait(false) is not { } content)
            return Problems.Answer(exchange, NoSuchFile);
        return Answer.Stream(
            file.Type, content.Bytes, $"\"{file.Sha256}\"", content,
            (stream, ended) => WriteAsync(content, new OpenAnswer(stream, ended)))
            .AsAttachment(file.Name).With("Content-Security-Policy", "default-src 'none'; sandbox");
    }

    private static async Task WriteAsync(FileReader content, OpenAnswer answer)
    {
        var piece = new byte[PieceBytes];
        while (await content.ReadAsync(piece).ConfigureAwait(false) is > 0 and var length)
            await answer.WriteAsync(piece.AsMemory(0, length)).ConfigureAwait(false);
    }

    private static bool TryParse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
