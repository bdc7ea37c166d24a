using System.Buffers.Binary;
using ChatServer.Protocol;

namespace ChatServer.Files;

/// <summary>
/// Reads what a picture is off its first bytes: PNG, GIF, WebP and JPEG. Libraries for this read the whole
/// file with all that is in it; here a hostile one costs a few hundred short reads at most.
/// </summary>
internal static class PictureHead
{
    private const int HeadBytes = 30;

    /// <returns><c>null</c> if it is none of them, or isn't whole up to its size.</returns>
    /// <param name="file">A file that can seek; where it stands doesn't matter.</param>
    public static Picture? Read(Stream file)
    {
        file.Position = 0;
        Span<byte> head = stackalloc byte[HeadBytes];
        head = head[..file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
        var picture = head switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => Png(head),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => GifHead.Read(file),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => WebP(head),
            [0xff, 0xd8, 0xff, ..] => JpegHead.Read(file),
            _ => null,
        };
        return picture is { Width: >= 1 and <= Attachment.MaxSide, Height: >= 1 and <= Attachment.MaxSide }
            ? picture
            : null;
    }

    // PNG (third edition) section 5.2 and 11.2.1: the signature, then IHDR.
    private static Picture? Png(ReadOnlySpan<byte> head)
    {
        if (head.Length < 24 || !head[4..16].SequenceEqual("\r\n\x1a\n\0\0\0\rIHDR"u8)) return null;
        return new("image/png", Side(head[16..]), Side(head[20..]));

        static int Side(ReadOnlySpan<byte> bytes) =>
            (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(bytes));
    }

    // RFC 9649 section 2.4 to 2.7: extended, lossless, lossy.
    private static Picture? WebP(ReadOnlySpan<byte> head)
    {
        const string Type = "image/webp";
        if (head.Length < HeadBytes || !head[8..12].SequenceEqual("WEBP"u8)) return null;
        var chunk = head[12..16];
        if (chunk.SequenceEqual("VP8X"u8)) return new(Type, 1 + UInt24(head[24..]), 1 + UInt24(head[27..]));
        if (chunk.SequenceEqual("VP8L"u8) && head[20] == 0x2f)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(head[21..]);
            return new(Type, 1 + (int)(bits & 0x3fff), 1 + (int)((bits >> 14) & 0x3fff));
        }
        ReadOnlySpan<byte> startCode = [0x9d, 0x01, 0x2a];
        return chunk.SequenceEqual("VP8 "u8) && head[23..26].SequenceEqual(startCode)
            ? new(Type, UInt16(head[26..]) & 0x3fff, UInt16(head[28..]) & 0x3fff)
            : null;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static int UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
