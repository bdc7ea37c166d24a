using System.Net;
using System.Net.Sockets;

namespace ChatServer.Diagnosis;

/// <summary>What an address says of the network that gave it, the likeliest of a local one first.</summary>
internal enum AddressRange
{
    /// <summary>192.168.0.0/16: routers of homes and offices (RFC 1918).</summary>
    Home,

    /// <summary>10.0.0.0/8: larger networks, and phones that share their connection (RFC 1918).</summary>
    Large,

    /// <summary>172.16.0.0/12: also where containers live (RFC 1918).</summary>
    Middle,

    /// <summary>Any other: whoever is on the internet may have the way.</summary>
    Public,

    /// <summary>100.64.0.0/10: behind the router of a provider or of a guest network (RFC 6598).</summary>
    Shared,

    /// <summary>fc00::/7 (RFC 4193).</summary>
    UniqueLocal,

    /// <summary>Any other of IPv6.</summary>
    PublicV6,

    /// <summary>169.254.0.0/16: no router gave an address (RFC 3927).</summary>
    LinkLocal,

    /// <summary>fe80::/10: no browser takes it (RFC 4007 section 11.2).</summary>
    LinkLocalV6,
}

/// <summary>Tells ranges of addresses.</summary>
internal static class AddressRanges
{
    public static AddressRange Of(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (address.IsIPv6LinkLocal) return AddressRange.LinkLocalV6;
            return address.IsIPv6UniqueLocal ? AddressRange.UniqueLocal : AddressRange.PublicV6;
        }
        var bytes = address.GetAddressBytes();
        return (bytes[0], bytes[1]) switch
        {
            (192, 168) => AddressRange.Home,
            (10, _) => AddressRange.Large,
            (172, >= 16 and <= 31) => AddressRange.Middle,
            (100, >= 64 and <= 127) => AddressRange.Shared,
            (169, 254) => AddressRange.LinkLocal,
            _ => AddressRange.Public,
        };
    }
}
