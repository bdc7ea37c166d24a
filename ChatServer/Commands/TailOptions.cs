using CommandLine;

namespace ChatServer.Commands;

/// <summary>The command line of <c>tail</c>.</summary>
[Verb("tail", HelpText = "Follows ROOM: prints a line for each thing that happens, until Ctrl+C.")]
public sealed class TailOptions : RoomOptions
{
    /// <summary>Most lines that are printed first.</summary>
    public const int MaxLines = 10_000;

    [Option("lines", Default = 0, MetaValue = "N", HelpText = "First print the last N, 10000 at most.")]
    public int Lines { get; set; }

    [Option("json", HelpText = "Print the JSON of each event, a line each.")]
    public bool Json { get; set; }

    /// <summary>What belongs nowhere; there should be none.</summary>
    [Value(1, Hidden = true)]
    public IEnumerable<string> Words { get; set; } = [];
}
