using System.Net;
using System.Text.Json;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// Brings an export into a room that has nothing yet, for admins: every line is checked, and the room has
/// all of it at once, or nothing.
/// </summary>
internal sealed class ImportApi(House house, Access access)
{
    /// <summary>What a line may have besides its text, in bytes: 500 reactions, each with a name.</summary>
    private const int BytesBesides = 256 * 1024;

    /// <summary>What JSON makes of a text, at its most wasteful.</summary>
    private const int MostToText = 6;

    public void AddTo(RouteTable routes) => routes.Post("/api/rooms/{room}/import", ImportAsync);

    private async Task<Answer> ImportAsync(Exchange exchange)
    {
        if (access.ToAdminister(exchange, out _) is { } refusal) return Problems.Answer(exchange, refusal);
        if (Access.NameOf(exchange, out var name) is { } badRoom) return Problems.Answer(exchange, badRoom);
        using var hold = house.Rooms.Hold(name);
        if (hold is null) return Problems.Answer(exchange, Access.NoSuchRoom(name));
        if (hold.Room.Head > 0) return Problems.Answer(exchange, NotEmpty);
        var lines = new BodyLines(exchange, (house.Limits.TextBytes * MostToText) + BytesBesides);
        await using var import = hold.Room.BeginImport(house.Limits);
        if (await ReadAsync(lines, import).ConfigureAwait(false) is { } problem)
        {
            await lines.SkipAsync().ConfigureAwait(false);
            return Problems.Answer(exchange, Bad(lines, problem));
        }
        var (late, isDone) = await import.CompleteAsync().ConfigureAwait(false);
        if (late is not null) return Problems.Answer(exchange, Bad(lines, late));
        if (!isDone) return Problems.Answer(exchange, NotEmpty);
        var imported = new Imported(name, hold.Room.Epoch, hold.Room.Head, import.Count);
        return Answer.Of(HttpStatusCode.OK, imported, ProtocolJson.Default.Imported);
    }

    /// <returns><c>null</c> if it is an export, whole; else what is wrong with the last line that was
    /// read.</returns>
    /// <exception cref="LogException">The log can't write.</exception>
    private static async Task<string?> ReadAsync(BodyLines lines, RoomImport import)
    {
        if (await lines.ReadAsync().ConfigureAwait(false) is not { } first)
            return Missing(lines, "an export");
        if (TypeOf(first.Span) != "export")
            return "the first line of an export is expected: {\"type\":\"export\",…}";
        var head = ProtocolJson.ReadOrNull(first.Span, ProtocolJson.Default.ExportHead);
        if (head?.Version != ExportHead.Current)
            return $"version {ExportHead.Current} is what this server reads";
        while (await lines.ReadAsync().ConfigureAwait(false) is { } line)
        {
            var type = TypeOf(line.Span);
            if (type == "end") return await EndAsync(lines, line, import.Count).ConfigureAwait(false);
            if (type != "event"
                || ProtocolJson.ReadOrNull(line.Span, ProtocolJson.Default.RoomEvent) is not { } e)
            {
                return "this is no event, nor the end of an export";
            }
            if (await import.AddAsync(e).ConfigureAwait(false) is { } problem) return problem;
        }
        return Missing(lines, "{\"type\":\"end\",…}");
    }

    private static async Task<string?> EndAsync(BodyLines lines, ReadOnlyMemory<byte> line, long events)
    {
        var end = ProtocolJson.ReadOrNull(line.Span, ProtocolJson.Default.ExportEnd);
        if (end?.Events != events)
            return $"the end doesn't tell of the {events} events before it";
        var after = await lines.ReadAsync().ConfigureAwait(false);
        return after is null && !lines.IsTooLong ? null : "there is something after the end";
    }

    private static string Missing(BodyLines lines, string what) =>
        lines.IsTooLong ? "the line is too long" : $"the file ends before {what}: it isn't whole";

    private static Refusal Bad(BodyLines lines, string problem) =>
        new(ErrorCode.BadMessage, $"line {Math.Max(1, lines.Number)}: {problem}; nothing was imported");

    private static Refusal NotEmpty =>
        new(ErrorCode.NotEmpty, "something stands, or stood, in the room: an export goes into a new one");

    /// <summary>The field <c>type</c> of an object; <c>null</c> if there is none.</summary>
    private static string? TypeOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                reader.Read();
                if (isType) return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON at all.
        }
        return null;
    }
}
