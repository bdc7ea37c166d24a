using QRCoder;

namespace ChatServer.Endpoints;

/// <summary>QR codes (ISO/IEC 18004), as dark and light modules.</summary>
public static class QrCode
{
    /// <summary>
    /// Light modules that QRCoder puts around: the quiet zone, which whoever draws it adds.
    /// </summary>
    private const int QuietZone = 4;

    /// <returns>A row a string, <c>1</c> for dark; without the quiet zone.</returns>
    public static IReadOnlyList<string> Rows(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return
        [
            .. code.ModuleMatrix.Skip(QuietZone).SkipLast(QuietZone).Select(row => string.Concat(
                row.Cast<bool>().Skip(QuietZone).SkipLast(QuietZone).Select(isDark => isDark ? '1' : '0'))),
        ];
    }
}
