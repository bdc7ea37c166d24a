using System.Net;
using System.Net.Sockets;

namespace ChatServer.Transport;

/// <summary>What of a client's address tells it from others: limits and bans are for that.</summary>
public static class ClientNetwork
{
    /// <summary>Bytes of an IPv6 address that are the client's network; the others it chooses itself (RFC 4291 section 2.5.4,
    /// RFC 8981).</summary>
    private const int PrefixBytes = 8;

    /// <summary>An IPv4 address as it is; of an IPv6 address the /64 network.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address)) return address;
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, PrefixBytes, bytes.Length - PrefixBytes);
        return new IPAddress(bytes);
    }
}
