using System.Net;

namespace ChatServer.Transport;

/// <summary>
/// Which names the server answers to, and which pages may talk to it. The first keeps a hostile page from
/// reaching the server by a name of its own that it has pointed here (DNS rebinding); the second keeps it
/// from opening a WebSocket under the visitor's address.
/// </summary>
/// <param name="ownNames">Names of this machine.</param>
/// <param name="allowedHosts">Names given by <c>--allow-host</c>.</param>
/// <param name="allowedOrigins">Origins given by <c>--allow-origin</c>, such as
/// <c>https://shop.example</c>.</param>
public sealed class HostRules(
    IEnumerable<string> ownNames, IEnumerable<string> allowedHosts, IEnumerable<string> allowedOrigins)
{
    private readonly HashSet<string> _names =
        new(["localhost", .. ownNames, .. allowedHosts], StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _origins =
        new(allowedOrigins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    /// <exception cref="RefusedException">421: the server doesn't answer to that name.</exception>
    public void CheckHost(RequestHead head)
    {
        if (head.Host.Length == 0) return; // HTTP/1.0, which no browser speaks
        var (name, _) = Split(head.Host) ?? throw new RefusedException(400, "The header Host isn't a host.");
        if (IPAddress.TryParse(name, out _) || _names.Contains(name.TrimEnd('.'))) return;
        throw new RefusedException(
            421, $"This server doesn't answer to the name {name}. Start it with --allow-host {name}.");
    }

    /// <summary>Absent is fine: browsers always send it, and others need not be kept out.</summary>
    /// <exception cref="RefusedException">403: a page of another site.</exception>
    public void CheckOrigin(RequestHead head)
    {
        if (head.One("Origin") is not { } origin || Allows(origin, head.Host)) return;
        throw new RefusedException(
            403, $"Pages of {origin} may not connect here. Start the server with --allow-origin {origin}.");
    }

    /// <summary>Whether pages of that origin may talk to the server under that name.</summary>
    public bool Allows(string origin, string host) => _origins.Contains(origin) || IsSame(origin, host);

    private static bool IsSame(string origin, string host)
    {
        var scheme = origin.IndexOf("://", StringComparison.Ordinal);
        // «null» is a file or a sandboxed frame; other schemes are extensions of the browser.
        if (scheme < 0 || origin[..scheme] is not ("http" or "https")) return false;
        var authority = origin[(scheme + 3)..];
        if (authority.Equals(host, StringComparison.OrdinalIgnoreCase)) return true;
        // http://localhost:8000 and ws://127.0.0.1:8000 are one server, and the article's page mixes them.
        return Split(authority) is var (a, aPort) && Split(host) is var (b, bPort)
            && aPort == bPort && IsLoopback(a) && IsLoopback(b);
    }

    private static bool IsLoopback(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));

    private static (string Name, string Port)? Split(string authority)
    {
        var colon = authority.LastIndexOf(':');
        var bracket = authority.LastIndexOf(']');
        var (name, port) = colon > bracket ? (authority[..colon], authority[(colon + 1)..]) : (authority, "");
        if (name.Length == 0 || port.AsSpan().ContainsAnyExceptInRange('0', '9')) return null;
        if (name[0] == '[')
            return name[^1] == ']' && IPAddress.TryParse(name, out _) ? (name[1..^1], port) : null;
        return name.Contains(':', StringComparison.Ordinal) ? null : (name, port);
    }
}
