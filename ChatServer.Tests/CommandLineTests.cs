using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ChatServer.Tests.Support;

namespace ChatServer.Tests;

/// <summary>The server as it is started by hand or by a script: flags, lines, exit codes.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable] // It measures how soon the server is ready.
public sealed partial class CommandLineTests
{
    private TemporaryFolder _temporary = null!;

    [SetUp]
    public void MakeFolder() => _temporary = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _temporary.Dispose();

    [TestCase("--prot 8001", "--prot")]
    [TestCase("--port", "--port")]
    [TestCase("--data --no-qr", "--data")]
    [TestCase("--port= --ephemeral", "--port")]
    [TestCase("--port eighty", "--port")]
    [TestCase("8001", "8001")]
    [TestCase("--no-qr please", "please")]
    [TestCase("--port 65536", "--port")]
    [TestCase("--bind nowhere", "--bind")]
    [TestCase("--data d --ephemeral", "--ephemeral")]
    public async Task A_wrong_flag_or_value_ends_with_2_and_one_line(string flags, string named)
    {
        var (exitCode, output, errors) = await ServerProcess.RunAsync(flags.Split(' '));
        Assert.That((exitCode, output), Is.EqualTo((2, "")));
        Assert.That(errors, Does.Match(@"^[^\n]+\n$").And.Contain(named));
    }

    [Test]
    public async Task A_port_in_use_ends_with_1_and_says_what_to_try()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var (exitCode, _, errors) = await ServerProcess.RunAsync("--port", $"{port}", "--bind", "127.0.0.1", "--ephemeral");
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Does.Match(@"^[^\n]+\n$").And.Contain($"Port {port}").And.Contain("--port"));
    }

    [Test]
    public async Task A_data_folder_in_use_ends_with_1_and_leaves_the_first_alone()
    {
        await using var first = await StartAsync("--data", _temporary.Path);
        var (exitCode, _, errors) = await ServerProcess.RunAsync("--port", "0", "--bind", "127.0.0.1", "--data", _temporary.Path);
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Does.Match(@"^[^\n]+\n$").And.Contain(_temporary.Path).And.Contain("in use"));
        Assert.That(await GetHealthAsync(first), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_killed_server_does_not_hold_its_data_folder()
    {
        await using (var first = await StartAsync("--data", _temporary.Path)) await first.KillAsync();
        await using var second = await StartAsync("--data", _temporary.Path);
        Assert.That(await GetHealthAsync(second), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Help_lists_exactly_the_flags_of_the_README()
    {
        var (exitCode, output, errors) = await ServerProcess.RunAsync("--help");
        Assert.That((exitCode, errors), Is.EqualTo((0, "")));
        var told = FlagsOfTable().Matches(await ReadmeAsync()).Select(match => match.Groups[1].Value).ToList();
        Assert.That(told, Does.Contain("--port"));
        var listed = FlagsAtLineStart().Matches(output).Select(match => match.Groups[1].Value);
        Assert.That(listed, Is.EquivalentTo(told.Append("--help").Append("--version")));
        Assert.That(output.Split('\n'), Is.All.Length.LessThanOrEqualTo(110));
    }

    [Test]
    public async Task Help_lists_exactly_the_commands_of_the_README()
    {
        var (_, output, _) = await ServerProcess.RunAsync("--help");
        var listed = CommandsAtLineStart().Matches(output).Select(match => match.Groups[1].Value);
        var told = CommandsOfReadme().Matches(await ReadmeAsync()).Select(match => match.Groups[1].Value);
        Assert.That(listed, Does.Contain("bench").And.EquivalentTo(told.Except(["test"])));
    }

    [TestCase("bench")]
    [TestCase("bench fan-out")]
    [TestCase("bench transports twice")]
    public async Task There_is_only_one_bench(string arguments)
    {
        var (exitCode, output, errors) = await ServerProcess.RunAsync(arguments.Split(' '));
        Assert.That((exitCode, output), Is.EqualTo((2, "")));
        Assert.That(errors, Does.Match(@"^[^\n]+\n$").And.Contain("bench transports"));
    }

    [Test]
    public async Task A_bench_ends_when_it_is_told_to()
    {
        await using var bench = CommandProcess.Start(["bench", "transports"]);
        Assert.That(await bench.ReadLineAsync(), Does.Contain("clients of each kind"));
        bench.Signal(ServerProcess.Sigterm);
        Assert.That(await bench.ExitCodeAsync(), Is.EqualTo(130));
    }

    [Test]
    public async Task Ready_means_that_healthz_answers()
    {
        await using var server = await StartAsync("--ephemeral");
        Assert.That(await GetHealthAsync(server), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(server.Output, Does.Match(@"(?m)^Listening on http://localhost:[1-9]\d*$"));
    }

    [Test]
    public async Task Ephemeral_leaves_no_files()
    {
        await using var server = await StartAsync("--ephemeral");
        await using (var ann = await ChatPeer.OpenAsync(new Uri($"ws://127.0.0.1:{server.Port}/ws?room=lobby&name=Ann")))
        {
            await ann.SendAsync(new { type = "say", room = "lobby", text = "hi" });
            await ann.ExpectAsync("event");
        }
        server.Signal(ServerProcess.Sigterm);
        Assert.That(await server.WaitForExitAsync(), Is.Zero);
        Assert.That(Directory.GetFileSystemEntries(_temporary.Path), Is.Empty);
    }

    [Test]
    public async Task Without_a_flag_the_data_is_in_the_folder_where_it_was_started()
    {
        await using var server = await StartAsync();
        Assert.That(Path.Combine(_temporary.Path, "data", "chat.db"), Does.Exist);
        Assert.That(server.Output, Does.Contain($"Kept in {Path.Combine(_temporary.Path, "data")}\n"));
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync(new Uri(server.Url, "/")), Does.Contain("<main"), "the page travels in the executable");
    }

    [Test]
    public async Task It_is_ready_within_three_seconds()
    {
        var times = new List<TimeSpan>();
        for (var run = 0; run < 3; run++)
        {
            var stopwatch = Stopwatch.StartNew();
            await using var server = await StartAsync("--data", _temporary.Path);
            times.Add(stopwatch.Elapsed);
        }
        Assert.That(times.Order().ElementAt(1), Is.LessThan(TimeSpan.FromSeconds(3)));
    }

    private Task<ServerProcess> StartAsync(params string[] flags) =>
        ServerProcess.StartAsync(["--port", "0", "--bind", "127.0.0.1", .. flags], _temporary.Path);

    private static async Task<HttpStatusCode> GetHealthAsync(ServerProcess server)
    {
        using var http = new HttpClient { Timeout = ChatPeer.Patience };
        using var answer = await http.GetAsync(new Uri(server.Url, "/healthz"));
        return answer.StatusCode;
    }

    private static Task<string> ReadmeAsync()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ChatServer.sln"))) folder = Path.GetDirectoryName(folder)!;
        return File.ReadAllTextAsync(Path.Combine(folder, "README.md"));
    }

    [GeneratedRegex(@"^\| `(--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex FlagsOfTable();

    [GeneratedRegex(@"^  \./run\.sh ([a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex CommandsAtLineStart();

    [GeneratedRegex(@"^(?:    |.*\| )\./run\.sh ([a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex CommandsOfReadme();

    [GeneratedRegex(@"^  (--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex FlagsAtLineStart();
}
