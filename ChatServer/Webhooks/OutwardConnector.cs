using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ChatServer.Webhooks;

/// <summary>
/// Opens the connections of webhooks. It resolves a name itself and connects to the very address that it has
/// checked, so that a name that stands for another address a moment later is no way in. Any thread may call
/// it.
/// </summary>
/// <param name="allowInternal">Whether every address may be reached.</param>
/// <param name="resolve">Gives the addresses of a name.</param>
internal sealed class OutwardConnector(
    bool allowInternal, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    public OutwardConnector(bool allowInternal)
        : this(allowInternal, static (host, end) => Dns.GetHostAddressesAsync(host, end))
    {
    }

    /// <summary>Connects to the first address of a host that may be reached, and can be.</summary>
    /// <exception cref="AddressRefusedException">None may be.</exception>
    /// <exception cref="SocketException">None can be, or the name has none.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint to, CancellationToken end)
    {
        var addresses = await AllowedAsync(to.Host, end).ConfigureAwait(false);
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.NoDelay = true;
                await socket.ConnectAsync(new IPEndPoint(addresses[i], to.Port), end).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < addresses.Count)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    /// <summary>The addresses of a host that may be reached.</summary>
    /// <returns>One at least.</returns>
    /// <exception cref="AddressRefusedException">There are none.</exception>
    /// <exception cref="SocketException">The name has no address.</exception>
    public async Task<IReadOnlyList<IPAddress>> AllowedAsync(string host, CancellationToken end)
    {
        host = host.TrimEnd('.'); // the root of all names
        var all = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await resolve(host, end).ConfigureAwait(false);
        if (all.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        if (allowInternal) return all;
        var own = OwnAddresses();
        var allowed = all.Where(address => !InsideAddress.Is(address, own)).ToList();
        return allowed.Count > 0 ? allowed : throw new AddressRefusedException();
    }

    // Asked for each time: a laptop changes networks.
    private static HashSet<IPAddress> OwnAddresses() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(adapter => adapter.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address),
    ];
}
