namespace ChatServer.Diagnosis;

/// <summary>The firewalls that the system of this machine may have.</summary>
internal static class Firewalls
{
    public static IReadOnlyList<IFirewall> Of(IPlatformTools tools)
    {
        if (OperatingSystem.IsWindows()) return [new WindowsFirewall(tools)];
        if (OperatingSystem.IsMacOS()) return [new MacFirewall(tools, Environment.ProcessPath ?? "")];
        return [new Ufw(tools), new Firewalld(tools), new Nftables(tools), new Iptables(tools)];
    }

    /// <summary>Reads them all, each by itself.</summary>
    /// <param name="firewalls">Which.</param>
    /// <param name="port">The port.</param>
    /// <param name="adapter">The adapter that connections would come by.</param>
    /// <returns>What is to be told: of a packet filter nothing where what sets it has said what it
    /// does.</returns>
    public static async Task<IReadOnlyList<FirewallState>> ReadAsync(
        IReadOnlyList<IFirewall> firewalls, int port, string? adapter)
    {
        var read = firewalls.Select(async firewall => (
            IsFilter: firewall is Nftables or Iptables,
            State: await firewall.ReadAsync(port, adapter).ConfigureAwait(false)));
        var all = await Task.WhenAll(read).ConfigureAwait(false);
        var found = all.Where(one => one.State is not null).ToList();
        var isSet = found.Exists(one => !one.IsFilter && one.State!.Verdict != FirewallVerdict.Off);
        return [.. found.Where(one => !(isSet && one.IsFilter)).Select(one => one.State!)];
    }
}
