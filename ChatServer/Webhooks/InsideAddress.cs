using System.Net;
using System.Net.Sockets;

namespace ChatServer.Webhooks;

/// <summary>
/// Addresses that mean this machine, its link, or the cloud it runs in: what answers there trusts whoever
/// reaches it. The other addresses of a local network, RFC 1918 and unique local (RFC 4193), aren't among
/// them: the server is for just those.
/// </summary>
internal static class InsideAddress
{
    private static readonly IPNetwork[] Inside =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this host (RFC 791); Linux takes it for loopback
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and the metadata of most clouds
        IPNetwork.Parse("100.100.100.200/32"), // metadata of Alibaba Cloud
        IPNetwork.Parse("168.63.129.16/32"), // metadata of Azure
        IPNetwork.Parse("192.0.0.0/24"), // of protocols (RFC 6890), and metadata of Oracle Cloud
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast
        IPNetwork.Parse("::/127"), // unspecified, and loopback
        IPNetwork.Parse("64:ff9b:1::/48"), // NAT64 of a network's own (RFC 8215): IPv4 is anywhere in it
        IPNetwork.Parse("2001::/32"), // Teredo (RFC 4380), likewise
        IPNetwork.Parse("fe80::/10"), // link-local
        IPNetwork.Parse("fec0::/10"), // site-local (RFC 3879)
        IPNetwork.Parse("ff00::/8"), // multicast
        IPNetwork.Parse("fd00:ec2::/32"), // metadata of AWS
        IPNetwork.Parse("fd20:ce::254/128"), // metadata of Google Cloud
    ];

    // What has an IPv4 address in its last 32 bits.
    private static readonly IPNetwork[] EndInIPv4 =
    [
        IPNetwork.Parse("::/96"), // IPv4-compatible (RFC 4291 section 2.5.5.1)
        IPNetwork.Parse("::ffff:0:0:0/96"), // IPv4-translated (RFC 2765)
        IPNetwork.Parse("64:ff9b::/96"), // NAT64 (RFC 6052)
    ];

    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16"); // RFC 3056

    /// <summary>Whether an address is one of them, or one of the server's own, in whatever form.</summary>
    /// <param name="address">The address.</param>
    /// <param name="own">Those that this machine has.</param>
    public static bool Is(IPAddress address, IReadOnlyCollection<IPAddress> own)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (own.Contains(address) || Array.Exists(Inside, network => network.Contains(address))) return true;
        return Embedded(address) is { } inner && Is(inner, own);
    }

    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        var bytes = address.GetAddressBytes();
        if (SixToFour.Contains(address)) return new IPAddress(bytes.AsSpan(2, 4));
        return Array.Exists(EndInIPv4, network => network.Contains(address)) || IsIsatap(bytes)
            ? new IPAddress(bytes.AsSpan(12, 4))
            : null;
    }

    // RFC 5214 section 6.1: the interface is 00-00-5E-FE and an IPv4 address, with or without the universal
    // bit.
    private static bool IsIsatap(byte[] bytes) => bytes.AsSpan(8, 4) is [0 or 2, 0, 0x5E, 0xFE];
}
