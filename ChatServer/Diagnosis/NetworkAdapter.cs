using System.Net;

namespace ChatServer.Diagnosis;

/// <summary>An adapter that is up, with the addresses that it has; never loopback.</summary>
/// <param name="Name">What the system calls it, such as <c>eth0</c> or <c>Wi-Fi</c>.</param>
/// <param name="Kind">What it leads to.</param>
/// <param name="HasGateway">Whether a router is behind it.</param>
/// <param name="Addresses">Of IPv4 and IPv6, as the system lists them.</param>
internal sealed record NetworkAdapter(
    string Name, AdapterKind Kind, bool HasGateway, IReadOnlyList<IPAddress> Addresses)
{
    // Adapters of containers and virtual machines: up, with an address, and of no use to a phone.
    private static readonly string[] VirtualNames =
    [
        "docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "vethernet", "lxc", "lxdbr", "cni", "podman",
        "flannel", "cali", "bridge1",
    ];

    private static readonly string[] TunnelNames =
    [
        "tun", "tap", "wg", "tailscale", "zt", "utun", "ppp", "ipsec", "nordlynx", "proton", "wintun", "warp",
    ];

    private static readonly string[] VirtualWords = ["virtual", "hyper-v", "vmware", "virtualbox"];

    private static readonly string[] TunnelWords =
        ["wireguard", "openvpn", "tailscale", "zerotier", "vpn", "tunnel", "tap-windows", "wintun"];

    /// <summary>Tells from what an adapter is called what it leads to.</summary>
    /// <param name="name">Its name, such as <c>docker0</c>.</param>
    /// <param name="description">What Windows says of it; elsewhere the name again.</param>
    /// <param name="isTunnel">Whether the system says that it is one.</param>
    public static AdapterKind KindOf(string name, string description, bool isTunnel = false)
    {
        if (isTunnel || StartsWith(name, TunnelNames) || Has(description, TunnelWords))
            return AdapterKind.Tunnel;
        return StartsWith(name, VirtualNames) || Has(description, VirtualWords)
            ? AdapterKind.Virtual
            : AdapterKind.Physical;
    }

    private static bool StartsWith(string name, string[] beginnings) =>
        Array.Exists(beginnings, beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase));

    private static bool Has(string text, string[] words) =>
        Array.Exists(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
