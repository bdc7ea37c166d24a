using QRCoder;

namespace ChatServer.Diagnosis;

/// <summary>QR codes (ISO/IEC 18004) for a phone that looks at a terminal.</summary>
internal static class TerminalQrCode
{
    // Select Graphic Rendition (ECMA-48 section 8.3.117).
    private const string BlackOnWhite = "\e[30;107m";
    private const string Reset = "\e[0m";

    public static string Of(string url)
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
