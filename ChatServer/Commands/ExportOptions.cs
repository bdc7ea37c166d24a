using CommandLine;

namespace ChatServer.Commands;

/// <summary>The command line of <c>export</c>.</summary>
[Verb("export", HelpText = "Writes all of ROOM into a file: jsonl (to import again), md or html (to read).")]
public sealed class ExportOptions : RoomOptions
{
    [Option("format", Default = "jsonl", MetaValue = "FORMAT", HelpText = "jsonl, md or html.")]
    public string Format { get; set; } = "";

    [Option(
        "out", MetaValue = "FILE",
        HelpText = "(Default: ROOM.FORMAT) The file; it is there when it is whole.")]
    public string? Out { get; set; }

    /// <summary>What belongs nowhere; there should be none.</summary>
    [Value(1, Hidden = true)]
    public IEnumerable<string> Words { get; set; } = [];
}
