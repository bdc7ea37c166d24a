namespace ChatServer.Diagnosis;

/// <summary>The firewall of macOS, which lets in by program.</summary>
/// <param name="tools">What reads it.</param>
/// <param name="program">The program that would be let in, with its path.</param>
internal sealed class MacFirewall(IPlatformTools tools, string program) : IFirewall
{
    private const string Name = "macOS firewall";
    private const string Tool = "socketfilterfw";
    private const string ToolPath = "/usr/libexec/ApplicationFirewall/socketfilterfw";

    public async Task<FirewallState?> ReadAsync(int port, string? adapter)
    {
        if (!tools.Has(Tool)) return null;
        var state = tools.RunAsync(Tool, "--getglobalstate");
        var all = tools.RunAsync(Tool, "--getblockall");
        var own = tools.RunAsync(Tool, "--getappblocked", program);
        return From(
            (await state.ConfigureAwait(false))?.Text ?? "", (await all.ConfigureAwait(false))?.Text ?? "",
            (await own.ConfigureAwait(false))?.Text ?? "", program);
    }

    /// <param name="state">What <c>--getglobalstate</c> prints.</param>
    /// <param name="all">What <c>--getblockall</c> prints.</param>
    /// <param name="own">What <c>--getappblocked</c> prints of the program.</param>
    /// <param name="program">The program.</param>
    internal static FirewallState From(string state, string all, string own, string program)
    {
        if (state.Contains("State = 0", StringComparison.Ordinal))
            return new FirewallState(Name, FirewallVerdict.Off);
        var unblock = $"sudo {ToolPath} --unblockapp \"{program}\"";
        var blocksAll = state.Contains("State = 2", StringComparison.Ordinal)
            || all.Contains("block all state set to enabled", StringComparison.OrdinalIgnoreCase)
            || all.Contains("Block all ENABLED", StringComparison.OrdinalIgnoreCase);
        if (blocksAll)
            return new FirewallState(Name, FirewallVerdict.Blocks, $"sudo {ToolPath} --setblockall off");
        if (!state.Contains("State = 1", StringComparison.Ordinal))
            return new FirewallState(Name, FirewallVerdict.Unknown, $"sudo {ToolPath} --getglobalstate");
        if (own.Contains("permitted", StringComparison.OrdinalIgnoreCase))
            return new FirewallState(Name, FirewallVerdict.Open);
        return own.Contains("is blocked", StringComparison.OrdinalIgnoreCase)
            ? new FirewallState(Name, FirewallVerdict.Blocks, unblock)
            : new FirewallState(Name, FirewallVerdict.Unknown, unblock);
    }
}
