using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ChatServer.Diagnosis;

/// <summary>Reads of this machine what it has of networks, without asking anybody else.</summary>
internal static class ThisMachine
{
    // TEST-NET-2 (RFC 5737): an address that is nobody's. Connecting a datagram socket sends nothing.
    private static readonly IPEndPoint Nobody = new(IPAddress.Parse("198.51.100.1"), 9);

    /// <summary>The adapters that are up and have an address, without loopback.</summary>
    public static IReadOnlyList<NetworkAdapter> Adapters()
    {
        try
        {
            return
            [
                .. NetworkInterface.GetAllNetworkInterfaces()
                    .Where(adapter => adapter.OperationalStatus is OperationalStatus.Up
                        // What some tunnels say all the time.
                        or OperationalStatus.Unknown
                        && adapter.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                    .Select(Read)
                    .Where(adapter => adapter.Addresses.Any(address => !IPAddress.IsLoopback(address))),
            ];
        }
        catch (NetworkInformationException)
        {
            return [];
        }
    }

    /// <summary>The address from which this machine reaches what is outside of its own networks.</summary>
    /// <returns><c>null</c> if there is no way out.</returns>
    public static IPAddress? Outgoing()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(Nobody);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static NetworkAdapter Read(NetworkInterface adapter)
    {
        var isTunnel =
            adapter.NetworkInterfaceType is NetworkInterfaceType.Tunnel or NetworkInterfaceType.Ppp;
        return new NetworkAdapter(
            adapter.Name, NetworkAdapter.KindOf(adapter.Name, adapter.Description, isTunnel),
            HasGateway(adapter),
            [.. adapter.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address)]);
    }

    private static bool HasGateway(NetworkInterface adapter)
    {
        try
        {
            return adapter.GetIPProperties().GatewayAddresses
                .Any(gateway => !gateway.Address.Equals(IPAddress.Any));
        }
        catch (Exception e) when (e is PlatformNotSupportedException or NetworkInformationException)
        {
            return false;
        }
    }
}
