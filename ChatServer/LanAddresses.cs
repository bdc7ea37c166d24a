using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ChatServer;

/// <summary>The addresses of this machine that a phone on the network could use, best first.</summary>
internal static class LanAddresses
{
    // Adapters of containers, virtual machines and tunnels: up, with an address, and of no use to a phone.
    private static readonly string[] VirtualNames =
    [
        "docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "vethernet", "tun", "tap", "wg", "tailscale",
        "zt", "utun", "lxc", "cni",
    ];

    /// <param name="bound">What the server listens on; only addresses that this reaches are given.</param>
    public static IReadOnlyList<IPAddress> For(IPAddress bound)
    {
        if (!bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any))
            return IPAddress.IsLoopback(bound) ? [] : [bound];
        return
        [
            .. NetworkInterface.GetAllNetworkInterfaces()
                .Where(adapter => adapter.OperationalStatus == OperationalStatus.Up
                    && adapter.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(adapter => adapter.GetIPProperties().UnicastAddresses
                    .Select(unicast => unicast.Address)
                    .Where(address => address.AddressFamily == AddressFamily.InterNetwork
                        && !IPAddress.IsLoopback(address))
                    .Select(address => (Address: address, Rank: Rank(adapter, address))))
                .OrderBy(candidate => candidate.Rank)
                .Select(candidate => candidate.Address)
                .Distinct(),
        ];
    }

    private static int Rank(NetworkInterface adapter, IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var range = (bytes[0], bytes[1]) switch
        {
            (192, 168) => 0, // home and office routers
            (10, _) => 1,
            (172, >= 16 and <= 31) => 2, // also where containers live
            (169, 254) => 4, // link-local: no router gave an address
            _ => 3,
        };
        var name = adapter.Name.ToLowerInvariant();
        var isVirtual = VirtualNames.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
            || adapter.Description.Contains("virtual", StringComparison.OrdinalIgnoreCase);
        var hasGateway = HasGateway(adapter);
        return (isVirtual ? 100 : 0) + (hasGateway ? 0 : 10) + range;
    }

    private static bool HasGateway(NetworkInterface adapter)
    {
        try
        {
            return adapter.GetIPProperties().GatewayAddresses
                .Any(gateway => !gateway.Address.Equals(IPAddress.Any));
        }
        catch (Exception e) when (e is PlatformNotSupportedException or NetworkInformationException)
        {
            return false;
        }
    }
}
