using System.Net;
using ChatServer.Files;
using ChatServer.Rooms;
using Serilog.Events;

namespace ChatServer;

/// <summary>What the command line means, checked.</summary>
public sealed record Settings
{
    /// <summary>Shortest admin key; guesses are limited to one every 6 s and network.</summary>
    public const int MinAdminKeyChars = 8;

    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Names of rooms that are always there, canonical; at least one.</summary>
    public required IReadOnlyList<string> Rooms { get; init; }

    /// <summary>The folder of the log; <c>null</c> keeps it in memory.</summary>
    public required string? DataPath { get; init; }

    /// <summary>Everybody is asked for it once; <c>null</c> if nobody is. Never logged.</summary>
    public string? Password { get; init; }

    /// <summary>Makes admins; <c>null</c> if the server makes one itself. Never logged.</summary>
    public string? AdminKey { get; init; }

    /// <summary>Bots of the command line.</summary>
    public IReadOnlyList<BotKey> BotKeys { get; init; } = [];

    public HouseLimits Limits { get; init; } = new();

    public FileLimits Files { get; init; } = new();

    /// <summary>Age at which messages are removed; <c>null</c> for never.</summary>
    public TimeSpan? KeepFor { get; init; }

    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Tickets that an agent of the support desk may have at once.</summary>
    public int AgentLimit { get; init; } = 4;

    /// <summary>Folder into which mail about tickets is put; <c>null</c> for none.</summary>
    public string? DeskMailPath { get; init; }

    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether webhooks may post to this machine itself, its link, and a cloud's metadata.</summary>
    public bool AllowInternalWebhooks { get; init; }

    public LogEventLevel LogLevel { get; init; } = LogEventLevel.Information;

    public bool ShowQrCode { get; init; } = true;

    /// <param name="options">The command line.</param>
    /// <param name="environment">Gives a variable of the environment; the process's if absent.</param>
    /// <exception cref="SettingsException">A value is out of bounds; the message is one line that says
    /// which.</exception>
    public static Settings From(ServerOptions options, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var password = options.Password ?? environment("CHATSERVER_PASSWORD");
        var adminKey = options.AdminKey ?? environment("CHATSERVER_ADMIN_KEY");
        Check(password is not "", "--password (or CHATSERVER_PASSWORD) is empty");
        Check(
            adminKey is null || adminKey.Trim().Length >= MinAdminKeyChars,
            $"--admin-key (or CHATSERVER_ADMIN_KEY) has {MinAdminKeyChars} characters or more");
        Check(options.Port is >= 0 and <= 65535, "--port is 0–65535");
        Check(
            IPAddress.TryParse(options.Bind, out var address),
            "--bind is an IP address of this machine, such as 0.0.0.0 or 127.0.0.1");
        Check(options.Data is null || !options.Ephemeral, "--data and --ephemeral exclude each other");
        Check(options.Data is not "", "--data is a folder");
        Check(options.KeepDays is >= 0 and <= 36_500, "--keep-days is 0–36500");
        Check(options.MessageRate is >= 0 and <= 1_000_000, "--message-rate is 0–1000000 a second");
        Check(options.MaxMessage is >= 1 and <= 1 << 20, "--max-message is 1–1048576 bytes");
        Check(
            ByteSize.TryParse(options.MaxUpload, out var uploadBytes) && uploadBytes > 0,
            "--max-upload is a size like 500KB, 25MB or 2GB");
        Check(
            ByteSize.TryParse(options.MaxStorage, out var storageBytes),
            "--max-storage is a size like 500MB or 10GB; 0 takes no files");
        Check(options.MaxConnections is >= 1 and <= 1_000_000, "--max-connections is 1–1000000");
        Check(options.AgentLimit is >= 1 and <= 100, "--agent-limit is 1–100");
        Check(options.DeskMail is not "", "--desk-mail is a folder");
        var origins = options.AllowOrigin.ToList();
        foreach (var origin in origins)
            Check(IsOrigin(origin), $"--allow-origin is like https://shop.example, not {origin}");
        var hosts = options.AllowHost.ToList();
        foreach (var host in hosts)
        {
            Check(
                Uri.CheckHostName(host) != UriHostNameType.Unknown,
                $"--allow-host is a name like chat.example, not {host}");
        }
        Check(
            Enum.TryParse<LogEventLevel>(options.LogLevel, ignoreCase: true, out var level)
                && Enum.IsDefined(level) && !int.TryParse(options.LogLevel, out _),
            "--log-level is verbose, debug, information, warning, error or fatal");
        return new Settings
        {
            EndPoint = new IPEndPoint(address!, options.Port),
            Rooms = ParseRooms(options.Rooms),
            DataPath = options.Ephemeral ? null : options.Data ?? "data",
            Password = password,
            AdminKey = adminKey?.Trim(),
            BotKeys = [.. options.BotKey.Select(ParseBotKey)],
            Limits = new HouseLimits
            {
                TextBytes = options.MaxMessage,
                MessagesPerSecond = options.MessageRate,
                FileBytes = uploadBytes,
                FixedRooms = options.FixedRooms,
            },
            Files = new FileLimits { FileBytes = uploadBytes, StorageBytes = storageBytes },
            KeepFor = options.KeepDays == 0 ? null : TimeSpan.FromDays(options.KeepDays),
            MaxConnections = options.MaxConnections,
            AgentLimit = options.AgentLimit,
            DeskMailPath = options.DeskMail,
            AllowedOrigins = origins,
            AllowedHosts = hosts,
            AllowInternalWebhooks = options.AllowInternalWebhooks,
            LogLevel = level,
            ShowQrCode = !options.NoQr,
        };
    }

    private static List<string> ParseRooms(string list)
    {
        var rooms = new List<string>();
        var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var text in names)
        {
            Check(
                RoomName.TryParse(text, out var name),
                $"--rooms: «{text}» isn't a name of 1–{RoomName.MaxChars} letters, digits, - and _");
            if (!rooms.Contains(name)) rooms.Add(name);
        }
        Check(rooms.Count > 0, "--rooms names at least one room");
        return rooms;
    }

    // The key may have colons; the name is up to the first.
    private static BotKey ParseBotKey(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, key) = colon < 0 ? ("", "") : (text[..colon], text[(colon + 1)..].Trim());
        Check(
            PersonName.TryParse(name, out var parsed)
                && key.Length is >= AccessKey.MinChars and <= AccessKey.MaxChars,
            $"--bot-key is name:key, the key with {AccessKey.MinChars}–{AccessKey.MaxChars} characters");
        return new BotKey(parsed, key);
    }

    private static bool IsOrigin(string text) =>
        text == "null"
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0);

    private static void Check(bool isRight, string rule)
    {
        if (!isRight) throw new SettingsException(rule);
    }
}

/// <summary>The command line has a value that can't be.</summary>
public sealed class SettingsException(string message) : Exception(message);
