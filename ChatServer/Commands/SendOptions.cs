using CommandLine;

namespace ChatServer.Commands;

/// <summary>The command line of <c>send</c>.</summary>
[Verb("send", HelpText = "Says TEXT in ROOM; without TEXT, each line of standard input.")]
public sealed class SendOptions : RoomOptions
{
    [Value(1, MetaName = "TEXT", HelpText = "What to say. One that begins with a dash follows «--».")]
    public IEnumerable<string> Text { get; set; } = [];

    [Option("name", MetaValue = "NAME", HelpText = "Who says it; from this machine, any name that is free.")]
    public string? Name { get; set; }

    [Option(
        "key", MetaValue = "KEY",
        HelpText = "Names one message, which every line edits in place: for progress.")]
    public string? Key { get; set; }

    [Option(
        "timeout", Default = 15, MetaValue = "SECONDS",
        HelpText = "How long a line is tried again while the server can't be reached, or asks to wait.")]
    public int Timeout { get; set; }
}
