using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Commands;

/// <summary><c>send</c>: a text, lines of standard input, progress, and sending again.</summary>
public sealed class SendTests : CommandTest
{
    private static readonly (int, string, string) Silently = (0, "", "");

    [Test]
    public async Task A_text_is_said_under_a_name()
    {
        Assert.That(Told(await RunAsync("send", "ci", "下载", "finished", "--name", "Backup")), Is.EqualTo(Silently));
        var said = (await Api.GetAsync("/api/rooms/ci/messages")).Json["events"]!.AsArray().Single()!;
        Assert.That(((string?)said["text"], (string?)said["from"]!["name"]), Is.EqualTo(("下载 finished", "Backup")));
        Assert.That((string?)said["id"], Has.Length.EqualTo(32), "it could have been sent again");
    }

    [Test]
    public async Task A_text_that_begins_with_a_dash_follows_two()
    {
        Assert.That(Told(await RunAsync("send", "--server", Url, "lobby", "--", "--help", "-5 °C")).Item1, Is.Zero);
        Assert.That(await TextsAsync(), Is.EqualTo(new[] { "--help -5 °C --server " + Url }), "all that follows is text");
    }

    [Test]
    public async Task Lines_of_standard_input_are_said_as_they_come()
    {
        await using var send = CommandProcess.Start(["send", "lobby", "--server", Url]);
        await using var ann = await ChatPeer.JoinAsync(Server, "lobby", "Ann");
        foreach (var line in new[] { "one", "two", "三" })
        {
            await send.Input.WriteLineAsync(line);
            Assert.That((string?)(await ann.ExpectAsync("event"))["text"], Is.EqualTo(line));
        }
        send.Input.Close();
        Assert.That(Told(await send.EndAsync()), Is.EqualTo(Silently));
    }

    [Test]
    public async Task Blank_lines_are_passed_over_and_the_last_needs_no_line_feed()
    {
        var result = await CommandProcess.RunAsync(["send", "lobby", "--server", Url], "a\n\n \r\nb\rc");
        Assert.That(Told(result), Is.EqualTo(Silently));
        Assert.That(await TextsAsync(), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public async Task With_a_key_every_line_edits_one_message_in_place()
    {
        await using var send = CommandProcess.Start(["send", "lobby", "--key", "build", "--server", Url]);
        await using var ann = await ChatPeer.JoinAsync(Server, "lobby", "Ann");
        var kinds = new List<string?>();
        foreach (var line in new[] { "40 %", "90 %", "finished" })
        {
            await send.Input.WriteAsync(line + "\r");
            var told = await ann.ExpectAsync("event");
            kinds.Add((string?)told["kind"]);
            Assert.That((string?)told["text"], Is.EqualTo(line));
        }
        send.Input.Close();
        Assert.That((await send.EndAsync()).ExitCode, Is.Zero);
        Assert.That(kinds, Is.EqualTo(new[] { "message", "edit", "edit" }));
        Assert.That(await TextsAsync(), Is.EqualTo(new[] { "finished" }));
    }

    [Test]
    public async Task A_line_whose_answer_was_lost_is_sent_again_and_stands_once()
    {
        await using var between = new LossyRelay(Server.Port, losses: 2);
        var result = await CommandProcess.RunAsync(["send", "lobby", "hi", "--server", $"http://127.0.0.1:{between.Port}"]);
        Assert.That(Told(result), Is.EqualTo(Silently));
        Assert.That(between.Answers, Is.EqualTo(3));
        Assert.That(await TextsAsync(), Is.EqualTo(new[] { "hi" }));
    }

    [Test]
    public async Task A_server_that_restarts_is_waited_for()
    {
        await using var send = CommandProcess.Start(["send", "lobby", "--server", Url]);
        await using (var ann = await ChatPeer.JoinAsync(Server, "lobby", "Ann"))
        {
            await send.Input.WriteLineAsync("before");
            await ann.ExpectAsync("event");
        }
        await RestartAsync(() => send.Input.WriteLineAsync("meanwhile"));
        send.Input.Close();
        Assert.That(Told(await send.EndAsync()), Is.EqualTo(Silently));
        Assert.That(await TextsAsync(), Is.EqualTo(new[] { "before", "meanwhile" }));
    }

    [TestCase("429 Too Many Requests")]
    [TestCase("503 Service Unavailable")]
    public async Task A_server_that_asks_to_wait_is_asked_again(string status)
    {
        await using var between = new LossyRelay(Server.Port, losses: 1, instead: $"HTTP/1.1 {status}\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
        Assert.That((await CommandProcess.RunAsync(["send", "lobby", "hi", "--server", $"http://127.0.0.1:{between.Port}"])).ExitCode, Is.Zero);
        Assert.That(await TextsAsync(), Is.EqualTo(new[] { "hi" }));
    }

    [Test]
    public async Task It_waits_no_longer_than_it_may()
    {
        await using var between = new LossyRelay(Server.Port, losses: int.MaxValue, instead: "HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n");
        var result = await CommandProcess.RunAsync(["send", "lobby", "hi", "--server", $"http://127.0.0.1:{between.Port}"]);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Errors, Does.Match(@"^[^\n]*503[^\n]*\n$"));
    }

    [TestCase("send", "lobby", "", "empty_text", Description = "nothing but a blank that isn't a space")]
    [TestCase("send", "no such room", "hi", "bad_room")]
    [TestCase("send", "lobby", "hi --name admin", "name_taken")]
    public async Task What_is_refused_is_one_line_and_exit_code_1(string verb, string room, string rest, string code)
    {
        var result = await RunAsync([verb, room, .. rest.Length == 0 ? ["\u200B"] : rest.Split(' ')]);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Errors, Does.Match(@"^[^\n]+\n$").And.Contain(code));
    }

    [Test]
    public async Task Nobody_there_is_one_line_and_exit_code_1()
    {
        var result = await CommandProcess.RunAsync(
            ["send", "lobby", "hi", "--timeout", "0", "--server", $"127.0.0.1:{ServerProcess.FreePort()}"]);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Errors, Does.Match(@"^http://127\.0\.0\.1:\d+ can't be reached: [^\n]+\n$"));
    }

    [Test]
    public async Task A_value_may_begin_with_a_dash()
    {
        var result = await RunAsync("send", "lobby", "hi", "--bot-key", "-no-such-key");
        Assert.That((result.ExitCode, result.Errors), Is.EqualTo((1, "no bot has that key, and nobody that token (bad_key)\n")));
    }

    [TestCase("send")]
    [TestCase("send lobby hi --server ftp://x")]
    [TestCase("send lobby hi --timeout -1")]
    [TestCase("send lobby hi --nmae x")]
    [TestCase("send lobby hi --name")]
    [TestCase("tail")]
    [TestCase("tail lobby random")]
    [TestCase("tail lobby --lines -1")]
    [TestCase("tail lobby --lines many")]
    [TestCase("key")]
    [TestCase("key add")]
    [TestCase("key list ci")]
    [TestCase("key remove ci")]
    public async Task Wrong_usage_is_one_line_and_exit_code_2(string arguments)
    {
        var result = await CommandProcess.RunAsync(arguments.Split(' '));
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((2, "")));
        Assert.That(result.Errors, Does.Match(@"^[^\n]+\n$"));
    }

    [TestCase("send")]
    [TestCase("tail")]
    [TestCase("key")]
    public async Task Help_of_a_command_lists_its_flags_and_that_of_the_server_the_command(string verb)
    {
        var help = await CommandProcess.RunAsync([verb, "--help"]);
        Assert.That((help.ExitCode, help.Errors), Is.EqualTo((0, "")));
        Assert.That(help.Output, Does.Contain("--server"));
        Assert.That(help.Output.Split('\n'), Is.All.Length.LessThanOrEqualTo(110));
        Assert.That((await CommandProcess.RunAsync(["--help"])).Output, Does.Match($@"(?m)^  ./run\.sh {verb} "));
    }

    private static (int, string, string) Told(CommandResult result) => (result.ExitCode, result.Output, result.Errors);

    /// <summary>Passes requests on to a server, and of the first so many cuts the answer off, or gives another.</summary>
    private sealed class LossyRelay : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly Task _accepting;

        public LossyRelay(int serverPort, int losses, string? instead = null)
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _accepting = AcceptAsync(serverPort, losses, instead);
        }

        public int Port { get; }

        /// <summary>Requests that the server has answered, or that got another answer.</summary>
        public int Answers { get; private set; }

        public async ValueTask DisposeAsync()
        {
            _listener.Dispose();
            await _accepting;
        }

        private async Task AcceptAsync(int serverPort, int losses, string? instead)
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    using var server = new TcpClient();
                    await server.ConnectAsync(IPAddress.Loopback, serverPort);
                    var (near, far) = (client.GetStream(), server.GetStream());
                    var buffer = new byte[64 * 1024];
                    var request = await ReadRequestAsync(near, buffer);
                    var isLost = Answers++ < losses;
                    if (isLost && instead is not null)
                    {
                        await near.WriteAsync(Encoding.ASCII.GetBytes(instead));
                        continue;
                    }
                    await far.WriteAsync(request);
                    using var answer = new MemoryStream();
                    await far.CopyToAsync(answer);
                    if (!isLost) await near.WriteAsync(answer.ToArray());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The end.
            }
        }

        private static async Task<byte[]> ReadRequestAsync(NetworkStream near, byte[] buffer)
        {
            using var request = new MemoryStream();
            while (true)
            {
                var text = Encoding.UTF8.GetString(request.ToArray());
                var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end >= 0 && JsonOf(text[(end + 4)..]) is not null) return request.ToArray();
                request.Write(buffer, 0, await near.ReadAsync(buffer).AsTask().WaitAsync(ChatPeer.Patience));
            }
        }

        // The body is there when it is JSON.
        private static JsonNode? JsonOf(string body)
        {
            try
            {
                return JsonNode.Parse(body);
            }
            catch (System.Text.Json.JsonException)
            {
                return null;
            }
        }
    }
}
