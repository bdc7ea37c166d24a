using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using ChatServer.Protocol;

namespace ChatServer.Site;

/// <summary>
/// What a route answers; the listener adds what all answers have, and leaves out what needn't travel.
/// </summary>
public sealed class Answer
{
    private const string JsonType = "application/json; charset=utf-8";
    private const string PlainText = "text/plain; charset=utf-8";

    private Answer(HttpStatusCode status, string? contentType)
    {
        Status = status;
        ContentType = contentType;
    }

    public HttpStatusCode Status { get; }

    /// <summary>The media type; <c>null</c> where there is no body.</summary>
    public string? ContentType { get; }

    /// <summary>Why it is a refusal, one of <see cref="ErrorCode"/>; <c>null</c> where it is none.</summary>
    public string? Refusal { get; internal set; }

    /// <summary>Further headers.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    /// <summary>The body, if it is known in advance.</summary>
    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>The body compressed with gzip, if it is there already.</summary>
    public ReadOnlyMemory<byte>? Compressed { get; private init; }

    /// <summary>
    /// Names this version of the body (RFC 9110 section 8.8.3); <c>null</c> where nobody asks again.
    /// </summary>
    public string? ETag { get; private init; }

    /// <summary>Writes a body that isn't known in advance, until the token is cancelled.</summary>
    public Func<Stream, CancellationToken, Task>? Writing { get; private init; }

    /// <summary>How much it writes; <c>null</c> where that isn't known in advance.</summary>
    public long? WritingBytes { get; private init; }

    /// <summary>What it reads from; <c>null</c> if nothing is held.</summary>
    public IAsyncDisposable? Source { get; private init; }

    /// <summary>A file of the page.</summary>
    public static Answer File(Asset asset) => new(HttpStatusCode.OK, asset.ContentType)
    {
        Body = asset.Bytes,
        Compressed = asset.Compressed,
        ETag = asset.ETag,
    };

    /// <summary>A message of the protocol, which can be asked for conditionally.</summary>
    public static Answer Of<T>(T message, JsonTypeInfo<T> type) =>
        Versioned(HttpStatusCode.OK, JsonType, ProtocolJson.Bytes(message, type));

    /// <summary>A message of the protocol that says what became of a request.</summary>
    public static Answer Of<T>(HttpStatusCode status, T message, JsonTypeInfo<T> type) =>
        new(status, JsonType) { Body = ProtocolJson.Bytes(message, type) };

    /// <summary>JSON that is written already.</summary>
    public static Answer Json(HttpStatusCode status, ReadOnlyMemory<byte> json) =>
        new(status, JsonType) { Body = json };

    /// <summary>A document of that type.</summary>
    public static Answer Of(string contentType, byte[] body) =>
        Versioned(HttpStatusCode.OK, contentType, body);

    /// <summary>Lines for people.</summary>
    public static Answer Text(HttpStatusCode status, string text) =>
        new(status, PlainText) { Body = Encoding.UTF8.GetBytes(text) };

    /// <summary>Lines for people, which can be asked for conditionally.</summary>
    public static Answer Text(string text) =>
        Versioned(HttpStatusCode.OK, PlainText, Encoding.UTF8.GetBytes(text));

    /// <summary>Problem details (RFC 9457).</summary>
    public static Answer Of(Problem problem) =>
        new((HttpStatusCode)problem.Status, "application/problem+json")
        {
            Body = ProtocolJson.Bytes(problem, ProtocolJson.Default.Problem),
        };

    /// <summary>Nothing to say.</summary>
    public static Answer NoContent() => new(HttpStatusCode.NoContent, null);

    /// <summary>A body that is written as it comes to be.</summary>
    public static Answer Stream(string contentType, Func<Stream, CancellationToken, Task> writing) =>
        new(HttpStatusCode.OK, contentType) { Writing = writing };

    /// <summary>
    /// A body of a known length that is written as it is read, and can be asked for conditionally.
    /// </summary>
    /// <param name="contentType">The media type.</param>
    /// <param name="bytes">The length.</param>
    /// <param name="eTag">Names this version.</param>
    /// <param name="source">What it is read from; disposed of when the answer is out, whether it was needed
    /// or not.</param>
    /// <param name="writing">Writes it.</param>
    public static Answer Stream(
        string contentType, long bytes, string eTag, IAsyncDisposable source,
        Func<Stream, CancellationToken, Task> writing) => new(HttpStatusCode.OK, contentType)
        {
            Writing = writing,
            WritingBytes = bytes,
            ETag = eTag,
            Source = source,
        };

    /// <summary>Has a browser save it under a name, and show nothing of it.</summary>
    public Answer AsAttachment(string fileName)
    {
        // RFC 6266: who doesn't know the second takes the first.
        var plain = string.Concat(fileName.Select(c => c is < ' ' or > '~' or '"' or '\\' or '%' ? '_' : c));
        return With(
            "Content-Disposition",
            $"attachment; filename=\"{plain}\"; filename*=UTF-8''{Uri.EscapeDataString(fileName)}");
    }

    /// <summary>Adds a header.</summary>
    public Answer With(string name, string value)
    {
        Headers[name] = value;
        return this;
    }

    // Weak, since the same tag is for the body as it is and for the compressed one.
    private static Answer Versioned(HttpStatusCode status, string contentType, byte[] body) =>
        new(status, contentType)
        {
            Body = body,
            ETag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 12))}\"",
        };
}
