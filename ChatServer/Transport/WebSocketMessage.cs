using System.Text;

namespace ChatServer.Transport;

/// <summary>A message from a client, or a part of one for an endpoint that takes parts.</summary>
/// <param name="IsText">Text, which is valid UTF-8 when whole, or binary.</param>
/// <param name="Payload">The bytes; they belong to whoever has the message.</param>
/// <param name="IsEnd">False if the message goes on in the next one.</param>
public readonly record struct WebSocketMessage(bool IsText, ReadOnlyMemory<byte> Payload, bool IsEnd = true)
{
    /// <summary>The payload of a whole text message as a string.</summary>
    public string Text => Encoding.UTF8.GetString(Payload.Span);
}
