using System.Net;
using System.Text.Json.Nodes;

namespace ChatServer.Tests.Support;

/// <summary>Reads a stream as the standard says (WHATWG HTML section 9.2.6).</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;
    private string _id = "";

    private EventStream(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _reader = new StreamReader(body);
    }

    public string? ContentType => _response.Content.Headers.ContentType?.MediaType;

    public static Task<EventStream> OpenAsync(ApiClient api, string path, params string[] headers) =>
        OpenAsync(api.Http, path, headers);

    public static async Task<EventStream> OpenAsync(HttpClient http, string path, params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim());
        }
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(ChatPeer.Patience);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return new EventStream(response, await response.Content.ReadAsStreamAsync());
    }

    public async Task<Told> NextAsync()
    {
        var (name, data) = ("", "");
        while (true)
        {
            var line = await _reader.ReadLineAsync().WaitAsync(ChatPeer.Patience)
                ?? throw new AssertionException("the stream ended");
            if (line.StartsWith("id: ", StringComparison.Ordinal)) _id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data += line[6..];
            else if (line.Length == 0 && data.Length > 0) return new Told(name, _id, JsonNode.Parse(data)!.AsObject());
        }
    }

    public async Task NextCommentAsync()
    {
        while (await _reader.ReadLineAsync() is { } line && !line.StartsWith(':'))
        {
        }
    }

    public async Task<string> ReadToEndAsync()
    {
        try
        {
            return await _reader.ReadToEndAsync().WaitAsync(ChatPeer.Patience);
        }
        catch (IOException)
        {
            return ""; // cut off
        }
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        _reader.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>An event of a stream.</summary>
internal sealed record Told(string Name, string Id, JsonObject Data);
