using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Fuzz;

/// <summary>
/// A hundred thousand wrong inputs against one server, which must answer or hang up, log no Error, and chat as before. To repeat a run, set
/// <c>CHATSERVER_FUZZ_SEED</c> to the seed that it printed.
/// </summary>
[NonParallelizable] // It hears what goes wrong anywhere in the process.
public sealed class FuzzTests
{
    private const int Heads = 20_000;
    private const int FrameRuns = 2_500;
    private const int FramesOfARun = 16;
    private const int Messages = 40_000;
    private const int MessagesOfARun = 50;
    private const int Workers = 4;

    private readonly ConcurrentQueue<Exception> _unobserved = [];
    private int _seed;
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _seed = int.TryParse(Environment.GetEnvironmentVariable("CHATSERVER_FUZZ_SEED"), CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Random.Shared.Next();
        CollectGarbage(); // what earlier tests left behind isn't meant here
        TaskScheduler.UnobservedTaskException += Note;
        _server = await TestServer.StartAsync(settings => settings with { Limits = settings.Limits with { MessagesPerSecond = 0 } });
    }

    [SetUp]
    public void PrintSeed() => TestContext.Out.WriteLine($"CHATSERVER_FUZZ_SEED={_seed}");

    [TearDown]
    public async Task ChatAsBeforeAsync()
    {
        await Eventually.IsAsync(() => _server.Host.WebSockets == 0);
        await using (var ann = await ChatPeer.JoinAsync(_server, "lobby", "Ann"))
        await using (var bob = await ChatPeer.JoinAsync(_server, "lobby", "Bob"))
        {
            await ann.SendAsync(new { type = "say", room = "lobby", text = "as before" });
            Assert.That((string?)(await bob.ExpectAsync("event"))["text"], Is.EqualTo("as before"));
        }
        Assert.That(_server.Errors, Is.Empty, $"seed {_seed}");
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        CollectGarbage();
        TaskScheduler.UnobservedTaskException -= Note;
        Assert.That(_unobserved, Is.Empty, $"seed {_seed}");
    }

    [Test]
    public Task Wrong_heads_are_answered_or_hung_up_on() => RunAsync(Heads, async (random, count) =>
    {
        var source = new HeadSource(random);
        for (var i = 0; i < count; i++)
        {
            var head = source.Next();
            var answer = await ExchangeAsync(head);
            Assert.That(answer, Is.Empty.Or.Match("^HTTP/1\\.1 [1-5][0-9][0-9] "), $"seed {_seed}: {Convert.ToHexString(head)}");
        }
    });

    [Test]
    public Task Wrong_frames_are_answered_with_right_ones_or_hung_up_on() => RunAsync(FrameRuns, async (random, count) =>
    {
        string[] paths = ["/echo", "/ws", "/ws?room=random", "/rooms/random", "/path/"];
        var source = new FrameSource(random);
        for (var i = 0; i < count; i++)
        {
            var frames = Enumerable.Range(0, FramesOfARun).SelectMany(_ => source.Next()).ToArray();
            await using var peer = await RawPeer.UpgradeAsync(_server.Port, paths[random.Next(paths.Length)]);
            peer.Socket.LingerState = new LingerOption(true, 0);
            await peer.TrySendAsync(frames);
            peer.TryShutdownSend();
            try
            {
                while (await peer.ReadFrameAsync() is not null)
                {
                }
            }
            catch (Exception e)
            {
                throw new AssertionException($"seed {_seed}: {Convert.ToHexString(frames)}", e);
            }
        }
    });

    [Test]
    public Task Wrong_messages_are_answered_and_the_connection_lives_on() => RunAsync(Messages, async (random, count) =>
    {
        var codes = typeof(ErrorCode).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToHashSet();
        var source = new MessageSource(random);
        await using var peer = await ChatPeer.OpenAsync(_server);
        for (var i = 0; i < count; i += MessagesOfARun)
        {
            var run = Enumerable.Range(0, MessagesOfARun).Select(_ => source.Next()).ToList();
            foreach (var message in run) await peer.SendTextAsync(message);
            // The 65 characters make an error out of it that nothing else makes, also before a hello came through.
            await peer.SendAsync(new { type = "rooms", id = new string('y', 65), room = "sync" });
            JsonNode answer;
            do
            {
                var text = await peer.ReceiveTextAsync() ?? throw new AssertionException($"seed {_seed}: {string.Join('\n', run)}");
                answer = JsonNode.Parse(text)!;
                if ((string?)answer["type"] == "error") Assert.That(codes, Does.Contain((string)answer["code"]!));
            }
            while ((string?)answer["room"] != "sync");
        }
    });

    private async Task RunAsync(int count, Func<Random, int, Task> run)
    {
        var workers = Enumerable.Range(0, Workers).Select(worker => Task.Run(() => run(new Random(unchecked(_seed + worker)), count / Workers)));
        await Task.WhenAll(workers);
    }

    // Sends everything, says that no more will come, and reads to the end.
    private async Task<string> ExchangeAsync(byte[] bytes)
    {
        await using var peer = await RawPeer.ConnectAsync(_server.Port);
        // Reset at the end: twenty thousand connections in TIME_WAIT would use up the ports.
        peer.Socket.LingerState = new LingerOption(true, 0);
        await peer.TrySendAsync(bytes);
        peer.TryShutdownSend();
        return Encoding.Latin1.GetString(await peer.ReadToEndAsync());
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs e) => _unobserved.Enqueue(e.Exception);

    private static void CollectGarbage()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
