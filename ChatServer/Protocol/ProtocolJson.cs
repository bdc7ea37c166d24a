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
[JsonSerializable(typeof(ErrorMessage))]
public sealed partial class ProtocolJson : JsonSerializerContext
{
    // Chinese and emoji travel as themselves: three bytes instead of six, and readable in a capture.
    // Relaxed is safe here because JSON is never put into HTML.
    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

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

    /// <summary>Writes one message after what <paramref name="output"/> already holds.</summary>
    public static void Write<T>(IBufferWriter<byte> output, T message, JsonTypeInfo<T> type)
    {
        using var writer = new Utf8JsonWriter(output, Writing);
        type.SerializeHandler!(writer, message);
    }
}
