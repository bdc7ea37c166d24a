using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ChatServer.Tests.Support;

/// <summary>A client of the HTTP API on the platform's own <see cref="HttpClient"/>.</summary>
internal sealed class ApiClient(TestServer server) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server.HttpUri("/"), Timeout = ChatPeer.Patience };

    public HttpClient Http => _http;

    /// <summary>Asks for something, with further headers, each «Name: value».</summary>
    public Task<ApiAnswer> GetAsync(string path, params string[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    public Task<ApiAnswer> PostAsync(string path, string body, string type, params string[] headers) =>
        SendAsync(HttpMethod.Post, path, Body(body, type), headers);

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? body, params string[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            Assert.That(request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim()));
        }
        using var response = await _http.SendAsync(request).WaitAsync(ChatPeer.Patience);
        return new ApiAnswer(
            response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsByteArrayAsync());
    }

    public static HttpContent Body(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type.Length > 0) content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What the API answered.</summary>
internal sealed record ApiAnswer(
    HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonObject Json => JsonNode.Parse(Bytes)!.AsObject();

    /// <summary>The code of a problem, and its status, which the body repeats.</summary>
    public (int Status, string? Code) Problem
    {
        get
        {
            if ((int)Status < 400) return ((int)Status, null);
            Assert.That(ContentHeaders.ContentType?.MediaType, Is.EqualTo("application/problem+json"), Text);
            Assert.That((int)Json["status"]!, Is.EqualTo((int)Status));
            Assert.That((string?)Json["title"], Is.Not.Empty);
            Assert.That((string?)Json["detail"], Is.Not.Empty);
            return ((int)Status, (string?)Json["code"]);
        }
    }
}
