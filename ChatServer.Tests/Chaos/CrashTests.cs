using System.Diagnostics;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>Whatever ends the server, nothing that was seen is lost, and everybody comes back without help.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CrashTests
{
    private const int People = 20;
    private const int Rounds = 20;

    /// <summary>Events that all clients together see in a round, at most.</summary>
    private const int MaxEventsARound = 12_000;

    private readonly int _port = ServerProcess.FreePort();
    private TemporaryFolder _temporary = null!;

    [SetUp]
    public void MakeFolder() => _temporary = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _temporary.Dispose();

    [Test]
    public async Task Killed_twenty_times_in_the_midst_of_traffic_it_loses_nothing_that_was_seen()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var crowd = new Crowd(People, _port, seed);
        for (var round = 0; round < Rounds; round++)
        {
            await using var server = await StartAsync();
            // Every client has something to resume from before the first kill; then a kill may come at any moment.
            await crowd.SeeAsync(round == 0 ? MaxEventsARound : random.Next(1, MaxEventsARound));
            await server.KillAsync();
            Assert.That(server.Output, Does.Not.Contain(" ERR ").And.Not.Contain(" FTL "));
        }
        await using var last = await StartAsync();
        var events = await crowd.AssertNothingWasLostAsync(last);
        TestContext.Out.WriteLine(string.Join(", ", events.Select(kind => $"{kind.Value} {kind.Key}")));
        Assert.That(events.Keys, Is.EquivalentTo((string[])["message", "edit", "delete", "react"]));
        Assert.That(events.Values.Sum(), Is.GreaterThan(Rounds * People));
    }

    [TestCase(ServerProcess.Sigterm, TestName = "Stopped_in_the_midst_of_traffic_it_says_so_and_loses_nothing: SIGTERM")]
    [TestCase(ServerProcess.Sigint, TestName = "Stopped_in_the_midst_of_traffic_it_says_so_and_loses_nothing: SIGINT")]
    [Platform(Exclude = "Win", Reason = "signals")]
    public async Task Stopped_in_the_midst_of_traffic_it_says_so_and_loses_nothing(int signal)
    {
        var crowd = new Crowd(People, _port, Environment.TickCount);
        await using (var server = await StartAsync())
        {
            await crowd.SeeAsync(MaxEventsARound / 2);
            var stopwatch = Stopwatch.StartNew();
            server.Signal(signal);
            Assert.That(await server.WaitForExitAsync(), Is.Zero);
            Assert.That(stopwatch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
            Assert.That(server.Output, Does.Not.Contain(" ERR ").And.Not.Contain(" FTL "));
        }
        await using var next = await StartAsync();
        await crowd.AssertNothingWasLostAsync(next);
        Assert.That(crowd.Clients.Select(client => client.Closes.FirstOrDefault()), Is.All.EqualTo(1001));
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        ["--port", $"{_port}", "--bind", "127.0.0.1", "--data", _temporary.Path, "--message-rate", "0", "--no-qr"]);
}
