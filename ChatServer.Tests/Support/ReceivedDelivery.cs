using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatServer.Tests.Support;

/// <summary>One request that a webhook made.</summary>
internal sealed record ReceivedDelivery(
    string RequestLine, IReadOnlyDictionary<string, string> Headers, byte[] Body, TcpClient Client)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string Text => (string)Json["event"]!["text"]!;

    public string Id => Headers["X-ChatServer-Delivery"];

    /// <summary>Whether the signature is that of the secret, as a receiver would find out.</summary>
    public bool IsSignedBy(string secret)
    {
        var parts = Headers["X-ChatServer-Signature"].Split(',').Select(part => part.Split('=')).ToDictionary(p => p[0], p => p[1]);
        byte[] signed = [.. Encoding.ASCII.GetBytes(parts["t"] + "."), .. Body];
        return Convert.ToHexString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), signed)).Equals(parts["v1"], StringComparison.OrdinalIgnoreCase);
    }

    public async Task AnswerAsync(int status, string body = "", params string[] headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        await WriteAsync($"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {bytes.Length}\r\n"
            + string.Concat(headers.Select(header => header + "\r\n")) + "\r\n");
        await WriteAsync(body);
        End();
    }

    /// <summary>Answers 200 with that as JSON.</summary>
    public Task SayAsync(object answer) => AnswerAsync(200, System.Text.Json.JsonSerializer.Serialize(answer));

    public async Task WriteAsync(string raw)
    {
        try
        {
            await Client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(raw));
        }
        catch (IOException)
        {
            // The server broke off, as it may.
        }
    }

    public void End() => Client.Dispose();
}
