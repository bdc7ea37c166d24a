using System.Text.RegularExpressions;

namespace ChatServer.Diagnosis;

/// <summary>
/// The firewall of Ubuntu. Only root may see its rules; whether it is on, everybody.
/// </summary>
internal sealed partial class Ufw(IPlatformTools tools) : IFirewall
{
    private const string Name = "ufw";

    public async Task<FirewallState?> ReadAsync(int port, string? adapter)
    {
        if (!tools.Has("ufw")) return null;
        if (tools.Read("/etc/ufw/ufw.conf") is { } settings && !IsEnabled(settings))
            return new FirewallState(Name, FirewallVerdict.Off);
        var status = await tools.RunAsync("ufw", "status", "verbose").ConfigureAwait(false);
        return status is { ExitCode: 0 }
            ? FromStatus(status.Text, port)
            : new FirewallState(Name, FirewallVerdict.Unknown, "sudo ufw status verbose");
    }

    /// <param name="settings">What <c>/etc/ufw/ufw.conf</c> says.</param>
    internal static bool IsEnabled(string settings) =>
        settings.Split('\n').Select(line => line.Trim().Replace("\"", "", StringComparison.Ordinal))
            .Any(line => line.Equals("ENABLED=yes", StringComparison.OrdinalIgnoreCase));

    /// <param name="status">What <c>ufw status verbose</c> prints.</param>
    /// <param name="port">The port.</param>
    internal static FirewallState FromStatus(string status, int port)
    {
        if (!status.Contains("Status: active", StringComparison.Ordinal))
            return new FirewallState(Name, FirewallVerdict.Off);
        var command = $"sudo ufw allow {port}/tcp";
        var some = new List<string>();
        // The first that fits decides.
        foreach (Match rule in Rule().Matches(status))
        {
            if (!Fits(rule.Groups["to"].Value, port)) continue;
            var from = rule.Groups["from"].Value;
            var lets = rule.Groups["action"].Value is "ALLOW" or "LIMIT";
            if (from.StartsWith("Anywhere", StringComparison.Ordinal))
            {
                if (lets) return new FirewallState(Name, FirewallVerdict.Open);
                break;
            }
            if (lets) some.Add(from);
        }
        if (some.Count > 0)
        {
            return new FirewallState(Name, FirewallVerdict.Partly, command)
            {
                LetIn = string.Join(", ", some),
            };
        }
        return status.Contains("allow (incoming)", StringComparison.Ordinal) && !HasDenial(status, port)
            ? new FirewallState(Name, FirewallVerdict.Open)
            : new FirewallState(Name, FirewallVerdict.Blocks, command);
    }

    private static bool HasDenial(string status, int port) => Rule().Matches(status)
        .Any(rule => rule.Groups["action"].Value is "DENY" or "REJECT"
            && Fits(rule.Groups["to"].Value, port));

    // «8000/tcp», «8000», «7000:9000/tcp on eth0», «Anywhere», «192.168.1.7 8000/tcp»; not «8000/tcp (v6)».
    private static bool Fits(string to, int port)
    {
        if (to.Contains("(v6)", StringComparison.Ordinal)) return false;
        var words = to.Split(" on ")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["Anywhere"]) return true;
        var (ports, protocol) = words[^1].Split('/') is [var list, var kind]
            ? (list, kind)
            : (words[^1], "tcp");
        return protocol == "tcp" && PortList.Has(ports, port);
    }

    // Columns have two spaces or more between them.
    [GeneratedRegex(
        @"^(?<to>\S.*?) {2,}(?<action>ALLOW|DENY|REJECT|LIMIT)(?: IN)? {2,}(?<from>\S[^#\r\n]*?)\s*(?:#.*)?$",
        RegexOptions.Multiline)]
    private static partial Regex Rule();
}
