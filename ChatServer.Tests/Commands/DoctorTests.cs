using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Commands;

/// <summary><c>doctor</c>, whether a server runs or not.</summary>
public sealed class DoctorTests : CommandTest
{
    [Test]
    public async Task A_server_for_this_machine_only_is_a_problem_with_its_next_step()
    {
        var result = await DoctorAsync(Server.Port, "--bind", "127.0.0.1");
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain("Problem: The server listens for this machine only.\n  → Start it without --bind 127.0.0.1"));
        Assert.That(result.Output, Does.Contain($"OK: ChatServer answers on port {Server.Port} of this machine.\n"));
        Assert.That(result.Output, Does.Not.Contain("\e[").And.Not.Contain("For other devices"));
        Assert.That(result.Errors, Does.Match("^There (is a problem|are [0-9]+ problems)\\.\n$"));
    }

    [Test]
    public async Task Json_is_what_the_API_answers_and_the_exit_code_says_whether_anything_is_in_the_way()
    {
        var result = await DoctorAsync(Server.Port, "--bind", "127.0.0.1", "--json");
        var report = JsonNode.Parse(result.Output)!;
        Assert.That(((int)report["port"]!, (bool)report["whole"]!), Is.EqualTo((Server.Port, true)));
        var findings = report["findings"]!.AsArray();
        Assert.That(findings.Select(finding => (string?)finding!["code"]), Does.Contain("only_this_machine").And.Contain("server_answers"));
        var hasProblem = findings.Any(finding => (string?)finding!["severity"] == "problem");
        Assert.That(result.ExitCode, Is.EqualTo(hasProblem ? 1 : 0));
        var answer = (await Api.GetAsync("/api/doctor")).Json;
        Assert.That(findings.Select(finding => (string?)finding!["code"]), Is.EqualTo(answer["findings"]!.AsArray().Select(finding => (string?)finding!["code"])));
    }

    [Test]
    public async Task Without_a_server_it_says_how_to_start_one()
    {
        var port = ServerProcess.FreePort();
        var result = await DoctorAsync(port);
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain($"Problem: Nothing answers on port {port} of this machine.\n  → Start the server: ./run.sh --port {port}\n"));
    }

    [Test]
    public async Task A_server_that_is_not_ours_is_named()
    {
        await using var listener = new LoopbackListener(async client =>
        {
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nServer: Apache\r\n\r\n"u8.ToArray());
            client.Client.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        });
        var result = await DoctorAsync(listener.Port);
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Output, Does.Contain($"Something else answers on port {listener.Port} of this machine: Apache."));
    }

    [Test]
    public async Task A_name_that_the_server_does_not_answer_to_is_found()
    {
        var result = await DoctorAsync(Server.Port, "--bind", "127.0.0.1", "--name", "chat.invalid");
        Assert.That(result.Output, Does.Contain("  → Start it with --allow-host chat.invalid\n").And.Contain("The name chat.invalid leads nowhere."));
        var own = await DoctorAsync(Server.Port, "--bind", "127.0.0.1", "--name", "localhost");
        Assert.That(own.Output, Does.Not.Contain("name"));
    }

    [TestCase("--port is 1–65535.", "--port", "0")]
    [TestCase("--port is 1–65535.", "--port", "65536")]
    [TestCase("--port has a value of the wrong kind.", "--port", "many")]
    [TestCase("--bind is an IP address", "--bind", "here")]
    [TestCase("--name is a name", "--name", "a b")]
    [TestCase("«help» is not understood.", "help")]
    [TestCase("There is no flag --what.", "--what")]
    [TestCase("--bind needs a value.", "--bind")]
    public async Task A_wrong_flag_is_one_line_and_exit_code_2(string line, params string[] flags)
    {
        var result = await CommandProcess.RunAsync(["doctor", .. flags]);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((2, "")));
        Assert.That(result.Errors, Does.StartWith(line).And.Match("^[^\n]+\n$"));
    }

    private static Task<CommandResult> DoctorAsync(int port, params string[] flags) =>
        CommandProcess.RunAsync(["doctor", "--port", $"{port}", .. flags]);
}
