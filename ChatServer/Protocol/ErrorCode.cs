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

    /// <summary>An id or a name that the server does not know.</summary>
    public const string NoSuchPerson = "no_such_person";

    /// <summary>A number that is not a message, or one that is deleted.</summary>
    public const string NoSuchMessage = "no_such_message";

    /// <summary>An edit, or a deletion, of somebody else's message.</summary>
    public const string NotYours = "not_yours";

    /// <summary>An act of hosts or admins by somebody else, or against one of them.</summary>
    public const string NotAllowed = "not_allowed";

    /// <summary>A reaction that is not one emoji.</summary>
    public const string BadReaction = "bad_reaction";

    /// <summary>More different reactions, or more in all, than a message can have.</summary>
    public const string TooManyReactions = "too_many_reactions";

    /// <summary>The server, or the room, has a password, and none was given.</summary>
    public const string PasswordNeeded = "password_needed";

    /// <summary>A wrong password.</summary>
    public const string BadPassword = "bad_password";

    /// <summary>A wrong admin key.</summary>
    public const string BadKey = "bad_key";

    /// <summary>A handover code that is unknown, used or too old.</summary>
    public const string BadCode = "bad_code";

    /// <summary>The person, or the address, is banned.</summary>
    public const string Banned = "banned";

    /// <summary>The person was sent out of the room, for a time.</summary>
    public const string Kicked = "kicked";

    /// <summary>A host has muted the person in this room.</summary>
    public const string Muted = "muted";

    /// <summary>A host has locked the room.</summary>
    public const string Locked = "locked";

    /// <summary>Only hosts may speak in this room now.</summary>
    public const string HostsOnly = "hosts_only";

    /// <summary>The person spoke a moment ago in a room with slow mode.</summary>
    public const string SlowMode = "slow_mode";

    /// <summary>The room is archived: read only.</summary>
    public const string Archived = "archived";

    /// <summary>A hand that is raised already.</summary>
    public const string InLine = "in_line";

    /// <summary>
    /// A call of who isn't the next in line, or the lowering of a hand that isn't raised.
    /// </summary>
    public const string NotInLine = "not_in_line";

    /// <summary>More raised hands than a room can have.</summary>
    public const string LineFull = "line_full";

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

    /// <summary>There is no support desk here: no admin has made an agent.</summary>
    public const string NoDesk = "no_desk";

    /// <summary>A visitor has a ticket that isn't closed.</summary>
    public const string AlreadyOpen = "already_open";

    /// <summary>A department that the desk doesn't have.</summary>
    public const string BadDepartment = "bad_department";

    /// <summary>Nobody is there, and who asks doesn't say how they can be reached.</summary>
    public const string ContactNeeded = "contact_needed";

    /// <summary>A ticket that doesn't exist, or isn't theirs to see.</summary>
    public const string NoSuchTicket = "no_such_ticket";

    /// <summary>Another agent has the ticket.</summary>
    public const string Taken = "taken";

    /// <summary>An agent has as many tickets as they may.</summary>
    public const string AtLimit = "at_limit";

    /// <summary>What was decided of a ticket is no longer so.</summary>
    public const string Stale = "stale";

    /// <summary>The ticket is closed.</summary>
    public const string TicketClosed = "ticket_closed";

    /// <summary>A rating of a ticket that isn't closed.</summary>
    public const string NotClosed = "not_closed";

    /// <summary>Over HTTP: there is no room for more files on the server.</summary>
    public const string StorageFull = "storage_full";

    /// <summary>The log could not be read.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>Over HTTP: there is nothing at that address.</summary>
    public const string NotFound = "not_found";

    /// <summary>Over HTTP: the address doesn't have that method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>Over HTTP: a body of a type, or in a character encoding, that isn't taken.</summary>
    public const string UnsupportedType = "unsupported_type";

    /// <summary>Over HTTP: a body that didn't come in time.</summary>
    public const string TooSlow = "too_slow";

    /// <summary>Over HTTP: what only a bot or an admin may do, without a key.</summary>
    public const string KeyNeeded = "key_needed";

    /// <summary>Over HTTP: an address that a webhook can't have.</summary>
    public const string BadUrl = "bad_url";

    /// <summary>Over HTTP: an import into a room in which something stands.</summary>
    public const string NotEmpty = "not_empty";
}
