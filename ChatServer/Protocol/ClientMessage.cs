namespace ChatServer.Protocol;

/// <summary>
/// What a client may send on <c>/ws</c>: the fields of all requests, each <c>null</c> if absent. Nothing is
/// checked here beyond the JSON types; what a request needs is checked where it is carried out.
/// </summary>
public sealed record ClientMessage
{
    /// <summary>One of <see cref="ClientMessageType"/>.</summary>
    public string? Type { get; init; }

    /// <summary>The client's own id; comes back as <c>re</c>, and makes a resent message safe.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    /// <summary>The identity, as given by an earlier welcome. Never logged.</summary>
    public string? Token { get; init; }

    public string? Room { get; init; }

    public string? Text { get; init; }

    /// <summary>The last sequence number that the client has.</summary>
    public long? After { get; init; }

    /// <summary>The sequence number before which history is wanted.</summary>
    public long? Before { get; init; }

    /// <summary>The epoch that <see cref="After"/> belongs to.</summary>
    public string? Epoch { get; init; }

    /// <summary>How many events, or people, are wanted at most.</summary>
    public int? Limit { get; init; }

    /// <summary>The server's password in <c>hello</c>, the room's in <c>join</c>. Never logged.</summary>
    public string? Password { get; init; }

    /// <summary>The message that this one answers.</summary>
    public long? Reply { get; init; }

    /// <summary>The message that is to be changed.</summary>
    public long? Target { get; init; }

    /// <summary>Whether something is to be so from now on, or no longer.</summary>
    public bool? On { get; init; }

    /// <summary>The messages that are wanted.</summary>
    public IReadOnlyList<long>? Seqs { get; init; }

    /// <summary>How far somebody has read.</summary>
    public long? Seq { get; init; }

    /// <summary>The id of the person that it is about.</summary>
    public string? Person { get; init; }

    /// <summary>What the page was opened from, such as <c>http://localhost:8000</c>.</summary>
    public string? Origin { get; init; }

    /// <summary>What hands an identity over, once. Never logged.</summary>
    public string? Code { get; init; }

    /// <summary>As what somebody says hello: one of <see cref="PersonRole"/>.</summary>
    public string? As { get; init; }

    /// <summary>The admin key, or an agent's. Never logged.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// One of <see cref="ModerationAction"/>, of <see cref="HandAction"/>, or of <see cref="TicketAction"/>.
    /// </summary>
    public string? Action { get; init; }

    /// <summary>For how long, or how often.</summary>
    public int? Seconds { get; init; }

    /// <summary>Whether a ban is also for the addresses that the person comes from.</summary>
    public bool? Address { get; init; }

    /// <summary>The sequence number whose surroundings are wanted.</summary>
    public long? Around { get; init; }

    /// <summary>Where a search goes on, as its last page said.</summary>
    public string? From { get; init; }

    /// <summary>How many people are passed over.</summary>
    public int? Skip { get; init; }

    /// <summary>What the names, or the messages, that are wanted have in them.</summary>
    public string? Find { get; init; }

    // At the support desk.

    /// <summary>The number of the ticket.</summary>
    public long? Ticket { get; init; }

    public string? Department { get; init; }

    /// <summary>The page that a visitor asks from.</summary>
    public string? Page { get; init; }

    /// <summary>A visitor's language, as a tag of RFC 5646.</summary>
    public string? Language { get; init; }

    /// <summary>A mail address, or a telephone number.</summary>
    public string? Contact { get; init; }

    /// <summary>What a visitor was asked besides, by name.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }

    public string? Tag { get; init; }

    /// <summary>1–5.</summary>
    public int? Rating { get; init; }

    public int? Priority { get; init; }

    /// <summary>The number of the act since which a ticket is where it is.</summary>
    public long? Turn { get; init; }
}

/// <summary>Values of <c>type</c> in what a client sends.</summary>
public static class ClientMessageType
{
    public const string Hello = "hello";
    public const string Join = "join";
    public const string Leave = "leave";
    public const string Say = "say";
    public const string Edit = "edit";
    public const string Delete = "delete";
    public const string React = "react";
    public const string History = "history";
    public const string Messages = "messages";
    public const string Search = "search";
    public const string Rename = "rename";
    public const string Direct = "direct";
    public const string Handover = "handover";
    public const string Claim = "claim";
    public const string Invite = "invite";
    public const string Read = "read";
    public const string Typing = "typing";
    public const string Away = "away";
    public const string Admin = "admin";
    public const string Moderate = "moderate";
    public const string Hand = "hand";
    public const string Bans = "bans";
    public const string People = "people";
    public const string Rooms = "rooms";
    public const string Ask = "ask";
    public const string Ticket = "ticket";
}

/// <summary>Values of <c>action</c> of a <c>ticket</c>.</summary>
public static class TicketAction
{
    public const string Claim = "claim";
    public const string TakeOver = "take_over";
    public const string Return = "return";
    public const string Transfer = "transfer";
    public const string Priority = "priority";
    public const string Close = "close";
    public const string Rate = "rate";
}
