using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace ChatServer.Rooms;

/// <summary>
/// The secret that is an identity: 256 random bits in base64url. Nothing of it is stored but what it makes, a
/// person's id, which is a part of its SHA-256: so the same token is the same person also on a server that
/// has forgotten them, and an id gives no rights.
/// </summary>
public readonly record struct Token(string Text, string PersonId)
{
    private const int Bytes = 32;

    /// <summary>Length in characters.</summary>
    public const int Chars = 43;

    /// <summary>
    /// Length of an id: 132 of the hash's 256 bits, far beyond chance collisions and searches.
    /// </summary>
    public const int IdChars = 22;

    public static Token New()
    {
        Span<byte> secret = stackalloc byte[Bytes];
        Token token;
        do
        {
            RandomNumberGenerator.Fill(secret);
            token = Of(secret);
        }
        while (RoleId.IsReserved(token.PersonId)); // one in five million
        return token;
    }

    /// <returns>False if it isn't 43 characters of base64url.</returns>
    public static bool TryParse(string text, out Token token)
    {
        token = default;
        Span<byte> secret = stackalloc byte[Bytes];
        // Not TryDecodeFromChars, which throws for a character that isn't of the alphabet.
        if (text.Length != Chars
            || Base64Url.DecodeFromChars(text, secret, out _, out var length) != OperationStatus.Done
            || length != Bytes)
        {
            return false;
        }
        token = Of(secret);
        return !RoleId.IsReserved(token.PersonId);
    }

    /// <summary>Whether it has the form of a person's id.</summary>
    public static bool IsPersonId(string? text) =>
        text is { Length: IdChars } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Says nothing: a token is never logged.</summary>
    public override string ToString() => "token";

    private static Token Of(ReadOnlySpan<byte> secret) =>
        new(Base64Url.EncodeToString(secret), Base64Url.EncodeToString(SHA256.HashData(secret))[..IdChars]);
}
