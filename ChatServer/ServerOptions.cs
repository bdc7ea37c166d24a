using CommandLine;

namespace ChatServer;

/// <summary>The command line, as typed; <see cref="Settings"/> is what it means.</summary>
public sealed class ServerOptions
{
    private const string DefaultMaxUpload = "25MB";
    private const string DefaultMaxStorage = "10GB";
    private const int DefaultAgentLimit = 4;

    [Option(
        "port", Default = 8000, MetaValue = "N",
        HelpText = "The one port for everything; 0 takes any free one.")]
    public int Port { get; set; }

    [Option(
        "bind", Default = "0.0.0.0", MetaValue = "ADDRESS",
        HelpText = "Address to listen on; 127.0.0.1 keeps the network out.")]
    public string Bind { get; set; } = "";

    [Option(
        "rooms", Default = "lobby,random", MetaValue = "NAMES",
        HelpText = "Rooms that are always there; people land in the first.")]
    public string Rooms { get; set; } = "";

    [Option("fixed-rooms", HelpText = "No other rooms can be made by joining them.")]
    public bool FixedRooms { get; set; }

    [Option(
        "password", MetaValue = "SECRET",
        HelpText = "Everybody is asked for it once; "
            + "CHATSERVER_PASSWORD keeps it out of the list of processes.")]
    public string? Password { get; set; }

    [Option(
        "admin-key", MetaValue = "KEY",
        HelpText = "Makes whoever gives it an admin; or CHATSERVER_ADMIN_KEY. Else the server makes one.")]
    public string? AdminKey { get; set; }

    [Option(
        "bot-key", MetaValue = "NAME:KEY",
        HelpText = "A script that shows KEY may publish from other machines, as NAME; may be repeated.")]
    public IEnumerable<string> BotKey { get; set; } = [];

    [Option("data", MetaValue = "FOLDER", HelpText = "(Default: ./data) Where everything is kept.")]
    public string? Data { get; set; }

    [Option(
        "ephemeral",
        HelpText = "Keep everything in memory, files in a temporary folder; it ends with the server.")]
    public bool Ephemeral { get; set; }

    [Option(
        "keep-days", Default = 0, MetaValue = "N",
        HelpText = "Remove messages older than this; 0 keeps them for ever.")]
    public int KeepDays { get; set; }

    [Option(
        "message-rate", Default = 10, MetaValue = "N",
        HelpText = "Messages a second and person; 0 sets no limit.")]
    public int MessageRate { get; set; }

    [Option(
        "max-message", Default = 16384, MetaValue = "BYTES",
        HelpText = "Longest text of a message, in bytes of UTF-8.")]
    public int MaxMessage { get; set; }

    [Option(
        "max-upload", Default = DefaultMaxUpload, MetaValue = "SIZE",
        HelpText = "Longest file, such as 500KB or 2GB.")]
    public string MaxUpload { get; set; } = DefaultMaxUpload;

    [Option(
        "max-storage", Default = DefaultMaxStorage, MetaValue = "SIZE",
        HelpText = "All files together; more are refused, 0 takes none.")]
    public string MaxStorage { get; set; } = DefaultMaxStorage;

    [Option("max-connections", Default = 20000, MetaValue = "N", HelpText = "Most connections at once.")]
    public int MaxConnections { get; set; }

    [Option(
        "agent-limit", Default = DefaultAgentLimit, MetaValue = "N",
        HelpText = "Tickets that an agent of the support desk may have at once.")]
    public int AgentLimit { get; set; } = DefaultAgentLimit;

    [Option(
        "allow-origin", MetaValue = "URL",
        HelpText = "A further site whose pages may connect; may be repeated.")]
    public IEnumerable<string> AllowOrigin { get; set; } = [];

    [Option(
        "allow-host", MetaValue = "NAME",
        HelpText = "A further name that the server answers to; may be repeated.")]
    public IEnumerable<string> AllowHost { get; set; } = [];

    [Option(
        "allow-internal-webhooks",
        HelpText = "Webhooks may post to this machine itself, its link, and a cloud's metadata.")]
    public bool AllowInternalWebhooks { get; set; }

    [Option(
        "log-level", Default = "information", MetaValue = "LEVEL",
        HelpText = "verbose, debug, information, warning, error or fatal.")]
    public string LogLevel { get; set; } = "";

    [Option("no-qr", HelpText = "Don't print the QR code.")]
    public bool NoQr { get; set; }

    /// <summary>What belongs to no flag; there should be none.</summary>
    [Value(0, Hidden = true)]
    public IEnumerable<string> Words { get; set; } = [];
}
