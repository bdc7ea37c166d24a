using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ChatServer.Tests.Support;

/// <summary>Pictures made for tests: heads as the standards say, and a whole PNG that a browser draws.</summary>
internal static class TestPicture
{
    /// <summary>A PNG of one colour (PNG third edition, section 5).</summary>
    public static byte[] Png(int width, int height, byte red = 200)
    {
        using var png = new MemoryStream();
        png.Write([0x89, .. "PNG\r\n\x1a\n"u8]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8; // bits of a sample
        header[9] = 2; // RGB
        Chunk(png, "IHDR", header);
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Fastest))
        {
            var row = new byte[1 + 3 * width];
            for (var x = 0; x < width; x++) row[1 + 3 * x] = red;
            for (var y = 0; y < height; y++) zlib.Write(row);
        }
        Chunk(png, "IDAT", pixels.ToArray());
        Chunk(png, "IEND", []);
        return png.ToArray();
    }

    /// <summary>A GIF with a comment, up to its first picture.</summary>
    /// <param name="pictureWidth">Of that; that of the screen if absent.</param>
    public static byte[] Gif(ushort width, ushort height, ushort? pictureWidth = null) =>
        [
            .. "GIF89a"u8, .. Little(width), .. Little(height), 0x80, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff,
            0x21, 0xfe, 2, (byte)'h', (byte)'i', 0,
            0x2c, 0, 0, 0, 0, .. Little(pictureWidth ?? width), .. Little(height), 0,
        ];

    /// <summary>A JPEG up to its frame.</summary>
    /// <param name="turn">Its Exif orientation; 0 leaves Exif out.</param>
    /// <param name="isBig">Whether Exif is in network order.</param>
    /// <param name="frame">The marker: 0xc0 is baseline, 0xc2 progressive.</param>
    public static byte[] Jpeg(ushort width, ushort height, ushort turn = 0, bool isBig = true, byte frame = 0xc0)
    {
        byte[] Of(ushort number) => isBig ? Big(number) : Little(number);
        byte[] exif =
            [
                .. "Exif\0\0"u8, .. isBig ? "MM\0*\0\0\0\x8"u8 : "II*\0\x8\0\0\0"u8,
                .. Of(2), // entries: something else, then the orientation
                .. Of(0x010f), .. Of(2), 0, 0, 0, 0, 0, 0, 0, 0,
                .. Of(0x0112), .. Of(3), .. isBig ? [0, 0, 0, 1] : (byte[])[1, 0, 0, 0], .. Of(turn), 0, 0,
            ];
        return
            [
                0xff, 0xd8, .. Segment(0xe0, "JFIF\0\x1\x1\0\0\x1\0\x1\0\0"u8),
                .. turn == 0 ? [] : Segment(0xe1, exif),
                .. Segment(0xe2, new byte[5_000]), .. Segment(0xdb, new byte[65]),
                .. Segment(frame, [8, .. Big(height), .. Big(width), 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]),
                0xff, 0xd9,
            ];
    }

    /// <summary>A WebP up to where its size is; <paramref name="chunk"/> is VP8X, VP8L or «VP8 ».</summary>
    public static byte[] WebP(string chunk, int width, int height)
    {
        byte[] size = chunk switch
        {
            "VP8X" => [0, 0, 0, 0, .. Little24(width - 1), .. Little24(height - 1)],
            "VP8L" => [0x2f, .. Little32((uint)(width - 1) | (uint)(height - 1) << 14), 0, 0, 0, 0, 0],
            _ => [0x30, 1, 0, 0x9d, 0x01, 0x2a, .. Little((ushort)width), .. Little((ushort)height)],
        };
        return
            [
                .. "RIFF"u8, .. Little32(22), .. "WEBP"u8, .. Encoding.ASCII.GetBytes(chunk),
                .. Little32((uint)size.Length), .. size,
            ];
    }

    private static void Chunk(MemoryStream png, string type, ReadOnlySpan<byte> content)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. content];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        png.Write(number);
        png.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32(body));
        png.Write(number);
    }

    // PNG, annex D.
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xedb88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> content) =>
        [0xff, marker, .. Big((ushort)(content.Length + 2)), .. content];

    private static byte[] Big(ushort number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Little(ushort number) => [(byte)number, (byte)(number >> 8)];

    private static byte[] Little24(int number) => [(byte)number, (byte)(number >> 8), (byte)(number >> 16)];

    private static byte[] Little32(uint number) => [.. Little((ushort)number), .. Little((ushort)(number >> 16))];
}
