using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ChatServer.Diagnosis;

/// <summary>Addresses as a browser takes them.</summary>
internal static class PageUrl
{
    public static string Of(IPAddress address, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{Host(address)}:{port}");

    /// <summary>
    /// The host of a URL (RFC 3986 section 3.2.2), without the scope that no browser takes.
    /// </summary>
    public static string Host(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{new IPAddress(address.GetAddressBytes())}]"
            : address.ToString();
}
