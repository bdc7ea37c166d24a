using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Webhooks;

/// <summary>A server whose webhooks may reach this machine, a receiver, a person, and a clock that the test turns.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class WebhookTest
{
    private protected const string AdminKey = "correct-horse-battery";
    private protected const string Admin = $"Authorization: Bearer {AdminKey}";

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _earlierErrors = [];

    private protected string DataPath => _folder.Path;

    private protected TimerWatch Time { get; } = new();
    private protected WebhookReceiver Receiver { get; } = new();
    private protected TestServer Server { get; private set; } = null!;
    private protected ApiClient Api { get; private set; } = null!;

    /// <summary>The token of Ann, a person whom the server knows.</summary>
    private protected string Ann { get; private set; } = "";

    [SetUp]
    public async Task StartAsync()
    {
        await StartServerAsync();
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        Ann = ann.Token;
    }

    [TearDown]
    public async Task StopAsync()
    {
        await StopServerAsync();
        await Receiver.DisposeAsync();
        _folder.Dispose();
        Assert.That(_earlierErrors, Is.Empty);
    }

    private protected async Task RestartAsync(bool allowInternal = true)
    {
        await StopServerAsync();
        await StartServerAsync(allowInternal);
    }

    /// <summary>Goes on with the log as it is at this moment on the disk, as after a crash.</summary>
    private protected async Task CrashAsync()
    {
        var crashed = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(_folder.Path, "chat.db*"))
            File.Copy(file, Path.Combine(crashed.Path, Path.GetFileName(file)));
        await StopServerAsync();
        foreach (var file in Directory.GetFiles(_folder.Path, "chat.db*")) File.Delete(file);
        foreach (var file in Directory.GetFiles(crashed.Path))
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        crashed.Dispose();
        await StartServerAsync();
    }

    private protected virtual Settings Set(Settings settings) => settings;

    private async Task StartServerAsync(bool allowInternal = true)
    {
        Server = await TestServer.StartAsync(
            settings => Set(settings with
            {
                AdminKey = AdminKey,
                DataPath = _folder.Path,
                AllowInternalWebhooks = allowInternal,
                Limits = new HouseLimits { MessagesPerSecond = 0 },
            }),
            Time);
        Api = new ApiClient(Server);
    }

    private async Task StopServerAsync()
    {
        Api.Dispose();
        await Server.DisposeAsync();
        _earlierErrors.AddRange(Server.Errors);
    }

    /// <summary>Connects a webhook to a room.</summary>
    private protected async Task<JsonObject> ConnectAsync(string match = "all", string room = "lobby", string? url = null, string bot = "helper")
    {
        var made = await MakeAsync(new { url = url ?? Receiver.Url, bot, match }, room);
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created), made.Text);
        return made.Json;
    }

    private protected Task<ApiAnswer> MakeAsync(object request, string room = "lobby", string admin = Admin) =>
        Api.PostAsync($"/api/rooms/{room}/webhooks", JsonSerializer.Serialize(request), "application/json", admin);

    /// <summary>Ann says something; it is in the log then.</summary>
    /// <returns>Its number.</returns>
    private protected async Task<long> SayAsync(string text, string room = "lobby", string query = "")
    {
        var said = await Api.PostAsync($"/api/rooms/{room}/messages{query}", text, "text/plain", $"Authorization: Bearer {Ann}");
        Assert.That((int)said.Status, Is.EqualTo(201), said.Text);
        return (long)said.Json["seq"]!;
    }

    /// <summary>Waits until nothing is left to deliver up to an event.</summary>
    private protected Task WhenDeliveredAsync(long seq, string room = "lobby") => Eventually.IsAsync(async () =>
        (await ListAsync(room)).All(webhook => (long)webhook!["delivered"]! >= seq));

    private protected async Task<JsonArray> ListAsync(string room = "lobby") =>
        (await Api.GetAsync($"/api/rooms/{room}/webhooks", Admin)).Json["webhooks"]!.AsArray();

    /// <summary>What stands in a room, the newest last.</summary>
    private protected async Task<List<JsonObject>> EventsAsync(string room = "lobby")
    {
        var page = await Api.GetAsync($"/api/rooms/{room}/messages?limit=200");
        return [.. page.Json["events"]!.AsArray().Select(e => e!.AsObject())];
    }

    /// <summary>The texts of what a bot has said, once there are as many as that.</summary>
    private protected async Task<List<JsonObject>> SaidByBotsAsync(int count, string room = "lobby")
    {
        List<JsonObject> said = [];
        await Eventually.IsAsync(async () =>
        {
            said = [.. (await EventsAsync(room)).Where(IsOfBot)];
            return said.Count >= count;
        });
        return said;
    }

    private protected static bool IsOfBot(JsonObject e) =>
        (string?)e["kind"] == "message" && ((string)e["from"]!["id"]!).StartsWith("bot-", StringComparison.Ordinal);
}
