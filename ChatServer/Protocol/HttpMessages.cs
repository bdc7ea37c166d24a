using System.Text.Json.Serialization;

namespace ChatServer.Protocol;

// What travels over plain HTTP, besides RoomEvent, RoomList and Problem. docs/protocol.md says when.

/// <summary>A room, as <c>GET /api/rooms/{room}</c> tells of it.</summary>
/// <param name="Name">The canonical name.</param>
/// <param name="Topic">What it is about; empty if there is a password, or nothing was set.</param>
/// <param name="People">How many are in it now.</param>
/// <param name="Listening">How many would get a message now: the people, and those who only listen.</param>
/// <param name="Epoch">The epoch of the numbers.</param>
/// <param name="Head">Number of the newest event; 0 in a new room.</param>
/// <param name="Rules">What hosts have set.</param>
public sealed record RoomView(
    string Name, string Topic, int People, int Listening, string Epoch, long Head, RoomRulesView Rules);

/// <summary>A run of events, in order.</summary>
/// <param name="Room">The room.</param>
/// <param name="Epoch">The epoch that the numbers belong to.</param>
/// <param name="Head">Number of the newest event at that moment.</param>
/// <param name="Events">The events.</param>
/// <param name="More">There are more in the direction that was asked for.</param>
public sealed record RoomEvents(
    string Room, string Epoch, long Head, IReadOnlyList<RoomEvent> Events, bool More)
{
    /// <summary>Of what was asked for with <c>around</c>: there is more towards the present.</summary>
    public bool? Newer { get; init; }

    /// <summary>Of what was asked for with <c>after</c>: whether nothing is missing in between.</summary>
    public bool? Recovered { get; init; }
}

/// <summary>The first thing in a stream of server-sent events.</summary>
public sealed record StreamJoined(string Room, string Epoch, long Head, bool Recovered);

/// <summary>What somebody publishes; each field <c>null</c> if absent.</summary>
public sealed record Publication
{
    public string? Text { get; init; }

    /// <summary>The name to speak under, where there is no key that says it.</summary>
    public string? Name { get; init; }

    /// <summary>Names a message that later ones with the same key take the place of.</summary>
    public string? Key { get; init; }

    /// <summary>The client's own id; makes a repeat safe.</summary>
    public string? Id { get; init; }

    /// <summary>The message that this one answers.</summary>
    public long? Reply { get; init; }

    /// <summary>Its files, which only a form in parts can have.</summary>
    [JsonIgnore]
    public IReadOnlyList<Attachment>? Files { get; init; }
}

/// <summary>Whether the server is well.</summary>
/// <param name="Status"><c>ok</c> or <c>failing</c>.</param>
/// <param name="Detail">What is wrong, without paths or names; absent if all is well.</param>
public sealed record Health(string Status, string? Detail);

/// <summary>A bot that has a key.</summary>
public sealed record BotView(Sender Bot)
{
    /// <summary>Who made the key; absent if it is from the command line.</summary>
    public Sender? By { get; init; }

    /// <summary>When, in Unix milliseconds.</summary>
    public long? At { get; init; }
}

/// <summary>All bots that have a key.</summary>
public sealed record BotList(IReadOnlyList<BotView> Bots);

/// <summary>A key as it is made, told this once.</summary>
public sealed record MadeKey(Sender Bot, string Key);

/// <summary>For whom a key is to be made.</summary>
public sealed record KeyRequest
{
    public string? Name { get; init; }
}

/// <summary>A connection that stands in for a WebSocket, and will be polled.</summary>
public sealed record OpenedConnection(string Id);

/// <summary>How such a connection was closed; <c>code</c> is one of <see cref="CloseCode"/>.</summary>
public sealed record ConnectionClosed(int Code, string Reason);
