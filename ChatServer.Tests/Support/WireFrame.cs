using System.Buffers.Binary;
using System.Text;
using ChatServer.Transport;

namespace ChatServer.Tests.Support;

/// <summary>A frame as it came over the wire (RFC 6455 section 5.2).</summary>
/// <param name="FirstByte">The FIN bit, the reserved bits, and the opcode.</param>
/// <param name="Payload">The payload.</param>
internal sealed record WireFrame(byte FirstByte, byte[] Payload)
{
    public const byte Fin = 0x80;

    public Opcode Opcode => (Opcode)(FirstByte & 0x0F);

    public bool IsFinal => (FirstByte & Fin) != 0;

    public string Text => Encoding.UTF8.GetString(Payload);

    /// <summary>The code of a close frame; <c>null</c> if it has none.</summary>
    public int? CloseCode => Payload.Length < 2 ? null : BinaryPrimitives.ReadUInt16BigEndian(Payload);

    /// <summary>A final, masked frame, as a client has to send it.</summary>
    public static byte[] Masked(Opcode opcode, ReadOnlySpan<byte> payload) => Masked((byte)(Fin | (byte)opcode), payload);

    public static byte[] Masked(Opcode opcode, string payload) => Masked(opcode, Encoding.UTF8.GetBytes(payload));

    /// <summary>A masked frame that goes on in another.</summary>
    public static byte[] Begun(Opcode opcode, ReadOnlySpan<byte> payload) => Masked((byte)opcode, payload);

    /// <summary>A masked close frame.</summary>
    public static byte[] MaskedClose(int code, string reason = "")
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return Masked(Opcode.Close, payload);
    }

    /// <summary>A masked frame with any first byte, right or wrong.</summary>
    public static byte[] Masked(byte firstByte, ReadOnlySpan<byte> payload)
    {
        byte[] mask = [0x12, 0x9A, 0x00, 0xF7];
        var bytes = new List<byte>(payload.Length + 14);
        bytes.AddRange(MaskedHeader(firstByte, (ulong)payload.Length));
        bytes.AddRange(mask);
        for (var i = 0; i < payload.Length; i++) bytes.Add((byte)(payload[i] ^ mask[i & 3]));
        return [.. bytes];
    }

    /// <summary>The first bytes of a masked frame, up to the mask, with the length in the shortest form.</summary>
    public static byte[] MaskedHeader(byte firstByte, ulong length)
    {
        const byte masked = 0x80;
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, length);
        return length switch
        {
            < 126 => [firstByte, (byte)(masked | length)],
            <= ushort.MaxValue => [firstByte, masked | 126, .. wide[6..]],
            _ => [firstByte, masked | 127, .. wide],
        };
    }
}
