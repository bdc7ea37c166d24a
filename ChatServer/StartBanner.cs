using System.Globalization;
using System.Net;
using ChatServer.Diagnosis;

namespace ChatServer;

/// <summary>
/// What is printed when the server is ready: where it can be reached, and a QR code for phones.
/// </summary>
internal static class StartBanner
{
    /// <param name="settings">What was asked for.</param>
    /// <param name="host">The server, which has its port and perhaps made an admin key.</param>
    /// <param name="output">Where to print.</param>
    /// <param name="isTerminal">Whether somebody can scan what is printed.</param>
    public static void Print(Settings settings, ServerHost host, TextWriter output, bool isTerminal)
    {
        var port = host.Port;
        var addresses = LanAddresses.For(settings.EndPoint.Address);
        if (addresses.Count > 0)
        {
            if (settings.ShowQrCode && isTerminal)
                output.WriteLine(TerminalQrCode.Of(PageUrl.Of(addresses[0], port)));
            output.WriteLine("On this network / 局域网:");
            foreach (var address in addresses) output.WriteLine($"  {PageUrl.Of(address, port)}");
        }
        output.WriteLine(settings.DataPath is null
            ? "Kept in memory only; it ends with the server."
            : $"Kept in {Path.GetFullPath(settings.DataPath)}");
        output.WriteLine($"Admin key / 管理密钥: {host.MadeAdminKey ?? "as given / 与设置相同"}");
        // What scripts wait for: it comes last, when everything works.
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Listening on http://{Local(settings.EndPoint.Address)}:{port}"));
        output.Flush();
    }

    private static string Local(IPAddress bound) =>
        bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any) || IPAddress.IsLoopback(bound)
            ? "localhost"
            : PageUrl.Host(bound);
}
