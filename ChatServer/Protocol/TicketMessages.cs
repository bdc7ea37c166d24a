using System.Text.Json.Serialization;

namespace ChatServer.Protocol;

// What the server sends on /ws of the support desk. docs/protocol.md says when.

/// <summary>A ticket, as its visitor and agents see it; what isn't so is absent.</summary>
public sealed record TicketView(
    long Number, string Room, string State, long At, string Question, Sender Visitor)
{
    public string? Department { get; init; }
    public bool? Offline { get; init; }

    /// <summary>Of one that waits, for its visitor: how many are before it.</summary>
    public int? Ahead { get; init; }

    /// <summary>Of one that waits, for its visitor: about how many seconds it will take.</summary>
    public int? Wait { get; init; }

    public Sender? Agent { get; init; }
    public long? Assigned { get; init; }
    public bool? Answered { get; init; }
    public bool? Returned { get; init; }
    public long? Closed { get; init; }
    public Sender? By { get; init; }
    public int? Rating { get; init; }
    public string? Comment { get; init; }
    public IReadOnlyList<TicketAct> Acts { get; init; } = [];

    // For agents only.
    public string? Page { get; init; }
    public string? Language { get; init; }
    public string? Contact { get; init; }
    public IReadOnlyDictionary<string, string>? Fields { get; init; }
    public int? Priority { get; init; }
    public string? Tag { get; init; }

    /// <summary>Whether the visitor is connected.</summary>
    public bool? Present { get; init; }

    /// <summary>Since when the visitor awaits the agent's word, in Unix milliseconds.</summary>
    public long? Since { get; init; }

    public long? Turn { get; init; }
}

/// <summary>Something that happened to a ticket.</summary>
/// <param name="At">When, in Unix milliseconds.</param>
/// <param name="Kind">One of <see cref="DeskAction"/>.</param>
/// <param name="By">Who did it; without an id where a timer did.</param>
/// <param name="Text">Why, if anybody said.</param>
public sealed record TicketAct(long At, string Kind, Sender By, string? Text)
{
    /// <summary>The agent whom it was handed to.</summary>
    public Sender? To { get; init; }

    /// <summary>The department that it was handed to.</summary>
    public string? Department { get; init; }
}

/// <summary>A ticket is new, or another than it was.</summary>
public sealed record TicketTold(string? Re, TicketView Ticket)
{
    [JsonPropertyOrder(-1)]
    public string Type => "ticket";
}

/// <summary>Closed tickets that were found, the newest first.</summary>
/// <param name="Tickets">The tickets.</param>
/// <param name="More">Whether there may be more.</param>
/// <param name="Before">Where to go on then.</param>
public sealed record TicketPage(IReadOnlyList<TicketView> Tickets, bool More, long? Before);

/// <summary>The desk, as a visitor sees it.</summary>
/// <param name="State">One of <see cref="DeskState"/>.</param>
/// <param name="OpensAt">When it opens, in Unix milliseconds, if it is closed and ever will.</param>
public sealed record DeskView(
    string State, long? OpensAt, IReadOnlyList<string> Departments, IReadOnlyList<DeskField> Fields,
    string Greeting, bool Preview, bool RequireContact)
{
    /// <summary>The visitor's own, in a welcome.</summary>
    public TicketView? Ticket { get; init; }
}

/// <summary>Values of <c>state</c> of the desk.</summary>
public static class DeskState
{
    /// <summary>Somebody is there.</summary>
    public const string Open = "open";

    /// <summary>It is open, and no agent is online.</summary>
    public const string Nobody = "nobody";

    /// <summary>Outside of the opening hours.</summary>
    public const string Closed = "closed";
}

/// <summary>The desk is another than it was, for visitors.</summary>
public sealed record DeskTold(DeskView Desk)
{
    [JsonPropertyOrder(-1)]
    public string Type => "desk";
}

/// <summary>What an agent begins with.</summary>
public sealed record ConsoleView(
    bool Supervisor, bool Away, IReadOnlyList<TicketView> Tickets, IReadOnlyList<AgentView> Agents,
    DeskSettings Settings);

/// <summary>Who works at the desk is another than it was, for agents.</summary>
public sealed record AgentsTold(IReadOnlyList<AgentView> Agents)
{
    [JsonPropertyOrder(-1)]
    public string Type => "agents";
}

/// <summary>The settings are others than they were, for agents.</summary>
public sealed record SettingsTold(DeskSettings Settings)
{
    [JsonPropertyOrder(-1)]
    public string Type => "settings";
}

/// <summary>What a visitor has in their line, for agents in the room.</summary>
public sealed record Preview(string Room, string Text)
{
    [JsonPropertyOrder(-1)]
    public string Type => "preview";
}

/// <summary>Somebody else in a ticket has read so far.</summary>
public sealed record Seen(string Room, Sender Person, long Seq)
{
    [JsonPropertyOrder(-1)]
    public string Type => "seen";
}
