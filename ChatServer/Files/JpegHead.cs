using System.Buffers.Binary;

namespace ChatServer.Files;

/// <summary>Finds the frame of a JPEG file (ITU-T T.81 annex B), and how it is to be turned (Exif).</summary>
internal static class JpegHead
{
    /// <summary>Most segments before the frame; cameras write some ten.</summary>
    private const int MaxSegments = 200;

    /// <summary>Most of a segment that is read, in bytes: Exif begins with what is asked for.</summary>
    private const int MaxSegmentBytes = 1_024;

    private const int TurnTag = 0x0112; // Exif 2.32 section 4.6.4, Orientation
    private const int EntryBytes = 12;

    /// <returns><c>null</c> if it has none, or not where it can be found.</returns>
    public static Picture? Read(Stream file)
    {
        var isTurned = false;
        file.Position = 2;
        Span<byte> head = stackalloc byte[4];
        Span<byte> segment = stackalloc byte[MaxSegmentBytes];
        for (var count = 0; count < MaxSegments; count++)
        {
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length) return null;
            if (head is [0xff, 0xff, ..])
            {
                file.Position -= 3; // a byte that only fills (B.1.1.2)
                continue;
            }
            // Those have no length (B.1.1.4), and none of them stands here.
            if (head[1] is 0x00 or 0x01 or (>= 0xd0 and <= 0xd9)) return null;
            var length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]) - 2;
            if (head[0] != 0xff || length < 0) return null;
            var next = file.Position + length;
            if (IsFrame(head[1]) || head[1] == 0xe1)
            {
                var begin = segment[..Math.Min(length, MaxSegmentBytes)];
                if (file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) < begin.Length)
                    return null;
                if (IsFrame(head[1])) return Frame(begin, isTurned);
                isTurned |= IsTurned(begin);
            }
            file.Position = next;
        }
        return null;
    }

    // Without those that define tables, and what is reserved.
    private static bool IsFrame(byte marker) =>
        marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    private static Picture? Frame(ReadOnlySpan<byte> frame, bool isTurned)
    {
        if (frame.Length < 5) return null;
        int height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]);
        int width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        return isTurned ? new("image/jpeg", height, width) : new("image/jpeg", width, height);
    }

    // Whether it is drawn lying on its side: a TIFF header, and in its first directory one number.
    private static bool IsTurned(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 14 || !segment.StartsWith("Exif\0\0"u8)) return false;
        var tiff = segment[6..];
        bool isBig;
        if (tiff.StartsWith("MM\0*"u8)) isBig = true;
        else if (tiff.StartsWith("II*\0"u8)) isBig = false;
        else return false;
        var at = isBig
            ? BinaryPrimitives.ReadUInt32BigEndian(tiff[4..])
            : BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]);
        if (at > tiff.Length - 2) return false;
        var directory = tiff[(int)at..];
        var entries = directory[2..];
        for (var left = UInt16(directory, isBig); left > 0 && entries.Length >= EntryBytes; left--)
        {
            if (UInt16(entries, isBig) == TurnTag) return UInt16(entries[8..], isBig) is >= 5 and <= 8;
            entries = entries[EntryBytes..];
        }
        return false;
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, bool isBig) => isBig
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
