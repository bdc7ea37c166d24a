using System.Buffers.Binary;

namespace ChatServer.Files;

/// <summary>
/// Reads the size of a GIF (GIF89a sections 17 to 20): that of its screen, if its first picture is within
/// it. One that isn't is drawn as large as that picture, whatever the screen says.
/// </summary>
internal static class GifHead
{
    private const int ScreenBytes = 13;
    private const int PictureBytes = 9;

    /// <summary>Most blocks before the first picture: comments, the times of an animation.</summary>
    private const int MaxBlocks = 200;

    /// <returns><c>null</c> if it isn't one, or its first picture isn't found within its screen.</returns>
    public static Picture? Read(Stream file)
    {
        file.Position = 0;
        Span<byte> screen = stackalloc byte[ScreenBytes];
        if (!TryFill(file, screen) || screen[4] is not ((byte)'7' or (byte)'9') || screen[5] != 'a')
            return null;
        var (width, height) = (UInt16(screen[6..]), UInt16(screen[8..]));
        if ((screen[10] & 0x80) != 0) file.Position += 3 << ((screen[10] & 7) + 1); // the table of colours
        if (!TryReachPicture(file)) return null;
        Span<byte> picture = stackalloc byte[PictureBytes];
        return TryFill(file, picture)
            && UInt16(picture) + UInt16(picture[4..]) <= width
            && UInt16(picture[2..]) + UInt16(picture[6..]) <= height
            ? new Picture("image/gif", width, height)
            : null;
    }

    // Past extensions, each a label and blocks of up to 255 bytes, of which the last is empty.
    private static bool TryReachPicture(Stream file)
    {
        for (var blocks = 0; blocks < MaxBlocks;)
        {
            var introducer = file.ReadByte();
            if (introducer == 0x2c) return true;
            if (introducer != 0x21 || file.ReadByte() < 0) return false;
            for (int length; (length = file.ReadByte()) != 0; file.Position += length)
            {
                if (length < 0 || ++blocks == MaxBlocks) return false;
            }
            blocks++;
        }
        return false;
    }

    private static bool TryFill(Stream file, Span<byte> bytes) =>
        file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;

    private static int UInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
