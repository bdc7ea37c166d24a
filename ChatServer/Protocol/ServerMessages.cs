using System.Text.Json.Serialization;

namespace ChatServer.Protocol;

// What the server sends on /ws, besides RoomEvent. docs/protocol.md says when.

/// <summary>The answer to <c>hello</c>.</summary>
public sealed record Welcome(
    string? Re, You You, string? Token, IReadOnlyList<RoomSummary> Rooms,
    IReadOnlyList<DirectSummary> Directs, Limits Limits)
{
    [JsonPropertyOrder(-1)]
    public string Type => "welcome";

    /// <summary>For a visitor of the support desk.</summary>
    public DeskView? Desk { get; init; }

    /// <summary>For an agent of the support desk.</summary>
    public ConsoleView? Console { get; init; }
}

/// <summary>Who the connection speaks as; <c>role</c> is one of <see cref="PersonRole"/>.</summary>
public sealed record You(string Id, string Name, string Role);

/// <summary>Values of <c>role</c>.</summary>
public static class PersonRole
{
    public const string Guest = "guest";
    public const string Admin = "admin";
    public const string Bot = "bot";

    /// <summary>Works at the support desk.</summary>
    public const string Agent = "agent";

    /// <summary>Asks at the support desk.</summary>
    public const string Visitor = "visitor";
}

/// <summary>A room in a list; <c>people</c> counts who is there now.</summary>
public sealed record RoomSummary(string Name, string Topic, int People)
{
    /// <summary>Nobody new comes in; absent if that isn't so.</summary>
    public bool? Locked { get; init; }

    /// <summary>Who comes in needs a password; absent if that isn't so.</summary>
    public bool? Password { get; init; }
}

/// <summary>A conversation of two, as one of them sees it.</summary>
public sealed record DirectSummary(string Room, Sender With, long Head);

/// <summary>Somebody in a room. What isn't so is absent.</summary>
public sealed record PersonHere(string Id, string Name)
{
    /// <summary><c>admin</c> or <c>bot</c>; absent for everybody else.</summary>
    public string? Role { get; init; }

    /// <summary>Nobody is at any of their connections.</summary>
    public bool? Away { get; init; }
}

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

    /// <summary>Longest file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Files of a message.</summary>
    public required int MessageFiles { get; init; }

    /// <summary>True if rooms cannot be made by joining them.</summary>
    public required bool FixedRooms { get; init; }
}

/// <summary>The answer to <c>join</c>.</summary>
public sealed record Joined(
    string? Re, string Room, string Topic, string Epoch, long Head, bool Recovered, bool More,
    IReadOnlyList<RoomEvent> Events, IReadOnlyList<PersonHere> People, int Count, RoomRulesView Rules)
{
    [JsonPropertyOrder(-1)]
    public string Type => "joined";

    /// <summary>How far the person has read; absent if they never told.</summary>
    public long? Read { get; init; }

    /// <summary>In a conversation of two, the other one.</summary>
    public Sender? With { get; init; }

    /// <summary>In a ticket: how far the others have read.</summary>
    public IReadOnlyList<SeenPoint>? Seen { get; init; }
}

/// <summary>How far somebody has read.</summary>
public sealed record SeenPoint(Sender Person, long Seq);

/// <summary>What hosts have set in a room. What isn't so is absent.</summary>
public sealed record RoomRulesView
{
    public static readonly RoomRulesView Empty = new();

    public bool? Locked { get; init; }
    public bool? Password { get; init; }
    public bool? HostsOnly { get; init; }
    public bool? Archived { get; init; }

    /// <summary>Seconds between two messages of a person.</summary>
    public int? Slow { get; init; }

    /// <summary>Ids of the room's hosts.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Who may not speak.</summary>
    public IReadOnlyList<RestrictionView>? Mutes { get; init; }

    /// <summary>Who was sent out, and may not come back.</summary>
    public IReadOnlyList<RestrictionView>? Kicks { get; init; }

    /// <summary>Who has raised a hand, in the order in which they are called.</summary>
    public IReadOnlyList<RaisedHand>? Hands { get; init; }
}

/// <summary>Somebody who waits to be called, since then in Unix milliseconds.</summary>
public sealed record RaisedHand(Sender Person, long Since);

/// <summary>Somebody who may not do something, until then if it ends.</summary>
public sealed record RestrictionView(Sender Person, long? Until);

/// <summary>The answer to <c>leave</c>; without having asked, somebody was sent out.</summary>
public sealed record Left(string? Re, string Room)
{
    [JsonPropertyOrder(-1)]
    public string Type => "left";

    /// <summary>Why, if it wasn't asked for; one of <see cref="ErrorCode"/>.</summary>
    public string? Code { get; init; }

    public long? Until { get; init; }

    /// <summary>Why, in the words of a host.</summary>
    public string? Text { get; init; }
}

/// <summary>
/// The answer to <c>messages</c>, in order of <c>seq</c>; <c>more</c> if the rest is to be asked for again.
/// </summary>
public sealed record MessageList(string? Re, string Room, IReadOnlyList<RoomEvent> Events, bool More)
{
    [JsonPropertyOrder(-1)]
    public string Type => "messages";
}

/// <summary>
/// The answer to <c>direct</c>; without having asked, something new stands in a conversation that the
/// connection isn't in.
/// </summary>
public sealed record Direct(string? Re, string Room, Sender With)
{
    [JsonPropertyOrder(-1)]
    public string Type => "direct";
}

/// <summary>
/// The answer to <c>handover</c>: a code for another browser, good once until <c>expires</c>.
/// </summary>
/// <param name="Re">The request.</param>
/// <param name="Code">The code.</param>
/// <param name="Url">The page with the code, at an address that other devices can use.</param>
/// <param name="Expires">In Unix milliseconds.</param>
/// <param name="Qr">The QR code of the URL, a row a string, <c>1</c> for dark, without the quiet
/// zone.</param>
public sealed record Handover(string? Re, string Code, string Url, long Expires, IReadOnlyList<string> Qr)
{
    [JsonPropertyOrder(-1)]
    public string Type => "handover";
}

/// <summary>The answer to <c>invite</c>.</summary>
/// <param name="Re">The request.</param>
/// <param name="Room">The room.</param>
/// <param name="Url">Its page, at an address that other devices can use; no secret is in it.</param>
/// <param name="Qr">The QR code of the URL, as in <see cref="Handover"/>.</param>
public sealed record Invitation(string? Re, string Room, string Url, IReadOnlyList<string> Qr)
{
    [JsonPropertyOrder(-1)]
    public string Type => "invite";
}

/// <summary>The answer to <c>claim</c>.</summary>
public sealed record Claimed(string? Re, string Token, string Name)
{
    [JsonPropertyOrder(-1)]
    public string Type => "claimed";
}

/// <summary>A handover code of this person was claimed.</summary>
public sealed record HandedOver
{
    [JsonPropertyOrder(-1)]
    public string Type => "handed_over";
}

/// <summary>The person has read so far on another connection.</summary>
public sealed record ReadMark(string Room, long Seq)
{
    [JsonPropertyOrder(-1)]
    public string Type => "read";
}

/// <summary>A signal: who has just been typing.</summary>
public sealed record Typing(string Room, IReadOnlyList<Sender> People)
{
    [JsonPropertyOrder(-1)]
    public string Type => "typing";
}

/// <summary>The answer to <c>admin</c>, told to every connection of the person.</summary>
public sealed record RoleChanged(string? Re, You You)
{
    [JsonPropertyOrder(-1)]
    public string Type => "role";
}

/// <summary>The answer to <c>bans</c>.</summary>
public sealed record BanList(string? Re, IReadOnlyList<BanView> Bans)
{
    [JsonPropertyOrder(-1)]
    public string Type => "bans";
}

/// <summary>A ban, as admins see it.</summary>
public sealed record BanView(
    Sender Person, IReadOnlyList<string>? Addresses, long? Until, string Text, Sender By, string Room,
    long At);

/// <summary>The answer to <c>people</c>.</summary>
public sealed record PeoplePage(
    string? Re, string Room, IReadOnlyList<PersonHere> People, int Count, bool More)
{
    [JsonPropertyOrder(-1)]
    public string Type => "people_page";
}

/// <summary>The answer to <c>history</c>, in order of <c>seq</c>.</summary>
public sealed record HistoryPage(string? Re, string Room, IReadOnlyList<RoomEvent> Events, bool More)
{
    [JsonPropertyOrder(-1)]
    public string Type => "history";

    /// <summary>Of what was asked for with <c>around</c>: there is more towards the present.</summary>
    public bool? Newer { get; init; }
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

    /// <summary>What was asked for; then these are not the whole list.</summary>
    public string? Find { get; init; }
}

/// <summary>A signal: who came and who went. In a large room both lists are absent.</summary>
public sealed record PeopleDelta(
    string Room,
    IReadOnlyList<PersonHere>? Joined,
    IReadOnlyList<string>? Left,
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

    /// <summary>Where a host's act is the reason: when it ends, in Unix milliseconds.</summary>
    public long? Until { get; init; }

    /// <summary>Where a host's act is the reason: why, in their words.</summary>
    public string? Text { get; init; }
}
