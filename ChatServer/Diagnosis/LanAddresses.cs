using System.Net;
using System.Net.Sockets;

namespace ChatServer.Diagnosis;

/// <summary>The addresses of this machine that a phone on the network could use, best first.</summary>
internal static class LanAddresses
{
    /// <summary>Those of this machine, as it is now.</summary>
    /// <param name="bound">What the server listens on; only addresses that this reaches are given.</param>
    public static IReadOnlyList<IPAddress> For(IPAddress bound) =>
        [.. Of(ThisMachine.Adapters(), bound).Select(found => found.Address)];

    /// <param name="adapters">What the machine has.</param>
    /// <param name="bound">What the server listens on.</param>
    public static IReadOnlyList<LanAddress> Of(IReadOnlyList<NetworkAdapter> adapters, IPAddress bound)
    {
        var isAny = bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any);
        if (!isAny)
        {
            var owner = adapters.FirstOrDefault(adapter => adapter.Addresses.Contains(bound));
            return IPAddress.IsLoopback(bound) ? [] : [new LanAddress(bound, owner)];
        }
        // «::» takes IPv4 as well; a browser takes no address with a scope.
        return
        [
            .. adapters
                .SelectMany(adapter => adapter.Addresses.Select(address => new LanAddress(address, adapter)))
                .Where(found => !IPAddress.IsLoopback(found.Address)
                    && found.Range != AddressRange.LinkLocalV6
                    && (found.Address.AddressFamily == AddressFamily.InterNetwork
                        || bound.Equals(IPAddress.IPv6Any)))
                .OrderBy(Rank)
                .DistinctBy(found => found.Address),
        ];
    }

    private static int Rank(LanAddress found)
    {
        var isPhysical = found.Adapter?.Kind is not (AdapterKind.Virtual or AdapterKind.Tunnel);
        return (isPhysical ? 0 : 100) + (found.Adapter?.HasGateway == true ? 0 : 10) + (int)found.Range;
    }
}

/// <summary>An address of this machine.</summary>
/// <param name="Address">The address.</param>
/// <param name="Adapter">Which adapter has it; <c>null</c> if none is known to.</param>
internal sealed record LanAddress(IPAddress Address, NetworkAdapter? Adapter)
{
    public AddressRange Range { get; } = AddressRanges.Of(Address);

    /// <summary>Whether other devices of the local network could be there.</summary>
    public bool IsOfLan => Adapter?.Kind is null or AdapterKind.Physical && Range != AddressRange.LinkLocal;
}
