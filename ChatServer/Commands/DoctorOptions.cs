using CommandLine;

namespace ChatServer.Commands;

/// <summary>The command line of <c>doctor</c>.</summary>
[Verb("doctor", HelpText = "Why can't another device connect? Says what is in the way, and the next step.")]
public sealed class DoctorOptions
{
    [Option("port", Default = 8000, MetaValue = "N", HelpText = "The server's port.")]
    public int Port { get; set; }

    [Option(
        "bind", Default = "0.0.0.0", MetaValue = "ADDRESS",
        HelpText = "What the server listens on, if it was started with --bind.")]
    public string Bind { get; set; } = "";

    [Option(
        "name", MetaValue = "NAME",
        HelpText = "A name by which others are to find the server, such as chat.example.")]
    public string? Name { get; set; }

    [Option("json", HelpText = "Print JSON, as /api/doctor answers it.")]
    public bool Json { get; set; }

    [Option("no-qr", HelpText = "Don't print the QR code.")]
    public bool NoQr { get; set; }

    /// <summary>What belongs nowhere; there should be none.</summary>
    [Value(0, Hidden = true)]
    public IEnumerable<string> Words { get; set; } = [];
}
