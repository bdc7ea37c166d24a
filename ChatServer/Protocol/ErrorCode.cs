namespace ChatServer.Protocol;

/// <summary>
/// Codes of an <c>error</c> message; the connection lives on after each. Listed for people in
/// docs/protocol.md.
/// </summary>
public static class ErrorCode
{
    /// <summary>Not a JSON object of the documented shapes.</summary>
    public const string BadMessage = "bad_message";

    /// <summary>A <c>type</c> that does not exist.</summary>
    public const string UnknownType = "unknown_type";

    /// <summary>Anything but <c>hello</c> before <c>hello</c>.</summary>
    public const string HelloFirst = "hello_first";

    /// <summary>A second <c>hello</c> on one connection.</summary>
    public const string AlreadyWelcome = "already_welcome";

    /// <summary>An <c>id</c> that is not 1–64 characters.</summary>
    public const string BadId = "bad_id";

    /// <summary>A <c>token</c> that is not 43 characters of base64url.</summary>
    public const string BadToken = "bad_token";

    /// <summary>A name that is not 1–32 visible characters.</summary>
    public const string BadName = "bad_name";

    /// <summary>A name that another person holds, or one that looks like it.</summary>
    public const string NameTaken = "name_taken";

    /// <summary>A room name that is not 1–64 letters, digits, <c>-</c>, <c>_</c>.</summary>
    public const string BadRoom = "bad_room";

    /// <summary>A room that does not exist, where rooms are fixed.</summary>
    public const string NoSuchRoom = "no_such_room";

    /// <summary>More rooms than one connection may be in.</summary>
    public const string TooManyRooms = "too_many_rooms";

    /// <summary>A request for a room that the connection is not in.</summary>
    public const string NotJoined = "not_joined";

    /// <summary>A message without a visible character.</summary>
    public const string EmptyText = "empty_text";

    /// <summary>A text over the limit.</summary>
    public const string TooLong = "too_long";

    /// <summary>Too many messages or requests; <c>retryAfter</c> says when there is room again.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The log could not write; nothing was delivered.</summary>
    public const string NotSaved = "not_saved";

    /// <summary>The log could not be read.</summary>
    public const string Unavailable = "unavailable";
}
