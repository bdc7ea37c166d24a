using System.Globalization;
using System.Text;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Site.Api;

/// <summary>
/// Reads what somebody publishes: a text, a form, or JSON. Fields of the query stand in for what the body
/// doesn't have.
/// </summary>
internal static class PublicationReader
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string FormInParts = "multipart/form-data";

    // What JSON and forms put around a text, at its most wasteful.
    private const int MostToText = 6;
    private const int BytesBesides = 4096;

    public static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the body is a form in parts, which may bring files.</summary>
    public static bool IsInParts(Exchange exchange) => exchange.BodyType == FormInParts;

    /// <summary>What a request publishes.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="textBytes">Longest text.</param>
    /// <param name="parts">Takes a form in parts.</param>
    /// <returns><c>null</c> and the publication; or why it can't be.</returns>
    public static async Task<(Refusal? Refusal, Publication Publication)> ReadAsync(
        Exchange exchange, int textBytes, MultipartPublication parts)
    {
        var (refusal, read) = IsInParts(exchange)
            ? await parts.ReadAsync(exchange).ConfigureAwait(false)
            : await ReadWholeAsync(exchange, textBytes).ConfigureAwait(false);
        if (refusal is not null) return (refusal, read);
        var whole = read with
        {
            Text = read.Text is { } said
                ? WithoutLastBreak(said, exchange.BodyType)
                : exchange.QueryValue("text"),
            Name = read.Name ?? exchange.QueryValue("name"),
            Key = read.Key ?? exchange.QueryValue("key"),
            Id = read.Id ?? exchange.Header("Idempotency-Key")?.Trim('"') ?? exchange.QueryValue("id"),
        };
        return (Check(whole), whole);
    }

    private static async Task<(Refusal? Refusal, Publication Publication)> ReadWholeAsync(
        Exchange exchange, int textBytes)
    {
        var nothing = new Publication();
        if (exchange.BodyParameter("charset") is { } charset
            && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            && !charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
        {
            return (new Refusal(ErrorCode.UnsupportedType, "a body is in UTF-8"), nothing);
        }
        if (exchange.BodyType is not ("" or Form or "text/plain" or "application/json"))
        {
            return (
                new Refusal(
                    ErrorCode.UnsupportedType, "a body is a text, a form, one in parts with files, or JSON"),
                nothing);
        }
        if (await exchange.ReadBodyAsync((textBytes * MostToText) + BytesBesides).ConfigureAwait(false)
            is not { } body)
        {
            return (
                new Refusal(ErrorCode.TooLong, $"a message may have {textBytes} bytes of UTF-8"), nothing);
        }
        string text;
        try
        {
            text = Strict.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return (Bad("the body isn't UTF-8"), nothing);
        }
        var read = exchange.BodyType switch
        {
            "application/json" => ProtocolJson.ReadOrNull(body, ProtocolJson.Default.Publication),
            Form => OfForm(text),
            _ => new Publication { Text = text },
        };
        return read is null
            ? (Bad("""JSON like {"text":"hi","name":"ci","key":"build","id":"42"} is expected"""), nothing)
            : (null, read);
    }

    /// <summary>What the fields of a form say.</summary>
    public static Publication Of(Dictionary<string, string> fields) => new()
    {
        Text = fields.GetValueOrDefault("text"),
        Name = fields.GetValueOrDefault("name"),
        Key = fields.GetValueOrDefault("key"),
        Id = fields.GetValueOrDefault("id"),
        Reply = long.TryParse(
            fields.GetValueOrDefault("reply"), NumberStyles.None, CultureInfo.InvariantCulture, out var reply)
            ? reply
            : null,
    };

    private static Refusal? Check(Publication publication)
    {
        if (publication is { Files: not null, Key: not null })
            return Bad("a message with a key is edited in place, so it has no files");
        if (publication.Files is null && string.IsNullOrEmpty(publication.Text))
            return new Refusal(ErrorCode.EmptyText, "there is no text");
        if (publication.Id is { Length: 0 or > House.MaxClientIdChars })
            return new Refusal(ErrorCode.BadId, $"an id has 1–{House.MaxClientIdChars} characters");
        return publication.Key is { Length: 0 or > House.MaxClientIdChars }
            ? new Refusal(ErrorCode.BadId, $"a key has 1–{House.MaxClientIdChars} characters")
            : null;
    }

    // curl -d sends whatever it is given as a form: a text that isn't one is meant as it stands.
    private static Publication OfForm(string text) =>
        PercentEncoding.DecodeQuery(text) is { } fields && fields.ContainsKey("text")
            ? Of(fields)
            : new Publication { Text = text };

    // The line feed at the end of what a command printed isn't part of what it said.
    private static string WithoutLastBreak(string text, string type) =>
        type == "application/json" ? text : text.TrimEnd('\n', '\r');

    private static Refusal Bad(string what) => new(ErrorCode.BadMessage, what);
}
