using System.Globalization;
using System.Net;
using QRCoder;

namespace ChatServer;

/// <summary>
/// What is printed when the server is ready: where it can be reached, and a QR code for phones.
/// </summary>
internal static class StartBanner
{
    // Select Graphic Rendition (ECMA-48 section 8.3.117).
    private const string BlackOnWhite = "\e[30;107m";
    private const string Reset = "\e[0m";

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
            if (settings.ShowQrCode && isTerminal) output.WriteLine(QrCode(Url(addresses[0], port)));
            output.WriteLine("On this network / 局域网:");
            foreach (var address in addresses) output.WriteLine($"  {Url(address, port)}");
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
            : Host(bound);

    private static string Url(IPAddress address, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"http://{Host(address)}:{port}");

    private static string Host(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? $"[{address}]"
            : address.ToString();

    private static string QrCode(string url)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(url, QRCodeGenerator.ECCLevel.L);
        using var code = new AsciiQRCode(data);
        // Two modules a character. The colours are set, since not every phone reads a code that is light on
        // dark.
        var lines = code.GetGraphicSmall(drawQuietZones: true, invert: true).Split('\n')
            .Select(line => line.TrimEnd('\r'));
        return string.Join(Environment.NewLine, lines.Select(line => $"{BlackOnWhite}{line}{Reset}"));
    }
}
