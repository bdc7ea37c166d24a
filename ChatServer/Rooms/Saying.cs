using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>What somebody wants to say.</summary>
/// <param name="Text">The text; may be empty where there are files.</param>
public readonly record struct Saying(string Text)
{
    /// <summary>The client's own id; makes a repeat safe.</summary>
    public string? Id { get; init; }

    /// <summary>The message that it answers.</summary>
    public long? Reply { get; init; }

    /// <summary>What the person calls the message: it takes the place of an earlier one called so.</summary>
    public string? Key { get; init; }

    /// <summary>The files that the message is to have; not empty. A message with a key has none.</summary>
    public IReadOnlyList<Attachment>? Files { get; init; }
}
