using ChatServer.Rooms;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Site.Api;

/// <summary>The HTTP API over the wire, with a clock that the test turns.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class ApiTest
{
    private protected const string AdminKey = "correct-horse-battery";
    private protected const string BotKey = "sixteen-tons-and-what";

    // What a proxy tells: then it isn't this machine that asks.
    private protected const string FromElsewhere = "X-Forwarded-For: 192.168.1.7";

    private protected FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());
    private protected TestServer Server { get; private set; } = null!;
    private protected ApiClient Api { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Assert.That(PersonName.TryParse("ci", out var ci));
        Server = await TestServer.StartAsync(
            settings => Set(settings with { AdminKey = AdminKey, BotKeys = [new BotKey(ci, BotKey)] }), Time);
        Api = new ApiClient(Server);
    }

    [TearDown]
    public async Task StopAsync()
    {
        Api.Dispose();
        Assert.That(Server.Errors, Is.Empty);
        await Server.DisposeAsync();
    }

    private protected virtual Settings Set(Settings settings) => settings;

    private protected Task<ApiAnswer> SayAsync(string text, string room = "lobby", string query = "", params string[] headers) =>
        Api.PostAsync($"/api/rooms/{room}/messages{query}", text, "text/plain", headers);

    /// <summary>An admin on a WebSocket, in the lobby.</summary>
    private protected async Task<Guest> AdminAsync()
    {
        var admin = await Guest.ComeAsync(Server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "admin", key = AdminKey });
        await admin.AskAsync(new { type = "join", id = "join", room = "lobby" });
        return admin;
    }

    private protected static Task<System.Text.Json.Nodes.JsonObject> ActAsync(Guest host, string action, object? more = null)
    {
        var request = System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!.AsObject();
        (request["type"], request["room"], request["action"]) = ("moderate", "lobby", action);
        request["id"] = Guid.NewGuid().ToString("N");
        return host.AskAsync(request);
    }
}
