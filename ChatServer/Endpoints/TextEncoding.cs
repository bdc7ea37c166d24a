using System.Buffers;
using System.Text;
using ChatServer.Protocol;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Endpoints;

/// <summary>Frames for people at a terminal: <c>Ann: hi</c>. Who comes, goes and types isn't told.</summary>
public sealed class TextEncoding : IEncoding
{
    public static readonly TextEncoding Instance = new();

    private TextEncoding()
    {
    }

    public ReadOnlyMemory<byte> Encode(IReadOnlyList<RoomEvent> events)
    {
        var frames = new ArrayBufferWriter<byte>();
        foreach (var e in events)
        {
            if (EventLine.Of(e) is { } line)
                Transport.Frame.AppendText(frames, Encoding.UTF8.GetBytes(line));
        }
        return frames.WrittenMemory;
    }

    /// <summary>A line as one frame.</summary>
    public static ReadOnlyMemory<byte> Frame(string line) =>
        Transport.Frame.Encode(Opcode.Text, Encoding.UTF8.GetBytes(EventLine.Printable(line)));

    public ReadOnlyMemory<byte> Encode(PeopleDelta delta) => ReadOnlyMemory<byte>.Empty;

    public ReadOnlyMemory<byte> Encode(Typing typing) => ReadOnlyMemory<byte>.Empty;
}
