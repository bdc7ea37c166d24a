using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace ChatServer;

/// <summary>What this machine is called, without asking anybody.</summary>
internal static class MachineNames
{
    /// <summary>Its host name, alone and with the domains that a local network may put behind it.</summary>
    public static IReadOnlyList<string> Own()
    {
        var host = Environment.MachineName.ToLowerInvariant();
        var domain = "";
        try
        {
            domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
            host = Dns.GetHostName().ToLowerInvariant();
        }
        catch (Exception e) when (e is SocketException or NetworkInformationException)
        {
            // The machine's own idea of its name is enough.
        }
        var names = new List<string> { host, $"{host}.local", $"{host}.lan", $"{host}.home" };
        if (domain.Length > 0) names.Add($"{host}.{domain}");
        return names;
    }
}
