using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>The real server with a support desk, and whoever comes to it over the wire.</summary>
internal sealed class DeskServer : IAsyncDisposable
{
    /// <summary>The admin key.</summary>
    public const string AdminKey = DeskAdmin.Key;

    private readonly List<IAsyncDisposable> _here = [];

    private DeskServer(TestServer server) => (Server, Api) = (server, new ApiClient(server));

    public TestServer Server { get; }

    public ApiClient Api { get; }

    public static async Task<DeskServer> StartAsync(
        TimeProvider? time = null, Func<Settings, Settings>? change = null, params string[] agents)
    {
        var server = await TestServer.StartAsync(
            settings => (change?.Invoke(settings) ?? settings) with { AdminKey = AdminKey }, time);
        var desk = new DeskServer(server);
        foreach (var name in agents) await desk.HireAsync(name);
        return desk;
    }

    /// <summary>Makes a key for an agent.</summary>
    public Task<string> HireAsync(string name, bool supervisor = false, params string[] departments) =>
        new DeskAdmin(Server).HireAsync(name, supervisor, departments);

    /// <summary>Sets the desk up.</summary>
    public Task SetAsync(DeskSettings settings) => new DeskAdmin(Server).SetAsync(settings);

    public async Task<DeskPeer> AgentAsync(string key) => Here(await DeskPeer.ComeAsync(Server, new { type = "hello", @as = "agent", key }));

    public async Task<DeskPeer> VisitorAsync(string? token = null) =>
        Here(await DeskPeer.ComeAsync(Server, new { type = "hello", @as = "visitor", token }));

    /// <summary>A visitor who has asked.</summary>
    public async Task<(DeskPeer Visitor, long Ticket)> AskAsync(string name, string text = "hello?", string? department = null)
    {
        var visitor = await VisitorAsync();
        var told = await visitor.AskAsync(new { type = "ask", id = "q", name, text, department });
        Assert.That((string?)told["type"], Is.EqualTo("ticket"), told.ToJsonString());
        return (visitor, (long)told["ticket"]!["number"]!);
    }

    public static string Shown(string key) => DeskAdmin.Shown(key);

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _here) await peer.DisposeAsync();
        Api.Dispose();
        await Server.DisposeAsync();
        Assert.That(Server.Errors, Is.Empty);
    }

    private DeskPeer Here(DeskPeer peer)
    {
        _here.Add(peer);
        return peer;
    }
}
