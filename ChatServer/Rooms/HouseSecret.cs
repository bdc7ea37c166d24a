using System.Security.Cryptography;
using System.Text;

namespace ChatServer.Rooms;

/// <summary>
/// A secret of the whole house, that people show to be let in or to be admins. Any thread may call it.
/// </summary>
public sealed class HouseSecret
{
    /// <summary>
    /// Iterations of PBKDF2 with SHA-256 (OWASP, Password Storage Cheat Sheet, 2023): a third of a second for
    /// each guess at what the log gives away of a short password.
    /// </summary>
    private const int Iterations = 600_000;

    private const int FingerprintBytes = 16;

    private readonly byte[] _text;
    private readonly byte[] _hash;

    public HouseSecret(string text)
    {
        _text = UnicodeText.SecretBytes(text);
        _hash = SHA256.HashData(_text);
    }

    /// <summary>Whether it is the secret, in a time that tells nothing of it.</summary>
    public bool Is(string guess) =>
        guess.Length <= UnicodeText.MaxSecretUnits
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(UnicodeText.SecretBytes(guess)), _hash);

    /// <summary>
    /// What tells this secret from another without giving it away. Takes a third of a second.
    /// </summary>
    /// <param name="salt">Makes it another in every log.</param>
    public string Fingerprint(string salt) => Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(
        _text, Encoding.UTF8.GetBytes(salt), Iterations, HashAlgorithmName.SHA256, FingerprintBytes));

    /// <summary>Says nothing: a secret is never logged.</summary>
    public override string ToString() => "secret";
}

/// <summary>The secrets of the house; <c>null</c> where there is none.</summary>
/// <param name="AdminKey">Makes admins; without it nobody is one.</param>
/// <param name="Password">Is needed to come in; without it everybody may.</param>
public sealed record HouseSecrets(HouseSecret? AdminKey, HouseSecret? Password)
{
    public static readonly HouseSecrets None = new(null, null);
}
