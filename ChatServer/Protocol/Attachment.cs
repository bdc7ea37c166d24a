namespace ChatServer.Protocol;

/// <summary>A file that a message has. Knowing it gives no right to read it.</summary>
/// <param name="Name">What the sender calls it, without a path.</param>
/// <param name="Type">Its media type: of a picture with a size what it is, else as the sender says.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its content: 64 hexadecimal digits in lower case.</param>
public sealed record Attachment(string Name, string Type, long Bytes, string Sha256)
{
    /// <summary>Longest side of a picture with a size, in pixels; most decoders can that.</summary>
    public const int MaxSide = 16_384;

    /// <summary>
    /// Of a picture that browsers draw, its width in pixels: read off its content. Absent of all other files,
    /// and of pictures that are too large to be shown.
    /// </summary>
    public int? Width { get; init; }

    /// <summary>Its height; there if and only if the width is.</summary>
    public int? Height { get; init; }
}
