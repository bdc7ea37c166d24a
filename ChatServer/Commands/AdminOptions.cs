using CommandLine;

namespace ChatServer.Commands;

/// <summary>What commands say that only admins may use: where the admin key is.</summary>
public abstract class AdminOptions : RemoteOptions
{
    [Option(
        "admin-key", MetaValue = "KEY",
        HelpText = "The admin key; or CHATSERVER_ADMIN_KEY; or the one in the data folder.")]
    public string? AdminKey { get; set; }

    [Option("data", MetaValue = "FOLDER", HelpText = "(Default: ./data) The server's data folder.")]
    public string? Data { get; set; }
}
