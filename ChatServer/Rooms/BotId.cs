using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatServer.Rooms;

/// <summary>
/// Ids of bots: made of the name, so that a bot stays itself whatever key it shows. They look like a
/// person's, and begin with what no person's does.
/// </summary>
public static class BotId
{
    private const string Mark = "bot-";

    // Longer than a token's secret, which is hashed as well: no token makes such an id.
    private const string Domain = "the id of a bot of ChatServer, made of its name: ";

    public static string Of(PersonName name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Domain + name.Key));
        return Mark + Base64Url.EncodeToString(hash)[..(Token.IdChars - Mark.Length)];
    }

    public static bool Is(string personId) => personId.StartsWith(Mark, StringComparison.Ordinal);
}
