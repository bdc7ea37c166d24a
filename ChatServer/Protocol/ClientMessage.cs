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

    /// <summary>How many events are wanted at most.</summary>
    public int? Limit { get; init; }
}

/// <summary>Values of <c>type</c> in what a client sends.</summary>
public static class ClientMessageType
{
    public const string Hello = "hello";
    public const string Join = "join";
    public const string Leave = "leave";
    public const string Say = "say";
    public const string History = "history";
    public const string Rename = "rename";
    public const string Rooms = "rooms";
}
