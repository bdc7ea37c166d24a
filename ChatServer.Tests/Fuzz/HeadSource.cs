using System.Text;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Fuzz;

/// <summary>Request heads, nearly right.</summary>
internal sealed class HeadSource(Random random)
{
    private static readonly byte[][] Right = Bytes(
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /healthz?x=%41 HTTP/1.0\r\nHost: 127.0.0.1:8000\r\nAccept: */*\r\nCookie: a=b\r\n\r\n",
        "POST /nothing/%E5%A4%A7 HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 5\r\n\r\nhello",
        "PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "GET http://localhost/client/x.js HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"x\"\r\n\r\n",
        RawPeer.Upgrade("/ws?room=lobby&name=A%20nn", "Origin: http://localhost\r\n"),
        RawPeer.Upgrade("/rooms/%E5%A4%A7", "Sec-WebSocket-Extensions: permessage-deflate\r\n"),
        RawPeer.Upgrade("/echo"),
        RawPeer.Upgrade("/path/"));

    private static readonly byte[][] Tokens = Bytes(
        "\r\n", "\n", "\r", "\0", ":", " ", "\t", "%", "%00", "%zz", "//", "/../", "\\", "?", "#", "@", "[", "]", "\xFF", "http://", "HTTP/1.1",
        "Host: x\r\n", "Content-Length: 7\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n",
        "Connection: Upgrade\r\n", "Upgrade: websocket\r\n", "Sec-WebSocket-Version: 13\r\n", "Cookie: $Version=x\r\n", " folded\r\n",
        $"{HttpRelay.ClientHeader}: x 8.8.8.8\r\n", "\r\n\r\n", "GET / HTTP/1.1\r\n", new string('y', 17_000),
        string.Concat(Enumerable.Repeat("X: y\r\n", 101)));

    private readonly ByteMutator _mutator = new(random, Tokens);

    public byte[] Next()
    {
        if (random.Next(20) != 0) return _mutator.Mutate(Right[random.Next(Right.Length)]);
        var noise = new byte[random.Next(1, 200)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(Encoding.Latin1.GetBytes)];
}
