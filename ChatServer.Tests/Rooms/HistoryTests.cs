using ChatServer.Rooms;
using ChatServer.Tests.Support;
using static ChatServer.Tests.Rooms.PeerRequests;

namespace ChatServer.Tests.Rooms;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HistoryTests
{
    private TestServer _server = null!;
    private ChatPeer _ann = null!;

    [SetUp]
    public async Task SaySomething()
    {
        _server = await TestServer.StartAsync(settings => settings with { Limits = new HouseLimits { MessagesPerSecond = 0 } });
        _ann = await ChatPeer.JoinAsync(_server, "lobby", "Ann");
        for (var n = 1; n <= 250; n++) await _ann.SendAsync(new { type = "say", room = "lobby", text = $"{n}" });
        for (var n = 1; n <= 250; n++) await _ann.ExpectAsync("event");
    }

    [TearDown]
    public async Task Stop()
    {
        await _ann.DisposeAsync();
        await _server.DisposeAsync();
        Assert.That(_server.Errors, Is.Empty);
    }

    [TestCase(251L, null, null, 201, 250, true)]
    [TestCase(251L, null, 200, 51, 250, true)]
    [TestCase(51L, null, 50, 1, 50, false)]
    [TestCase(long.MaxValue, null, 1, 250, 250, true)]
    [TestCase(1L, null, 5, 1, 0, false)]
    [TestCase(0L, null, 5, 1, 0, false)]
    [TestCase(null, 0L, null, 1, 50, true)]
    [TestCase(null, 50L, 200, 51, 250, false)]
    [TestCase(null, 249L, 1, 250, 250, false)]
    [TestCase(null, 250L, 5, 1, 0, false)]
    [TestCase(null, long.MaxValue, 5, 1, 0, false)]
    public async Task A_page_of_history(long? before, long? after, int? limit, int first, int last, bool more)
    {
        var page = await _ann.HistoryAsync("lobby", before, after, limit);
        Assert.That((string)page["type"]!, Is.EqualTo("history"));
        Assert.That(((string)page["re"]!, (string)page["room"]!), Is.EqualTo(("h-1", "lobby")));
        Assert.That((page.Seqs(), (bool)page["more"]!), Is.EqualTo((Range(first, last), more)));
    }

    [TestCase(null, null, null)]
    [TestCase(5L, 5L, null)]
    [TestCase(-1L, null, null)]
    [TestCase(null, -1L, null)]
    [TestCase(5L, null, 0)]
    [TestCase(5L, null, -1)]
    [TestCase(5L, null, 201)]
    public async Task What_cannot_be_a_page_is_refused(long? before, long? after, int? limit)
    {
        var error = await _ann.HistoryAsync("lobby", before, after, limit);
        Assert.That(((string?)error["code"], (string?)error["re"]), Is.EqualTo(("bad_message", "h-1")));
        Assert.That((await _ann.HistoryAsync("lobby", before: 3)).Seqs(), Is.EqualTo(Range(1, 2)), "the connection lives on");
    }

    [Test]
    public async Task Only_of_rooms_that_the_connection_is_in()
    {
        Assert.That((string?)(await _ann.HistoryAsync("random", before: 5))["code"], Is.EqualTo("not_joined"));
        await _ann.SendAsync(new { type = "leave", room = "lobby" });
        await _ann.ExpectAsync("left");
        Assert.That((string?)(await _ann.HistoryAsync("lobby", before: 5))["code"], Is.EqualTo("not_joined"));
    }

    [Test]
    public async Task A_page_ends_before_a_mebibyte()
    {
        await _ann.JoinAsync("random");
        for (var n = 1; n <= 70; n++) await _ann.SayAsync("random", new string('x', 16 * 1024));
        var page = await _ann.HistoryAsync("random", after: 0, limit: 200);
        // What JSON puts around the texts counts, so it is one less than 64.
        Assert.That((page.Seqs(), (bool)page["more"]!), Is.EqualTo((Range(1, 63), true)));
        Assert.That(page.ToJsonString().Length, Is.LessThan(1024 * 1024));
        var rest = await _ann.HistoryAsync("random", after: 63, limit: 200);
        Assert.That((rest.Seqs(), (bool)rest["more"]!), Is.EqualTo((Range(64, 70), false)));
    }
}
