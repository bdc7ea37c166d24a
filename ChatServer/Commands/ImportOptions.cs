using CommandLine;

namespace ChatServer.Commands;

/// <summary>The command line of <c>import</c>.</summary>
[Verb("import", HelpText = "Brings an export (jsonl) into ROOM, which must be new: import ROOM FILE.")]
public sealed class ImportOptions : AdminOptions
{
    [Value(0, MetaName = "ROOM", HelpText = "The room; it is made if it isn't there.")]
    public string? Room { get; set; }

    [Value(1, MetaName = "FILE", HelpText = "The export.")]
    public string? File { get; set; }

    /// <summary>What belongs nowhere; there should be none.</summary>
    [Value(2, Hidden = true)]
    public IEnumerable<string> Words { get; set; } = [];
}
