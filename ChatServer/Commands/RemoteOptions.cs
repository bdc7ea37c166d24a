using CommandLine;

namespace ChatServer.Commands;

/// <summary>What every command says: which server it is for.</summary>
public abstract class RemoteOptions
{
    [Option(
        "server", Default = "http://localhost:8000", MetaValue = "URL",
        HelpText = "The server, such as http://192.168.1.7:8000.")]
    public string Server { get; set; } = "";
}
