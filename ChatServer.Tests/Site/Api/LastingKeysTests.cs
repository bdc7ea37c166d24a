using System.Text;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>Keys that were made outlast the server.</summary>
public sealed class LastingKeysTests
{
    [Test]
    public async Task A_key_is_good_after_a_restart_and_a_revoked_one_is_not()
    {
        using var folder = new TemporaryFolder();
        string good, revoked;
        await using (var server = await StartAsync(folder))
        {
            using var api = new ApiClient(server);
            good = (await MakeAsync(api, "good")).Text.Trim();
            revoked = (await MakeAsync(api, "revoked")).Text.Trim();
            await api.SendAsync(HttpMethod.Delete, "/api/keys/revoked", null, "Authorization: Bearer the-admins-key");
        }
        await using var next = await StartAsync(folder);
        using var again = new ApiClient(next);
        Assert.That((int)(await again.PostAsync("/api/rooms/lobby/messages", "hi", "", $"Authorization: Bearer {good}")).Status, Is.EqualTo(201));
        Assert.That((await again.PostAsync("/api/rooms/lobby/messages", "hi", "", $"Authorization: Bearer {revoked}")).Problem, Is.EqualTo((401, "bad_key")));
        var file = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "chat.db"));
        Assert.That(Encoding.Latin1.GetString(file), Does.Not.Contain(good));
    }

    private static Task<TestServer> StartAsync(TemporaryFolder folder) =>
        TestServer.StartAsync(settings => settings with { DataPath = folder.Path, AdminKey = "the-admins-key" });

    private static Task<ApiAnswer> MakeAsync(ApiClient api, string name) =>
        api.PostAsync($"/api/keys?name={name}", "", "", "Authorization: Bearer the-admins-key", "Accept: text/plain");
}
