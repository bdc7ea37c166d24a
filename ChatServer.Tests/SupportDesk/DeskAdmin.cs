using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>Who makes agents and sets the desk up, over HTTP with the admin key.</summary>
internal sealed class DeskAdmin(TestServer server)
{
    /// <summary>The admin key of servers in tests of the desk.</summary>
    public const string Key = "an admin's key";

    /// <summary>Makes the key of an agent, and with the first one the desk.</summary>
    public async Task<string> HireAsync(string name, bool supervisor = false, params string[] departments)
    {
        var made = await SendAsync(
            HttpMethod.Post, "/api/agents", JsonSerializer.Serialize(new { name, supervisor, departments }));
        return (string)made["key"]!;
    }

    /// <summary>Sets the desk up; what is not given is as in a new one.</summary>
    public Task SetAsync(DeskSettings settings) => SendAsync(
        HttpMethod.Put, "/api/desk/settings",
        Encoding.UTF8.GetString(ProtocolJson.Bytes(settings, ProtocolJson.Default.DeskSettings)));

    /// <summary>How the desk is set up now.</summary>
    public async Task<DeskSettings> SettingsAsync()
    {
        using var api = new ApiClient(server);
        var answer = await api.GetAsync("/api/desk/settings", Shown(Key));
        return ProtocolJson.ReadOrNull(answer.Bytes, ProtocolJson.Default.DeskSettings)
            ?? throw new AssertionException(answer.Text);
    }

    /// <summary>The header that shows a key or a token.</summary>
    public static string Shown(string key) => $"Authorization: Bearer {key}";

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string body)
    {
        using var api = new ApiClient(server);
        using var content = ApiClient.Body(body, "application/json");
        var answer = await api.SendAsync(method, path, content, Shown(Key));
        Assert.That(answer.Status, Is.AnyOf(HttpStatusCode.OK, HttpStatusCode.Created), answer.Text);
        return answer.Json;
    }
}
