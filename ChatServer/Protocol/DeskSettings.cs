namespace ChatServer.Protocol;

/// <summary>
/// What an admin has set for the support desk; the defaults are those of a new one, and of what JSON leaves
/// out.
/// </summary>
// Not init: what generated code reads sets those whether they are there or not.
public sealed record DeskSettings
{
    /// <summary>Agents take tickets from the queue.</summary>
    public const string Manual = "manual";

    /// <summary>Tickets are given to agents: to the one who is idle longest.</summary>
    public const string Auto = "auto";

    /// <summary>What a visitor reads first; empty for the page's own words.</summary>
    public string Greeting { get; set; } = "";

    /// <summary>Where a visitor can choose between several.</summary>
    public IReadOnlyList<string> Departments { get; set; } = [];

    /// <summary>What a visitor is asked besides their name and the question.</summary>
    public IReadOnlyList<DeskField> Fields { get; set; } = [];

    /// <summary><see cref="Manual"/> or <see cref="Auto"/>.</summary>
    public string Routing { get; set; } = Manual;

    /// <summary>How long an agent has for a word before the ticket goes back; 0 for ever.</summary>
    public int SilenceMinutes { get; set; } = 5;

    /// <summary>Whether agents see what a visitor types before it is sent.</summary>
    public bool Preview { get; set; } = true;

    /// <summary>Whether who asks while nobody is there has to say how they can be reached.</summary>
    public bool RequireContact { get; set; }

    /// <summary>
    /// The room of the house where it is told of tickets that are opened while nobody is there.
    /// </summary>
    public string? NotifyRoom { get; set; }

    /// <summary>Whom mail about them is put for, where the server has a folder for it.</summary>
    public string? NotifyMail { get; set; }

    /// <summary>When the desk is open; always if absent.</summary>
    public HoursSettings? Hours { get; set; }

    public IReadOnlyList<CannedReply> Canned { get; set; } = [];
}

/// <summary>Something that a visitor is asked.</summary>
public sealed record DeskField(string Name, bool Required = false);

/// <summary>
/// What an agent says often; <c>{visitor}</c> and the like in it are filled in by the page.
/// </summary>
public sealed record CannedReply(string Shortcut, string Text);
