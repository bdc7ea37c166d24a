using System.Text.Json.Serialization;

namespace ChatServer.Protocol;

/// <summary>One thing that happened in a room, as it stands in the log and as it travels.</summary>
/// <param name="Room">The room's name; in the log, the name of the stream.</param>
/// <param name="Seq">1, 2, 3… in one room, given by the log.</param>
/// <param name="At">When the log took it, in Unix milliseconds.</param>
/// <param name="Kind">What happened; one of <see cref="EventKind"/>.</param>
/// <param name="From">Who did it, under the name they had then.</param>
/// <param name="Id">The client's own id, which makes a resend safe; absent if it gave none.</param>
/// <param name="Text">What was said.</param>
public sealed record RoomEvent(
    string Room, long Seq, long At, string Kind, Sender From, string? Id, string Text)
{
    [JsonPropertyOrder(-1)]
    public string Type => "event";
}

/// <summary>A person as others see them. Knowing an id gives no rights.</summary>
public sealed record Sender(string Id, string Name);

/// <summary>Kinds of <see cref="RoomEvent"/>.</summary>
public static class EventKind
{
    /// <summary>Somebody said something.</summary>
    public const string Message = "message";

    /// <summary>A person took a name (only in the log of names, never in a room).</summary>
    public const string Name = "name";
}
