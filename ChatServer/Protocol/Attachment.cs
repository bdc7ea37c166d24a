namespace ChatServer.Protocol;

/// <summary>A file that a message has. Knowing it gives no right to read it.</summary>
/// <param name="Name">What the sender calls it, without a path.</param>
/// <param name="Type">Its media type, as the sender says.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">SHA-256 of its content: 64 hexadecimal digits in lower case.</param>
public sealed record Attachment(string Name, string Type, long Bytes, string Sha256);
