using System.Text;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Fuzz;

/// <summary>Frames as a client sends them, nearly right.</summary>
internal sealed class FrameSource(Random random)
{
    private static readonly byte[][] Tokens =
    [
        [0x81, 0xFF], [0x81, 0xFE, 0xFF, 0xFF], [0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF], [0x88, 0x80, 0, 0, 0, 0], [0x89, 0x80, 1, 2, 3, 4],
        [0x00, 0x80, 0, 0, 0, 0], [0x80, 0x80, 0, 0, 0, 0], [0x01, 0x80, 0, 0, 0, 0], [0xC1], [0xFF], [0, 0, 0, 0], [0xED, 0xA0, 0x80],
    ];

    private readonly ByteMutator _mutator = new(random, Tokens);

    public byte[] Next() => random.Next(10) switch
    {
        0 or 1 or 2 => Right(),
        3 => Noise(),
        _ => _mutator.Mutate(Right()),
    };

    private byte[] Right()
    {
        var opcode = random.Next(8) switch
        {
            0 => Opcode.Binary,
            1 => Opcode.Ping,
            2 => Opcode.Pong,
            3 => Opcode.Continuation,
            4 when random.Next(4) == 0 => Opcode.Close,
            _ => Opcode.Text,
        };
        if (opcode == Opcode.Close) return WireFrame.MaskedClose(random.Next(990, 1020), "bye");
        var payload = opcode >= Opcode.Ping
            ? new byte[random.Next(126)]
            : Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("下载 ok ", random.Next(random.Next(10) == 0 ? 1_000 : 8))));
        var isFinal = opcode >= Opcode.Close || random.Next(4) != 0;
        return WireFrame.Masked((byte)((isFinal ? WireFrame.Fin : 0) | (byte)opcode), payload);
    }

    private byte[] Noise()
    {
        var noise = new byte[random.Next(1, 40)];
        random.NextBytes(noise);
        return noise;
    }
}
