using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace ChatServer.Endpoints.Chat;

/// <summary>Where another device finds the page that somebody has open here.</summary>
/// <param name="ofThisMachine">The address that others on the network can use, if there is one.</param>
public sealed class PageAddress(Func<IPAddress?> ofThisMachine)
{
    /// <summary>
    /// Longest origin: more would make a QR code that no camera likes. A host alone could have 253.
    /// </summary>
    private const int MaxChars = 100;

    /// <param name="origin">What the page was opened from (RFC 6454 section 6.2).</param>
    /// <returns>The origin, or where it means this machine only, the one that others can use; <c>null</c> if
    /// it is no origin.</returns>
    [SuppressMessage("Design", "CA1055", Justification = "an origin is text, and goes into text")]
    public string? For(string origin)
    {
        if (origin.Length > MaxChars || !Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/"
            || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return null;
        }
        if (!uri.IsLoopback || ofThisMachine() is not { } address)
            return uri.GetLeftPart(UriPartial.Authority);
        var isV6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        var host = isV6 ? $"[{address}]" : address.ToString();
        return new UriBuilder(uri.Scheme, host, uri.Port).Uri.GetLeftPart(UriPartial.Authority);
    }
}
