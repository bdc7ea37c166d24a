using System.Text.Json.Serialization;

namespace ChatServer.Protocol;

/// <summary>The answer to <c>search</c>: messages, the newest first.</summary>
/// <param name="Re">The request.</param>
/// <param name="Results">What was found.</param>
/// <param name="More">There may be more, older ones.</param>
/// <param name="Next">Where to go on, if there may be.</param>
public sealed record SearchResults(
    string? Re, IReadOnlyList<SearchResult> Results, bool More, string? Next)
{
    [JsonPropertyOrder(-1)]
    public string Type => "search";
}

/// <summary>A message that was found, and where it has what was looked for.</summary>
public sealed record SearchResult(RoomEvent Event, IReadOnlyList<TextRange> Matches)
{
    /// <summary>In a conversation of two, the other one.</summary>
    public Sender? With { get; init; }
}

/// <summary>A part of a message's text, or of the name of one of its files, in UTF-16 units.</summary>
public sealed record TextRange(int Start, int Length)
{
    /// <summary>The number of the file, the first is 1; absent for the text.</summary>
    public int? File { get; init; }
}
