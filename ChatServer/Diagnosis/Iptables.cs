using System.Text.RegularExpressions;

namespace ChatServer.Diagnosis;

/// <summary>
/// The older packet filter of Linux, where it isn't <see cref="Nftables"/> that has its rules as well. Only
/// root may read it.
/// </summary>
internal sealed partial class Iptables(IPlatformTools tools) : IFirewall
{
    private const string Name = "iptables";

    public async Task<FirewallState?> ReadAsync(int port, string? adapter)
    {
        var tool = tools.Has("iptables-legacy") ? "iptables-legacy" : tools.Has("nft") ? null : "iptables";
        if (tool is null || !tools.Has(tool)) return null;
        var rules = await tools.RunAsync(tool, "-S", "INPUT").ConfigureAwait(false);
        if (rules is { ExitCode: 0 }) return FromRules(rules.Text, port, tool);
        // Everybody may know that its module was never asked for.
        return tool == "iptables-legacy" && tools.Read("/proc/modules") is { } modules
            && !modules.Contains("iptable_filter ", StringComparison.Ordinal)
            ? new FirewallState(Name, FirewallVerdict.Off)
            : new FirewallState(Name, FirewallVerdict.Unknown, $"sudo {tool} -S INPUT");
    }

    /// <param name="rules">What <c>iptables -S INPUT</c> prints.</param>
    /// <param name="port">The port.</param>
    /// <param name="tool">Which of its programs says what is to be typed.</param>
    internal static FirewallState FromRules(string rules, int port, string tool = "iptables")
    {
        var blocked = new FirewallState(
            Name, FirewallVerdict.Blocks, $"sudo {tool} -I INPUT -p tcp --dport {port} -j ACCEPT");
        var isSimple = true;
        foreach (Match rule in Rule().Matches(rules))
        {
            var (conditions, target) = (rule.Groups["if"].Value, rule.Groups["target"].Value);
            var isDrop = target is "DROP" or "REJECT";
            if (target is not ("ACCEPT" or "DROP" or "REJECT" or "LOG" or "RETURN")) isSimple = false;
            // A door that is open for some: who, isn't told here.
            if (target == "ACCEPT" && !Port().IsMatch(conditions) && ForSome().IsMatch(conditions))
                isSimple = false;
            if (conditions.Trim().Length == 0)
            {
                if (isDrop) return isSimple ? blocked : Unknown(tool);
                if (target == "ACCEPT") return new FirewallState(Name, FirewallVerdict.Open);
            }
            if (Port().Match(conditions) is not { Success: true } found
                || conditions.Contains("-p udp", StringComparison.Ordinal)
                || !PortList.Has(found.Groups["ports"].Value, port))
            {
                continue;
            }
            if (isDrop) return blocked;
            if (target == "ACCEPT")
            {
                return Source().Match(conditions) is { Success: true } source
                    ? blocked with { Verdict = FirewallVerdict.Partly, LetIn = source.Groups["from"].Value }
                    : new FirewallState(Name, FirewallVerdict.Open);
            }
        }
        if (!isSimple) return Unknown(tool);
        if (rules.Contains("-P INPUT DROP", StringComparison.Ordinal)) return blocked;
        return new FirewallState(
            Name, rules.Contains("-A INPUT", StringComparison.Ordinal)
                ? FirewallVerdict.Open
                : FirewallVerdict.Off);
    }

    private static FirewallState Unknown(string tool) =>
        new(Name, FirewallVerdict.Unknown, $"sudo {tool} -S");

    [GeneratedRegex(@"^-A INPUT(?<if>.*?) -j (?<target>[\w-]+)", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"--(?:dport|dports|destination-port) (?<ports>[\d:,]+)")]
    private static partial Regex Port();

    [GeneratedRegex(@"(?:^|\s)(?:-s|--source|-i|--in-interface) (?!lo\b)")]
    private static partial Regex ForSome();

    [GeneratedRegex(@"(?:^|\s)(?:-s|--source) (?<from>\S+)")]
    private static partial Regex Source();
}
