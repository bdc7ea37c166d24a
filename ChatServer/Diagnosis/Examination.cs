using System.Net;
using System.Net.Sockets;

namespace ChatServer.Diagnosis;

/// <summary>
/// Looks at this machine once: its adapters, the port at each of its addresses, its firewalls.
/// </summary>
/// <param name="probe">What knocks.</param>
/// <param name="firewalls">The firewalls that are read; <c>null</c> to leave them alone.</param>
/// <param name="time">The clock.</param>
internal sealed class Examination(
    PortProbe probe, IReadOnlyList<IFirewall>? firewalls, TimeProvider time)
{
    /// <summary>Addresses that are knocked at, at most: a host of many containers has hundreds.</summary>
    private const int MaxAddresses = 32;

    /// <param name="bound">What the server listens on, or is said to.</param>
    /// <param name="port">The port.</param>
    /// <param name="instance">Which server looks at itself, if one does.</param>
    /// <param name="name">A name by which others are to find the server, if it is asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Facts> LookAsync(
        IPAddress bound, int port, string? instance = null, string? name = null,
        CancellationToken cancellationToken = default)
    {
        var adapters = ThisMachine.Adapters();
        var lan = LanAddresses.Of(adapters, bound).Take(MaxAddresses).ToList();
        var others = bound.Equals(IPAddress.Any)
            ? LanAddresses.Of(adapters, IPAddress.IPv6Any)
                .Where(found => found.IsOfLan && found.Address.AddressFamily == AddressFamily.InterNetworkV6)
                .Take(MaxAddresses).ToList()
            : [];
        var near = probe.KnockAsync(new IPEndPoint(Near(bound), port), null, cancellationToken);
        var knocks = KnockAsync(lan, port, cancellationToken);
        var knocksV6 = KnockAsync(others, port, cancellationToken);
        var walls = firewalls is null
            ? null
            : Firewalls.ReadAsync(firewalls, port, lan.FirstOrDefault()?.Adapter?.Name);
        var named = name is null ? null : CheckAsync(name, Near(bound), port, cancellationToken);
        return new Facts
        {
            Bound = bound,
            Port = port,
            Instance = instance,
            Adapters = adapters,
            Surroundings = Surroundings.Read(),
            Near = await near.ConfigureAwait(false),
            Lan = await knocks.ConfigureAwait(false),
            V6 = await knocksV6.ConfigureAwait(false),
            Firewalls = walls is null ? null : await walls.ConfigureAwait(false),
            Name = named is null ? null : await named.ConfigureAwait(false),
        };
    }

    private static IPAddress Near(IPAddress bound) =>
        bound.Equals(IPAddress.Any) ? IPAddress.Loopback
        : bound.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
        : bound;

    private async Task<IReadOnlyList<Knock>> KnockAsync(
        List<LanAddress> addresses, int port, CancellationToken cancellationToken) =>
        await Task.WhenAll(addresses.Select(async address => new Knock(
            address,
            await probe.KnockAsync(new IPEndPoint(address.Address, port), null, cancellationToken)
                .ConfigureAwait(false)))).ConfigureAwait(false);

    // The server is asked by that name, where it is; whoever has the name elsewhere isn't.
    private async Task<NameCheck> CheckAsync(
        string name, IPAddress near, int port, CancellationToken cancellationToken)
    {
        var asked = await probe.KnockAsync(new IPEndPoint(near, port), name, cancellationToken)
            .ConfigureAwait(false);
        IPAddress[] addresses = [];
        try
        {
            addresses = await Dns.GetHostAddressesAsync(name, cancellationToken)
                .WaitAsync(PortProbe.Timeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or TimeoutException or ArgumentException)
        {
            // It leads nowhere.
        }
        return new NameCheck(name, addresses, asked.IsOurs ? asked : null);
    }
}
