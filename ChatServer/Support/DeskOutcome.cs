namespace ChatServer.Support;

/// <summary>
/// What became of an act at the desk: of two that exclude each other, the first in the log counts.
/// </summary>
public enum DeskOutcome
{
    /// <summary>It is so now, or was so already.</summary>
    Done,

    /// <summary>There is no such ticket, or it was closed long ago.</summary>
    NoSuchTicket,

    /// <summary>The visitor has a ticket that isn't closed.</summary>
    AlreadyOpen,

    /// <summary>Somebody else has it.</summary>
    Taken,

    /// <summary>The agent has as many as they may.</summary>
    AtLimit,

    /// <summary>It was decided of a turn that is over.</summary>
    Stale,

    /// <summary>It is closed.</summary>
    Closed,

    /// <summary>A rating of a ticket that isn't closed.</summary>
    NotClosed,

    /// <summary>It isn't theirs.</summary>
    NotYours,
}
