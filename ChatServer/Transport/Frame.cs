using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ChatServer.Transport;

/// <summary>
/// Frames as a server sends them: unmasked (RFC 6455 section 5). Reading them is the platform's work.
/// </summary>
public static class Frame
{
    /// <summary>Longest payload of a control frame, in bytes (RFC 6455 section 5.5).</summary>
    public const int MaxControlPayload = 125;

    /// <summary>An empty ping. A client answers it by itself.</summary>
    public static readonly ReadOnlyMemory<byte> Ping = new byte[] { FinBit | (byte)Opcode.Ping, 0 };

    private const byte FinBit = 0x80;
    private const byte OpcodeBits = 0x0F;

    /// <summary>One frame.</summary>
    /// <param name="opcode">What it carries.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="isFinal">False if the message goes on in a further frame.</param>
    public static byte[] Encode(Opcode opcode, ReadOnlySpan<byte> payload, bool isFinal = true)
    {
        var frame = new byte[HeaderLength(payload.Length) + payload.Length];
        var header = WriteHeader(frame, opcode, payload.Length, isFinal);
        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }

    /// <summary>Appends a text frame, so that a batch becomes one run of bytes.</summary>
    public static void AppendText(IBufferWriter<byte> output, ReadOnlySpan<byte> payload)
    {
        var frame = output.GetSpan(HeaderLength(payload.Length) + payload.Length);
        var header = WriteHeader(frame, Opcode.Text, payload.Length, isFinal: true);
        payload.CopyTo(frame[header..]);
        output.Advance(header + payload.Length);
    }

    /// <summary>A close frame. A reason over 123 bytes is cut at a character.</summary>
    public static byte[] Close(int code, string reason)
    {
        Span<byte> payload = stackalloc byte[MaxControlPayload];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetEncoder().Convert(reason, payload[2..], flush: true, out _, out var length, out _);
        return Encode(Opcode.Close, payload[..(2 + length)]);
    }

    /// <summary>Whether these bytes begin a close frame.</summary>
    public static bool IsClose(ReadOnlySpan<byte> frame) =>
        !frame.IsEmpty && (frame[0] & OpcodeBits) == (byte)Opcode.Close;

    /// <summary>Takes the next of a run of frames that this class wrote.</summary>
    /// <param name="frames">The run; afterwards, what follows.</param>
    /// <param name="payload">What the frame carries.</param>
    public static Opcode Take(ref ReadOnlyMemory<byte> frames, out ReadOnlyMemory<byte> payload)
    {
        var span = frames.Span;
        var (header, length) = span[1] switch
        {
            126 => (4, BinaryPrimitives.ReadUInt16BigEndian(span[2..])),
            127 => (10, (int)BinaryPrimitives.ReadUInt64BigEndian(span[2..])),
            var few => (2, few),
        };
        payload = frames.Slice(header, length);
        frames = frames[(header + length)..];
        return (Opcode)(span[0] & OpcodeBits);
    }

    private static int HeaderLength(int payloadLength) => payloadLength switch
    {
        < 126 => 2,
        <= ushort.MaxValue => 4,
        _ => 10,
    };

    private static int WriteHeader(Span<byte> frame, Opcode opcode, int payloadLength, bool isFinal)
    {
        frame[0] = (byte)((isFinal ? FinBit : 0) | (byte)opcode);
        var length = HeaderLength(payloadLength);
        switch (length)
        {
            case 2:
                frame[1] = (byte)payloadLength;
                break;
            case 4:
                frame[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)payloadLength);
                break;
            default:
                frame[1] = 127;
                BinaryPrimitives.WriteUInt64BigEndian(frame[2..], (ulong)payloadLength);
                break;
        }
        return length;
    }
}

/// <summary>What a frame is (RFC 6455 section 5.2).</summary>
public enum Opcode : byte
{
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
}
