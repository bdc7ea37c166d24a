namespace ChatServer.Files;

/// <summary>What a file is that browsers draw: told by its content, whatever its sender calls it.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Width">In pixels, as it is drawn.</param>
/// <param name="Height">In pixels, as it is drawn.</param>
public sealed record Picture(string Type, int Width, int Height);
