using System.Text.Json.Nodes;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>How far somebody has read, over the wire and over restarts.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReadTests
{
    private readonly TemporaryFolder _folder = new();
    private TestServer _server = null!;

    [SetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync(settings => settings with { DataPath = _folder.Path });

    [TearDown]
    public async Task StopAsync()
    {
        Assert.That(_server.Errors, Is.Empty);
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task What_is_read_on_one_device_is_read_on_all_also_after_a_restart()
    {
        var (laptop, token, joined) = await ComeAsync(null);
        Assert.That(joined["read"], Is.Null, "they never told");
        for (var n = 0; n < 3; n++) await laptop.SayAsync("lobby", $"message {n}");
        var (phone, _, _) = await ComeAsync(token);

        await laptop.SendAsync(new { type = "read", room = "lobby", seq = 2 });
        var told = await phone.ExpectAsync("read");
        Assert.That(((string)told["room"]!, (long)told["seq"]!), Is.EqualTo(("lobby", 2L)));
        await laptop.SendAsync(new { type = "read", room = "lobby", seq = 1 });
        await laptop.SendAsync(new { type = "read", room = "Lobby", seq = 99 });
        Assert.That((long)(await phone.ExpectAsync("read"))["seq"]!, Is.EqualTo(3), "what isn't there can't be read");
        await laptop.DisposeAsync();
        await phone.DisposeAsync();

        await _server.DisposeAsync();
        await StartAsync();
        var (tablet, _, again) = await ComeAsync(token);
        Assert.That((long)again["read"]!, Is.EqualTo(3));
        await tablet.DisposeAsync();
    }

    [TestCase("""{"type":"read","id":"r","room":"lobby"}""", "bad_message")]
    [TestCase("""{"type":"read","id":"r","room":"lobby","seq":-1}""", "bad_message")]
    [TestCase("""{"type":"read","id":"r","room":"lobby","seq":"1"}""", "bad_message")]
    [TestCase("""{"type":"read","id":"r","room":"random","seq":1}""", "not_joined")]
    [TestCase("""{"type":"read","id":"r","seq":1}""", "bad_message")]
    public async Task What_cannot_be_is_refused(string request, string code)
    {
        var (ann, _, _) = await ComeAsync(null);
        await ann.SendTextAsync(request);
        Assert.That((string)(await ann.ExpectAsync("error"))["code"]!, Is.EqualTo(code));
        await ann.DisposeAsync();
    }

    private async Task<(ChatPeer Peer, string Token, JsonObject Joined)> ComeAsync(string? token)
    {
        var peer = await ChatPeer.OpenAsync(_server);
        var welcome = await peer.HelloAsync(token: token);
        return (peer, (string)welcome["token"]!, await peer.JoinAsync("lobby"));
    }
}
