using CommandLine;

namespace ChatServer.Commands;

/// <summary>The command line of <c>bench</c>.</summary>
[Verb("bench", HelpText = "Measures, on a server of its own: bench transports.")]
public sealed class BenchOptions
{
    [Value(
        0, MetaName = "transports", HelpText = "Polling, long-polling, server-sent events and WebSockets.")]
    public string? What { get; set; }

    /// <summary>What belongs nowhere; there should be none.</summary>
    [Value(1, Hidden = true)]
    public IEnumerable<string> Words { get; set; } = [];
}
