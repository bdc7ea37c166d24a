using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Commands;

/// <summary>Commands as processes, against a real server in this one.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class CommandTest
{
    private protected const string AdminKey = "correct-horse-battery";

    private protected TemporaryFolder Folder { get; } = new();
    private protected TestServer Server { get; private set; } = null!;
    private protected ApiClient Api { get; private set; } = null!;

    private protected string Url => $"http://127.0.0.1:{Server.Port}";

    [SetUp]
    public async Task StartAsync()
    {
        Server = await TestServer.StartAsync(Set);
        Api = new ApiClient(Server);
    }

    [TearDown]
    public async Task StopAsync()
    {
        Api.Dispose();
        await Server.DisposeAsync();
        Assert.That(Server.Errors, Is.Empty);
        Folder.Dispose();
    }

    private protected virtual Settings Set(Settings settings) =>
        settings with { AdminKey = AdminKey, DataPath = Folder.Path, Limits = new HouseLimits { MessagesPerSecond = 0 } };

    /// <summary>Stops the server, and starts the next one on its port and its folder.</summary>
    private protected async Task RestartAsync(Func<Task>? meanwhile = null)
    {
        var port = Server.Port;
        Api.Dispose();
        await Server.DisposeAsync();
        if (meanwhile is not null) await meanwhile();
        Server = await TestServer.StartAsync(settings => Set(settings) with { EndPoint = new(System.Net.IPAddress.Loopback, port) });
        Api = new ApiClient(Server);
    }

    private protected Task<CommandResult> RunAsync(params string[] arguments) =>
        CommandProcess.RunAsync([.. arguments, "--server", Url]);

    private protected Task<ApiAnswer> SayAsync(string text, string query = "") =>
        Api.PostAsync($"/api/rooms/lobby/messages{query}", text, "text/plain");

    /// <summary>The texts of all that stands in a room.</summary>
    private protected async Task<List<string>> TextsAsync(string room = "lobby")
    {
        var page = (await Api.GetAsync($"/api/rooms/{room}/messages?limit=200")).Json;
        return [.. page["events"]!.AsArray().Select(e => (string)e!["text"]!)];
    }
}
