using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Endpoints;

/// <summary>Frames of the JSON protocol, one message a text frame.</summary>
public sealed class JsonEncoding : IEncoding
{
    public static readonly JsonEncoding Instance = new();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _json;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _frames;

    private JsonEncoding()
    {
    }

    public ReadOnlyMemory<byte> Encode(IReadOnlyList<RoomEvent> events)
    {
        var frames = _frames ??= new ArrayBufferWriter<byte>();
        frames.ResetWrittenCount();
        foreach (var e in events)
            Transport.Frame.AppendText(frames, Write(e, ProtocolJson.Default.RoomEvent));
        var bytes = frames.WrittenSpan.ToArray();
        DropLarge();
        return bytes;
    }

    public ReadOnlyMemory<byte> Encode(PeopleDelta delta) => Frame(delta, ProtocolJson.Default.PeopleDelta);

    public ReadOnlyMemory<byte> Encode(Typing typing) => Frame(typing, ProtocolJson.Default.Typing);

    /// <summary>One message as one frame.</summary>
    public static ReadOnlyMemory<byte> Frame<T>(T message, JsonTypeInfo<T> type)
    {
        var frame = Transport.Frame.Encode(Opcode.Text, Write(message, type));
        DropLarge();
        return frame;
    }

    private static ReadOnlySpan<byte> Write<T>(T message, JsonTypeInfo<T> type)
    {
        var json = _json ??= new ArrayBufferWriter<byte>();
        json.ResetWrittenCount();
        ProtocolJson.Write(json, message, type);
        return json.WrittenSpan;
    }

    // A thread that once wrote a page of 4 MiB needn't keep room for it.
    private static void DropLarge()
    {
        const int kept = 1 << 20;
        if (_json?.Capacity > kept) _json = null;
        if (_frames?.Capacity > kept) _frames = null;
    }
}
