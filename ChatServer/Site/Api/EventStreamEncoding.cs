using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// Server-sent events (WHATWG HTML section 9.2): each event's JSON as data, and as its id the epoch, a colon
/// and the number, from which a client resumes. Encoded once for all who listen. Signals aren't told.
/// </summary>
internal sealed class EventStreamEncoding(string epoch) : IEncoding
{
    /// <summary>A line that means nothing, so that nobody between takes the stream for dead.</summary>
    public static readonly ReadOnlyMemory<byte> KeepAlive = ":\n\n"u8.ToArray();

    /// <summary>How long a client waits before it comes back.</summary>
    public static readonly ReadOnlyMemory<byte> Retry = "retry: 2000\n"u8.ToArray();

    public ReadOnlyMemory<byte> Encode(IReadOnlyList<RoomEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var e in events) Append(output, null, e.Seq, e, ProtocolJson.Default.RoomEvent);
        return output.WrittenMemory;
    }

    public ReadOnlyMemory<byte> Encode(PeopleDelta delta) => ReadOnlyMemory<byte>.Empty;

    public ReadOnlyMemory<byte> Encode(Typing typing) => ReadOnlyMemory<byte>.Empty;

    /// <summary>How a stream begins: where it stands, and what came before.</summary>
    public ReadOnlyMemory<byte> Encode(StreamJoined joined, long seq, IReadOnlyList<RoomEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write(Retry.Span);
        Append(output, "joined", seq, joined, ProtocolJson.Default.StreamJoined);
        output.Write(Encode(events).Span);
        return output.WrittenMemory;
    }

    /// <summary>Reads an id; also a bare number, of whatever epoch is now.</summary>
    public static bool TryParse(string text, out long seq, out string? epoch)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        epoch = colon < 0 ? null : text[..colon];
        return long.TryParse(
            text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out seq);
    }

    private void Append<T>(IBufferWriter<byte> output, string? name, long seq, T data, JsonTypeInfo<T> type)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"id: {epoch}:{seq}\n");
        if (name is not null) head += $"event: {name}\n";
        output.Write(Encoding.ASCII.GetBytes(head + "data: "));
        ProtocolJson.Write(output, data, type); // one line: JSON escapes what would end it
        output.Write("\n\n"u8);
    }
}

/// <summary>Lines for people: <c>Ann: hi</c>.</summary>
internal sealed class LineEncoding : IEncoding
{
    public static readonly LineEncoding Instance = new();

    public ReadOnlyMemory<byte> Encode(IReadOnlyList<RoomEvent> events) => Encoding.UTF8.GetBytes(
        string.Concat(events.Select(EventLine.Of).OfType<string>().Select(line => line + "\n")));

    public ReadOnlyMemory<byte> Encode(PeopleDelta delta) => ReadOnlyMemory<byte>.Empty;

    public ReadOnlyMemory<byte> Encode(Typing typing) => ReadOnlyMemory<byte>.Empty;
}
