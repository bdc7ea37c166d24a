using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ChatServer.Transport;

/// <summary>What of a client's address tells it from others: limits and bans are for that.</summary>
public static class ClientNetwork
{
    /// <summary>Bytes of an IPv6 address that are the client's network; the others it chooses itself
    /// (RFC 4291 section 2.5.4, RFC 8981).</summary>
    private const int PrefixBytes = 8;

    private static volatile HashSet<IPAddress>? _own;

    static ClientNetwork() => NetworkChange.NetworkAddressChanged += (_, _) => _own = null;

    /// <summary>
    /// An IPv4 address as it is, and an IPv6 one of a network that this machine is in, where every neighbour
    /// has the same prefix; of any other IPv6 address the /64 network.
    /// </summary>
    public static IPAddress Of(IPAddress address) => Of(address, _own ??= OwnNetworks());

    /// <param name="address">The address.</param>
    /// <param name="own">The /64 networks that this machine is in.</param>
    internal static IPAddress Of(IPAddress address, IReadOnlySet<IPAddress> own)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv6LinkLocal
            || IPAddress.IsLoopback(address))
        {
            return address;
        }
        var network = Prefix(address);
        return own.Contains(network) ? address : network;
    }

    private static HashSet<IPAddress> OwnNetworks()
    {
        try
        {
            return NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(adapter => adapter.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .Where(address => address.AddressFamily == AddressFamily.InterNetworkV6)
                .Select(Prefix).ToHashSet();
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    private static IPAddress Prefix(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, PrefixBytes, bytes.Length - PrefixBytes);
        return new IPAddress(bytes);
    }
}
