using CommandLine;

namespace ChatServer.Commands;

/// <summary>The command line of <c>key</c>.</summary>
[Verb("key", HelpText = "Keys of bots, for admins: key add NAME, key list, key revoke NAME.")]
public sealed class KeyOptions : AdminOptions
{
    [Value(0, MetaName = "add|list|revoke", HelpText = "Make a key and print it; list; make one useless.")]
    public string? Action { get; set; }

    [Value(1, MetaName = "NAME", HelpText = "Whose key.")]
    public string? Name { get; set; }

    /// <summary>What belongs nowhere; there should be none.</summary>
    [Value(2, Hidden = true)]
    public IEnumerable<string> Words { get; set; } = [];
}
