using System.Text.Json;
using System.Text.Json.Nodes;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Endpoints;

/// <summary>A room with an admin, a host and somebody who is neither, over the wire.</summary>
public abstract class ModerationTest
{
    private protected const string Key = "correct-horse-battery";
    private protected const string Room = "class";

    private protected List<IAsyncDisposable> Opened { get; } = [];
    private protected TemporaryFolder Folder { get; } = new();
    private protected FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());
    private protected TestServer Server { get; set; } = null!;
    private protected Guest Admin { get; private set; } = null!;
    private protected Guest Host { get; private set; } = null!;
    private protected Guest Ben { get; private set; } = null!;
    private int _requests;

    [SetUp]
    public async Task StartAsync()
    {
        Server = await OpenAsync();
        Admin = await JoinAsync("Ada");
        await AskAsync(Admin, new { type = "admin", key = Key });
        Host = await JoinAsync("Hal");
        Ben = await JoinAsync("Ben");
        await ActAsync(Admin, new { action = "host", person = Host.Id });
    }

    [TearDown]
    public async Task StopAsync()
    {
        Assert.That(Server.Errors, Is.Empty);
        await CloseAsync();
        Folder.Dispose();
    }

    private protected async Task<string?> CodeAsync(Guest by, string action, string personId, bool on = true)
    {
        var answer = await AskAsync(by, new { type = "moderate", room = Room, action, person = personId, text = "x", seconds = 60, on });
        return (string?)answer["code"];
    }

    /// <summary>Does something that is allowed.</summary>
    private protected async Task<JsonObject> ActAsync(Guest by, object fields)
    {
        var request = JsonSerializer.SerializeToNode(fields)!.AsObject();
        (request["type"], request["room"]) = ("moderate", Room);
        var answer = await AskAsync(by, request);
        Assert.That((string?)answer["type"], Is.EqualTo("event"), answer.ToJsonString());
        Assert.That(answer.ToJsonString(), Does.Not.Contain("secret").And.Not.Contain("hash").And.Not.Contain("addresses"));
        return answer;
    }

    private protected Task<JsonObject> AskAsync(Guest by, object request)
    {
        var node = JsonSerializer.SerializeToNode(request)!.AsObject();
        node["id"] = $"q-{++_requests}";
        return by.AskAsync(node);
    }

    private protected static async Task<JsonObject> ExpectAsync(Guest guest, string kind)
    {
        while (true)
        {
            var e = await guest.Peer.ExpectAsync("event");
            if ((string?)e["kind"] == kind) return e;
        }
    }

    private protected async Task<Guest> ComeAsync(string? name, string? token = null)
    {
        var guest = await Guest.ComeAsync(Server, name, token);
        Opened.Add(guest);
        return guest;
    }

    private protected async Task<Guest> JoinAsync(string? name, string? token = null)
    {
        var guest = await ComeAsync(name, token);
        Assert.That((string?)(await guest.Peer.JoinAsync(Room))["type"], Is.EqualTo("joined"));
        return guest;
    }

    private protected async Task<JsonObject> JoinedAsync(string token) => await (await ComeAsync(null, token)).Peer.JoinAsync(Room);

    private protected async Task RestartAsync()
    {
        await CloseAsync();
        Server = await OpenAsync();
    }

    // Clients first: nobody turns the clock that would limit the wait for them.
    private protected async Task CloseAsync()
    {
        foreach (var opened in Opened) await opened.DisposeAsync();
        Opened.Clear();
        await Server.DisposeAsync();
    }

    private protected Task<TestServer> OpenAsync() => TestServer.StartAsync(Set, Time);

    private protected Settings Set(Settings settings) => settings with { DataPath = Folder.Path, AdminKey = Key };
}
