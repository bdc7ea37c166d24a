namespace ChatServer.Diagnosis;

/// <summary>What a firewall does with a port.</summary>
internal enum FirewallVerdict
{
    /// <summary>It isn't running.</summary>
    Off,

    /// <summary>It lets connections to the port in.</summary>
    Open,

    /// <summary>It lets only some in.</summary>
    Partly,

    /// <summary>It lets none in.</summary>
    Blocks,

    /// <summary>What it does can't be told.</summary>
    Unknown,
}

/// <summary>What a firewall of this machine does with a port.</summary>
/// <param name="Firewall">What it is called.</param>
/// <param name="Verdict">What it does.</param>
/// <param name="Command">What somebody types to open the port, or, where it can't be told, to see;
/// empty where there is nothing to do.</param>
internal sealed record FirewallState(string Firewall, FirewallVerdict Verdict, string Command = "")
{
    /// <summary>Of <see cref="FirewallVerdict.Partly"/>: whom it lets in.</summary>
    public string LetIn { get; init; } = "";

    /// <summary>Of Windows: the network that counts as public, where nobody is let in by default.</summary>
    public string? PublicNetwork { get; init; }
}
