using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatServer.Rooms;

/// <summary>Keys that bots and agents show.</summary>
internal static class AccessKey
{
    /// <summary>Shortest key that somebody chose.</summary>
    public const int MinChars = 8;

    /// <summary>Longest key that is looked at.</summary>
    public const int MaxChars = 200;

    private const int Bytes = 32;

    /// <summary>A new one: 256 random bits in base64url.</summary>
    public static string NewKey() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>
    /// What is kept of a key. A random one can't be found from it; one that somebody chose isn't kept.
    /// </summary>
    public static string Hash(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
