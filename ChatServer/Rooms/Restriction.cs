using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>Something that a host keeps a person from, for a time or for ever.</summary>
/// <param name="Person">Whom.</param>
/// <param name="Until">When it ends, in Unix milliseconds; <c>null</c> for never.</param>
/// <param name="Text">Why, in the words of the host; may be empty.</param>
public sealed record Restriction(Sender Person, long? Until, string Text)
{
    public bool HoldsAt(DateTimeOffset now) => Until is null || now.ToUnixTimeMilliseconds() < Until;

    /// <summary>What who runs into it is told.</summary>
    public Refusal Refuse(string code, string message) =>
        new(code, message) { Until = Until, Text = Text.Length > 0 ? Text : null };
}
