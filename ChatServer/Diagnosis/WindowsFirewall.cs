using System.Text.RegularExpressions;

namespace ChatServer.Diagnosis;

/// <summary>
/// The firewall of Windows, which lets in by kind of network: in a public one nobody, unless a rule says so.
/// </summary>
internal sealed partial class WindowsFirewall(IPlatformTools tools) : IFirewall
{
    private const string Name = "Windows Firewall";

    /// <summary>What the rule is called that the next step makes.</summary>
    private const string RuleName = "ChatServer";

    // What «on» and «off» are called where Windows speaks another language.
    private static readonly string[] On = ["ON", "启用", "打开", "啟用", "開啟", "EIN", "ACTIF", "ACTIVAR", "オン"];
    private static readonly string[] Off =
        ["OFF", "关闭", "停用", "禁用", "關閉", "AUS", "INACTIF", "DESACTIVAR", "オフ"];

    public async Task<FirewallState?> ReadAsync(int port, string? adapter)
    {
        if (!OperatingSystem.IsWindows()) return null;
        var profiles = tools.RunAsync("netsh.exe", "advfirewall", "show", "allprofiles");
        var networks = tools.RunAsync(
            "powershell.exe", "-NoProfile", "-NonInteractive", "-Command",
            "Get-NetConnectionProfile | Format-List Name,InterfaceAlias,NetworkCategory");
        var rule = tools.RunAsync(
            "netsh.exe", "advfirewall", "firewall", "show", "rule", $"name={RuleName}", "dir=in");
        return From(
            (await profiles.ConfigureAwait(false))?.Text ?? "",
            (await networks.ConfigureAwait(false))?.Text ?? "",
            await rule.ConfigureAwait(false) is { ExitCode: 0, Text: var text } ? text : "", port, adapter);
    }

    /// <param name="profiles">What <c>netsh advfirewall show allprofiles</c> prints.</param>
    /// <param name="networks">What <c>Get-NetConnectionProfile | Format-List</c> prints.</param>
    /// <param name="rule">The rule of our name, as <c>netsh</c> prints it; empty if there is none.</param>
    /// <param name="port">The port.</param>
    /// <param name="adapter">The adapter.</param>
    internal static FirewallState From(
        string profiles, string networks, string rule, int port, string? adapter)
    {
        var (network, category) = NetworkOf(networks, adapter);
        var states = States(profiles);
        var state = category switch
        {
            _ when states.Count < 3 => null,
            "DomainAuthenticated" => states[0],
            "Private" => states[1],
            "Public" => states[2],
            _ => null,
        };
        if (state == false || (states.Count >= 3 && states.TrueForAll(on => on == false)))
            return new FirewallState(Name, FirewallVerdict.Off);
        if (rule.Split('\n').Any(line => line.Contains(':', StringComparison.Ordinal)
            && PortList.Has(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), port)))
        {
            return new FirewallState(Name, FirewallVerdict.Open);
        }
        var command = $"netsh advfirewall firewall add rule name={RuleName} dir=in action=allow "
            + $"protocol=TCP localport={port}";
        return category == "Public" && state == true
            ? new FirewallState(Name, FirewallVerdict.Blocks, command) { PublicNetwork = network }
            : new FirewallState(Name, FirewallVerdict.Unknown, command);
    }

    /// <summary>Whether the profiles of domain, private and public networks are on, in this order.</summary>
    private static List<bool?> States(string profiles) =>
    [
        .. State().Matches(profiles).Select(found => found.Groups["state"].Value.Trim().ToUpperInvariant())
            .Select(state => On.Contains(state) ? true : Off.Contains(state) ? false : (bool?)null),
    ];

    private static (string Name, string Category) NetworkOf(string networks, string? adapter)
    {
        var all = Network().Matches(networks).Select(found => (
            Name: found.Groups["name"].Value.Trim(), Alias: found.Groups["alias"].Value.Trim(),
            Category: found.Groups["category"].Value.Trim())).ToList();
        var own = all.FirstOrDefault(network => network.Alias == adapter);
        if (own.Category is null) own = all.FirstOrDefault();
        return (own.Name ?? "", own.Category ?? "");
    }

    // The first line of a section, whatever it is called.
    [GeneratedRegex(@"^-{10,}\s*\r?\n\S+(?: \S+)*\s{2,}(?<state>\S+)", RegexOptions.Multiline)]
    private static partial Regex State();

    [GeneratedRegex(
        @"^Name\s*: (?<name>.*)\r?\nInterfaceAlias\s*: (?<alias>.*)\r?\nNetworkCategory\s*: (?<category>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Network();
}
