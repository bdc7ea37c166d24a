using System.Text.RegularExpressions;

namespace ChatServer.Diagnosis;

/// <summary>The firewall of Fedora, Red Hat and openSUSE, which has zones.</summary>
internal sealed partial class Firewalld(IPlatformTools tools) : IFirewall
{
    private const string Name = "firewalld";

    public async Task<FirewallState?> ReadAsync(int port, string? adapter)
    {
        if (!tools.Has("firewall-cmd")) return null;
        var state = await tools.RunAsync("firewall-cmd", "--state").ConfigureAwait(false);
        if (state is null) return Unknown();
        if (state.ExitCode != 0)
        {
            return state.IsDenied ? Unknown() : new FirewallState(Name, FirewallVerdict.Off);
        }
        var zones = await tools.RunAsync("firewall-cmd", "--list-all-zones").ConfigureAwait(false);
        return zones is { ExitCode: 0 } ? FromZones(zones.Text, port, adapter) : Unknown();
    }

    /// <param name="zones">What <c>firewall-cmd --list-all-zones</c> prints.</param>
    /// <param name="port">The port.</param>
    /// <param name="adapter">The adapter, which is in one of the zones.</param>
    internal static FirewallState FromZones(string zones, int port, string? adapter)
    {
        var active = Zone().Matches(zones)
            .Where(zone => zone.Groups["state"].Value.Contains("active", StringComparison.Ordinal)).ToList();
        var own = active.FirstOrDefault(zone => adapter is not null
                && Words(zone, "interfaces").Contains(adapter))
            ?? active.FirstOrDefault(zone =>
                zone.Groups["state"].Value.Contains("default", StringComparison.Ordinal))
            ?? active.FirstOrDefault(zone => Words(zone, "interfaces").Length > 0);
        if (own is null) return Unknown();
        if (Lets(own, port)) return new FirewallState(Name, FirewallVerdict.Open);
        var name = own.Groups["name"].Value;
        return new FirewallState(
            Name, FirewallVerdict.Blocks,
            $"sudo firewall-cmd --permanent --zone={name} --add-port={port}/tcp "
            + "&& sudo firewall-cmd --reload");
    }

    private static FirewallState Unknown() =>
        new(Name, FirewallVerdict.Unknown, "sudo firewall-cmd --list-all");

    private static bool Lets(Match zone, int port)
    {
        if (Words(zone, "target").Contains("ACCEPT")) return true;
        var ports = Words(zone, "ports").Where(entry => entry.EndsWith("/tcp", StringComparison.Ordinal));
        if (ports.Any(entry => PortList.Has(entry[..^4], port))) return true;
        var service = port switch { 80 => "http", 443 => "https", 8080 => "http-alt", _ => null };
        return service is not null && Words(zone, "services").Contains(service);
    }

    private static string[] Words(Match zone, string key)
    {
        var line = zone.Groups["body"].Value.Split('\n').Select(line => line.Trim())
            .FirstOrDefault(line => line.StartsWith($"{key}:", StringComparison.Ordinal));
        return line is null ? [] : line[(key.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(
        @"^(?<name>[\w-]+)(?: \((?<state>[^)]*)\))?\r?\n(?<body>(?:[ \t]+.*\n?|\r?\n(?=[ \t]))*)",
        RegexOptions.Multiline)]
    private static partial Regex Zone();
}
