using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatServer.Webhooks;

/// <summary>
/// Signs what is posted, so that the receiver knows who it is from, and when it was sent: <c>t=</c> Unix
/// seconds,
/// <c>v1=</c> HMAC-SHA256 (RFC 2104) of <c>t.body</c> in hex.
/// </summary>
internal static class Signature
{
    /// <param name="secret">As the admin was told it; its characters are the key.</param>
    /// <param name="at">When it is sent.</param>
    /// <param name="body">What is posted.</param>
    public static string Of(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(seconds + "."));
        hmac.AppendData(body);
        return $"t={seconds},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
