namespace ChatServer.Rooms;

/// <summary>The bounds of the house; those that are flags come from the command line.</summary>
public sealed record HouseLimits
{
    /// <summary>Messages that a person may send at once after a pause.</summary>
    public const int MessageBurst = 30;

    /// <summary>Rooms that one connection may be in.</summary>
    public const int RoomsPerConnection = 50;

    /// <summary>Files that a message may have.</summary>
    public const int MessageFiles = 10;

    /// <summary>Most events on a page of history.</summary>
    public const int PageEvents = 200;

    /// <summary>Events on a page if the client doesn't say, and on the first page of a room.</summary>
    public const int DefaultPageEvents = 50;

    /// <summary>
    /// Most bytes, as encoded, on a page of history; a page is cut there, and says that there is more.
    /// </summary>
    public const int PageBytes = 1 << 20;

    /// <summary>
    /// Most events that a resume gives; a client that missed more begins anew with the newest page.
    /// </summary>
    public const int ResumeEvents = 20_000;

    /// <summary>
    /// Most bytes, as encoded, that a resume gives: four times what may wait for a slow reader before it is
    /// closed.
    /// </summary>
    public const int ResumeBytes = 4 << 20;

    /// <summary>Longest text of a message, in bytes of UTF-8.</summary>
    public int TextBytes { get; init; } = 16 * 1024;

    /// <summary>Messages a second and person; 0 means any number.</summary>
    public int MessagesPerSecond { get; init; } = 10;

    /// <summary>Longest file of a message, in bytes.</summary>
    public long FileBytes { get; init; } = 25_000_000;

    /// <summary>Whether rooms can't be made by joining them.</summary>
    public bool FixedRooms { get; init; }
}
