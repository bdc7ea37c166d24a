using System.Security.Cryptography;

namespace ChatServer.Rooms;

/// <summary>
/// A room's password as it is stored: PBKDF2 with HMAC-SHA-256 (RFC 8018 section 5.2), as base64 of 16 bytes
/// of salt and 32 of hash.
/// </summary>
public static class RoomPassword
{
    public const int MaxBytes = 200;

    // About 2 ms: whoever reads the file can read the room; who guesses at the door is slowed down there.
    private const int Iterations = 10_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    public static string Hash(string password)
    {
        Span<byte> stored = stackalloc byte[SaltBytes + HashBytes];
        RandomNumberGenerator.Fill(stored[..SaltBytes]);
        Derive(password, stored[..SaltBytes], stored[SaltBytes..]);
        return Convert.ToBase64String(stored);
    }

    public static bool IsRight(string password, string hash)
    {
        if (password.Length > UnicodeText.MaxSecretUnits) return false;
        var stored = Convert.FromBase64String(hash).AsSpan();
        Span<byte> derived = stackalloc byte[HashBytes];
        Derive(password, stored[..SaltBytes], derived);
        return CryptographicOperations.FixedTimeEquals(derived, stored[SaltBytes..]);
    }

    private static void Derive(string password, ReadOnlySpan<byte> salt, Span<byte> hash) =>
        Rfc2898DeriveBytes.Pbkdf2(
            UnicodeText.SecretBytes(password), salt, hash, Iterations,
            HashAlgorithmName.SHA256);
}
