using System.Text.Json.Serialization;

namespace ChatServer.Protocol;

// What the server sends on /ws, besides RoomEvent. docs/protocol.md says when.

/// <summary>The answer to <c>hello</c>.</summary>
public sealed record Welcome(
    string? Re, You You, string Token, IReadOnlyList<RoomSummary> Rooms, Limits Limits)
{
    [JsonPropertyOrder(-1)]
    public string Type => "welcome";
}

/// <summary>Who the connection speaks as. <c>role</c> is <c>guest</c>.</summary>
public sealed record You(string Id, string Name, string Role);

/// <summary>A room in a list; <c>people</c> counts who is there now.</summary>
public sealed record RoomSummary(string Name, string Topic, int People);

/// <summary>The bounds that a client had better know before it runs into them.</summary>
public sealed record Limits
{
    public required int TextBytes { get; init; }
    public required int NameChars { get; init; }
    public required int RoomNameChars { get; init; }
    public required int RoomsPerConnection { get; init; }
    public required int PageEvents { get; init; }

    /// <summary>0 means no limit.</summary>
    public required int MessagesPerSecond { get; init; }

    public required int MessageBurst { get; init; }

    /// <summary>True if rooms cannot be made by joining them.</summary>
    public required bool FixedRooms { get; init; }
}

/// <summary>The answer to <c>join</c>.</summary>
public sealed record Joined(
    string? Re, string Room, string Topic, string Epoch, long Head, bool Recovered, bool More,
    IReadOnlyList<RoomEvent> Events, IReadOnlyList<Sender> People, int Count)
{
    [JsonPropertyOrder(-1)]
    public string Type => "joined";
}

/// <summary>The answer to <c>leave</c>.</summary>
public sealed record Left(string? Re, string Room)
{
    [JsonPropertyOrder(-1)]
    public string Type => "left";
}

/// <summary>The answer to <c>history</c>, in order of <c>seq</c>.</summary>
public sealed record HistoryPage(string? Re, string Room, IReadOnlyList<RoomEvent> Events, bool More)
{
    [JsonPropertyOrder(-1)]
    public string Type => "history";
}

/// <summary>The answer to <c>rename</c>, told to every connection of the person.</summary>
public sealed record Renamed(string? Re, You You)
{
    [JsonPropertyOrder(-1)]
    public string Type => "renamed";
}

/// <summary>The answer to <c>rooms</c>.</summary>
public sealed record RoomList(string? Re, IReadOnlyList<RoomSummary> Rooms)
{
    [JsonPropertyOrder(-1)]
    public string Type => "rooms";
}

/// <summary>A signal: who came and who went. In a large room both lists are absent.</summary>
public sealed record PeopleDelta(
    string Room,
    [property: JsonPropertyName("joined")] IReadOnlyList<Sender>? Came,
    [property: JsonPropertyName("left")] IReadOnlyList<string>? Went,
    int Count)
{
    [JsonPropertyOrder(-1)]
    public string Type => "people";
}

/// <summary>Something asked for was refused; the connection lives on.</summary>
/// <param name="Re">The <c>id</c> of the request, if it had one that could be read.</param>
/// <param name="Room">The room that the request was for.</param>
/// <param name="Code">One of <see cref="ErrorCode"/>.</param>
/// <param name="Message">English, for developers; a page words the code itself.</param>
/// <param name="RetryAfter">Seconds until trying again makes sense; absent where it never does.</param>
public sealed record ErrorMessage(string? Re, string? Room, string Code, string Message, int? RetryAfter)
{
    [JsonPropertyOrder(-1)]
    public string Type => "error";
}
