using System.Text.RegularExpressions;

namespace ChatServer.Diagnosis;

/// <summary>
/// The packet filter of Linux, as it is set without ufw or firewalld. Only root may read it.
/// </summary>
internal sealed partial class Nftables(IPlatformTools tools) : IFirewall
{
    private const string Name = "nftables";

    public async Task<FirewallState?> ReadAsync(int port, string? adapter)
    {
        if (!tools.Has("nft")) return null;
        var ruleset = await tools.RunAsync("nft", "list", "ruleset").ConfigureAwait(false);
        // As somebody else than root, some versions print nothing and call that a success.
        return ruleset is { ExitCode: 0, Errors.Length: 0 }
            ? FromRuleset(ruleset.Text, port)
            : new FirewallState(Name, FirewallVerdict.Unknown, "sudo nft list ruleset");
    }

    /// <param name="ruleset">What <c>nft list ruleset</c> prints.</param>
    /// <param name="port">The port.</param>
    internal static FirewallState FromRuleset(string ruleset, int port)
    {
        var worst = new FirewallState(Name, FirewallVerdict.Off);
        foreach (Match table in Table().Matches(ruleset))
        {
            if (table.Groups["family"].Value is not ("ip" or "inet")) continue;
            foreach (Match chain in Chain().Matches(table.Groups["body"].Value))
            {
                if (Read(table, chain, port) is { } state && state.Verdict > worst.Verdict) worst = state;
            }
        }
        return worst;
    }

    // Every chain of the hook has to let a packet in.
    private static FirewallState? Read(Match table, Match chain, int port)
    {
        var body = chain.Groups["body"].Value;
        if (!body.Contains("type filter hook input", StringComparison.Ordinal)) return null;
        var endsInDrop = body.Contains("policy drop", StringComparison.Ordinal);
        var (isSimple, isForSome) = (true, false);
        foreach (var rule in body.Split('\n').Select(line => line.Trim()))
        {
            if (rule is "drop" or "reject" || rule.StartsWith("reject with ", StringComparison.Ordinal)
                || (rule.StartsWith("counter ", StringComparison.Ordinal) && IsDrop(rule) && !HasMatch(rule)))
            {
                endsInDrop = true;
                break;
            }
            if (rule.Contains("jump ", StringComparison.Ordinal)
                || rule.Contains("goto ", StringComparison.Ordinal))
            {
                isSimple = false;
            }
            if (rule.EndsWith("accept", StringComparison.Ordinal) && ForSome().IsMatch(rule)
                && (HasPort(rule, port) || !TcpPort().IsMatch(rule)))
            {
                isForSome = true;
                continue;
            }
            if (!HasPort(rule, port)) continue;
            if (IsDrop(rule)) return Blocked(table, chain, port);
            if (rule.EndsWith("accept", StringComparison.Ordinal))
                return new FirewallState(Name, FirewallVerdict.Open);
        }
        if (!endsInDrop && isSimple) return new FirewallState(Name, FirewallVerdict.Open);
        return isSimple && !isForSome
            ? Blocked(table, chain, port)
            : new FirewallState(Name, FirewallVerdict.Unknown, "sudo nft list ruleset");
    }

    private static FirewallState Blocked(Match table, Match chain, int port) => new(
        Name, FirewallVerdict.Blocks,
        $"sudo nft insert rule {table.Groups["family"].Value} {table.Groups["name"].Value} "
        + $"{chain.Groups["name"].Value} tcp dport {port} accept");

    private static bool IsDrop(string rule) => Drop().IsMatch(rule);

    private static bool HasMatch(string rule) => Matching().IsMatch(rule);

    private static bool HasPort(string rule, int port) =>
        TcpPort().Match(rule) is { Success: true } found && PortList.Has(found.Groups["ports"].Value, port);

    [GeneratedRegex(
        @"^table (?<family>\w+) (?<name>\S+) \{\r?\n(?<body>[\s\S]*?)^\}", RegexOptions.Multiline)]
    private static partial Regex Table();

    [GeneratedRegex(@"^\s+chain (?<name>\S+) \{\r?\n(?<body>[\s\S]*?)^\s+\}\s*$", RegexOptions.Multiline)]
    private static partial Regex Chain();

    [GeneratedRegex(@"\btcp dport (?:\{ ?(?<ports>[^}]*)\}|(?<ports>[\d-]+))")]
    private static partial Regex TcpPort();

    [GeneratedRegex(@"\bsaddr\b")]
    private static partial Regex ForSome();

    [GeneratedRegex(@"\b(?:drop|reject(?: with .*)?)$")]
    private static partial Regex Drop();

    [GeneratedRegex(@"\b(?:dport|sport|saddr|daddr|iif|iifname|ct|meta|protocol)\b")]
    private static partial Regex Matching();
}
