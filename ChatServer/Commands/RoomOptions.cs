using CommandLine;

namespace ChatServer.Commands;

/// <summary>What commands say that read a room, or speak there.</summary>
public abstract class RoomOptions : RemoteOptions
{
    [Value(0, MetaName = "ROOM", HelpText = "The room.")]
    public string? Room { get; set; }

    [Option(
        "bot-key", MetaValue = "KEY",
        HelpText = "A bot's key, needed to speak from another machine; or CHATSERVER_BOT_KEY.")]
    public string? BotKey { get; set; }

    [Option("password", MetaValue = "SECRET", HelpText = "The server's password; or CHATSERVER_PASSWORD.")]
    public string? Password { get; set; }

    [Option("room-password", MetaValue = "SECRET", HelpText = "The room's password.")]
    public string? RoomPassword { get; set; }
}
