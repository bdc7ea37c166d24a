using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ChatServer.Protocol;

/// <summary>
/// JSON of the protocol, source-generated: camelCase, absent instead of <c>null</c>, at most 64 levels deep.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(RoomEvent))]
[JsonSerializable(typeof(Welcome))]
[JsonSerializable(typeof(Joined))]
[JsonSerializable(typeof(Left))]
[JsonSerializable(typeof(HistoryPage))]
[JsonSerializable(typeof(Renamed))]
[JsonSerializable(typeof(RoomList))]
[JsonSerializable(typeof(PeopleDelta))]
[JsonSerializable(typeof(MessageList))]
[JsonSerializable(typeof(Direct))]
[JsonSerializable(typeof(Handover))]
[JsonSerializable(typeof(Invitation))]
[JsonSerializable(typeof(Claimed))]
[JsonSerializable(typeof(HandedOver))]
[JsonSerializable(typeof(ReadMark))]
[JsonSerializable(typeof(Typing))]
[JsonSerializable(typeof(RoleChanged))]
[JsonSerializable(typeof(BanList))]
[JsonSerializable(typeof(PeoplePage))]
[JsonSerializable(typeof(EventSecret))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(RoomView))]
[JsonSerializable(typeof(RoomEvents))]
[JsonSerializable(typeof(StreamJoined))]
[JsonSerializable(typeof(Publication))]
[JsonSerializable(typeof(BotList))]
[JsonSerializable(typeof(OpenedConnection))]
[JsonSerializable(typeof(ConnectionClosed))]
[JsonSerializable(typeof(MadeKey))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(MadeWebhook))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(WebhookDelivery))]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(ExportHead))]
[JsonSerializable(typeof(ExportEnd))]
[JsonSerializable(typeof(Imported))]
[JsonSerializable(typeof(TicketTold))]
[JsonSerializable(typeof(DeskTold))]
[JsonSerializable(typeof(AgentsTold))]
[JsonSerializable(typeof(SettingsTold))]
[JsonSerializable(typeof(Preview))]
[JsonSerializable(typeof(Seen))]
[JsonSerializable(typeof(DeskSettings))]
[JsonSerializable(typeof(TicketPage))]
[JsonSerializable(typeof(AgentKeyList))]
[JsonSerializable(typeof(AgentKeyRequest))]
[JsonSerializable(typeof(MadeAgentKey))]
[JsonSerializable(typeof(HoursSettings))]
[JsonSerializable(typeof(DeskReportView))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(SearchResults))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    // Chinese travels as itself: three bytes instead of six, and readable in a capture. (Emoji are escaped
    // all the same.) Relaxed is safe here because JSON is never put into HTML.
    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// What an event has besides its texts: the names of the fields, an id of a person, numbers.
    /// </summary>
    private const int BytesOfEvent = 180;

    /// <summary>What a file has besides its texts.</summary>
    private const int BytesOfFile = 130;

    /// <summary>Reads one request.</summary>
    /// <returns>The request, or <c>null</c> with a reason if the bytes are no JSON object of the right
    /// types.</returns>
    public static ClientMessage? Read(ReadOnlySpan<byte> utf8, out string? problem)
    {
        problem = null;
        try
        {
            if (JsonSerializer.Deserialize(utf8, Default.ClientMessage) is { } message) return message;
            problem = "a JSON object is expected";
        }
        catch (JsonException e)
        {
            problem = e.Path is { Length: > 2 } path
                ? $"not of the right type, or malformed: {path[2..]}"
                : "malformed JSON, or not an object";
        }
        catch (InvalidOperationException)
        {
            // What Utf8JsonReader throws for an escaped surrogate without its other half.
            problem = "a string is not valid Unicode";
        }
        return null;
    }

    /// <summary>Reads one message of a kind.</summary>
    /// <returns><c>null</c> if the bytes are no JSON of the right types, or <c>null</c> itself.</returns>
    public static T? ReadOrNull<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Bytes that an event takes as it travels, within a few dozen, and without its reactions.
    /// </summary>
    public static int EncodedBytes(RoomEvent e) =>
        BytesOfEvent + EncodedBytes(e.Room) + EncodedBytes(e.From.Name) + EncodedBytes(e.Text)
        + (e.Id is null ? 0 : EncodedBytes(e.Id)) + (e.Key is null ? 0 : EncodedBytes(e.Key))
        + (e.Person is null ? 0 : EncodedBytes(e.Person.Name))
        + (e.Files?.Sum(file => BytesOfFile + EncodedBytes(file.Name) + EncodedBytes(file.Type)) ?? 0);

    /// <summary>
    /// Bytes that a text takes in a message: up to six times its characters, where most of them are escaped.
    /// </summary>
    public static int EncodedBytes(string text)
    {
        var bytes = 0;
        foreach (var c in text)
        {
            bytes += c switch
            {
                '"' or '\\' or '\n' or '\r' or '\t' => 2,
                < ' ' or (>= '\x7F' and <= '\x9F') => 6,
                _ when char.IsSurrogate(c) => 6,
                < '\x80' => 1,
                < '\u0800' => 2,
                _ => 3,
            };
        }
        return bytes;
    }

    /// <summary>One message.</summary>
    public static byte[] Bytes<T>(T message, JsonTypeInfo<T> type)
    {
        var json = new ArrayBufferWriter<byte>();
        Write(json, message, type);
        return json.WrittenSpan.ToArray();
    }

    /// <summary>Writes one message after what <paramref name="output"/> already holds.</summary>
    public static void Write<T>(IBufferWriter<byte> output, T message, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(output, Writing);
        type.SerializeHandler!(writer, message);
    }
}
