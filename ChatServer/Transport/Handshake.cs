using System.Security.Cryptography;
using System.Text;

namespace ChatServer.Transport;

/// <summary>The server's half of the opening handshake (RFC 6455 section 4.2).</summary>
public static class Handshake
{
    /// <summary>Appended to the client's key before hashing (RFC 6455 section 1.3).</summary>
    private const string KeyGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Length of a key: 16 bytes in base64 (RFC 6455 section 4.1).</summary>
    private const int KeyChars = 24;

    /// <summary>
    /// Checks a request to open a WebSocket and makes the answer. Subprotocols and extensions are ignored,
    /// which means «none».
    /// </summary>
    /// <returns>The bytes of the 101 answer.</returns>
    /// <exception cref="RefusedException">400, 405 or 426: what the RFC asks to refuse.</exception>
    public static byte[] Accept(RequestHead head)
    {
        if (head.Method != "GET")
            throw new RefusedException(405, "A WebSocket is opened with GET.", "Allow: GET\r\n");
        if (head.MinorVersion == 0) throw new RefusedException(400, "A WebSocket needs HTTP/1.1.");
        if (!head.HasToken("Connection", "upgrade"))
            throw new RefusedException(400, "The header Connection lacks «Upgrade».");
        if (head.One("Content-Length") is not (null or "0") || head.One("Transfer-Encoding") is not null)
            throw new RefusedException(400, "A WebSocket is opened without a body.");
        if (head.One("Sec-WebSocket-Version") is not "13")
        {
            throw new RefusedException(
                426, "This server speaks WebSocket version 13.",
                "Sec-WebSocket-Version: 13\r\nUpgrade: websocket\r\n");
        }
        if (head.One("Sec-WebSocket-Key") is not { } key || !IsKey(key))
            throw new RefusedException(400, "The header Sec-WebSocket-Key isn't 16 bytes in base64.");

        return Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {AcceptKey(key)}\r\n\r\n");
    }

    /// <summary>What proves that the request was understood (RFC 6455 section 4.2.2, step 5.4).</summary>
#pragma warning disable CA5350 // SHA-1 is what the RFC asks for; nothing is kept secret by it.
    public static string AcceptKey(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeyGuid)));
#pragma warning restore CA5350

    private static bool IsKey(string key)
    {
        Span<byte> nonce = stackalloc byte[18];
        return key.Length == KeyChars && Convert.TryFromBase64String(key, nonce, out var length)
            && length == 16;
    }
}
