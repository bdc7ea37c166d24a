using System.Text.Json.Nodes;
using ChatServer.Commands;
using ChatServer.Protocol;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Commands;

/// <summary>What isn't a ChatServer, or is one of another version, may answer anything.</summary>
public sealed class WrongServerTests
{
    private const string Joined = "id: e:0\nevent: joined\ndata: {\"room\":\"lobby\",\"epoch\":\"e\",\"head\":0,\"recovered\":false}\n\n";

    [TestCase("""{"seq":1,"room":"lobby","kind":"message","from":{"id":"a","name":""},"text":"hi"}""")]
    [TestCase("""{"seq":1,"room":"lobby","kind":"message","text":"hi"}""")]
    [TestCase("""{"seq":1,"room":"lobby","kind":"webhook","from":{"id":"a","name":"Ann"},"text":""}""")]
    [TestCase("""{"seq":1,"room":"lobby","kind":"mute","from":{"id":"a","name":"Ann"}}""")]
    [TestCase("""{"seq":1,"room":"lobby","from":{"id":"a","name":"Ann"},"text":"hi"}""")]
    [TestCase("[]")]
    public async Task Tail_takes_no_event_that_is_none(string json)
    {
        await using var server = new FakeServer(FakeServer.Stream($"{Joined}id: e:1\ndata: {json}\n\n"));
        await ExpectStrangerAsync(server, "tail", "lobby");
    }

    [TestCase("""{"room":"lobby","epoch":"e","head":1,"events":null,"more":false}""")]
    [TestCase("""{"room":"lobby","epoch":"e","head":1,"events":[null],"more":false}""")]
    [TestCase("""{"room":"lobby","epoch":"e\r\nX: y","head":1,"events":[],"more":false}""")]
    [TestCase("""{"room":"lobby","epoch":"e","head":9,"events":[],"more":true}""")]
    public async Task Tail_takes_no_page_that_is_none(string json)
    {
        await using var server = new FakeServer(FakeServer.Json(json));
        await ExpectStrangerAsync(server, "tail", "lobby", "--lines", "5");
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Tail_asks_once_for_a_page_that_is_always_the_same()
    {
        await using var server = new FakeServer(FakeServer.Json(
            """{"room":"lobby","epoch":"e","head":9,"events":[{"seq":9,"room":"lobby","kind":"react","from":{"id":"a","name":"Ann"},"text":"x"}],"more":true}"""));
        await ExpectStrangerAsync(server, "tail", "lobby", "--lines", "5");
        Assert.That(server.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Tail_follows_no_line_without_end()
    {
        await using var server = new FakeServer(FakeServer.Stream(Joined + "data: " + new string('x', EventStreamReader.MaxUnits)));
        await ExpectStrangerAsync(server, "tail", "lobby");
    }

    [Test]
    public async Task Tail_follows_no_event_of_lines_without_end()
    {
        var line = "data: " + new string('x', 1 << 20) + "\n";
        await using var server = new FakeServer(FakeServer.Stream(Joined + string.Concat(Enumerable.Repeat(line, EventStreamReader.MaxUnits >> 20))));
        await ExpectStrangerAsync(server, "tail", "lobby");
    }

    [TestCase("""{"bots":null}""")]
    [TestCase("""{"bots":[null]}""")]
    [TestCase("""{"bots":[{"bot":{"id":"a","name":"ci"},"at":99999999999999999}]}""")]
    [TestCase("""{"bots":[{"bot":{"id":"a"}}]}""")]
    [TestCase("<html>")]
    public async Task Key_list_takes_no_list_that_is_none(string json)
    {
        await using var server = new FakeServer(FakeServer.Json(json));
        await ExpectStrangerAsync(server, "key", "list", "--admin-key", "k");
    }

    [TestCase("""{"bot":{"id":"a","name":"ci"},"key":"\u001b[2J"}""")]
    [TestCase("""{"bot":{"id":"a","name":"ci"}}""")]
    public async Task Key_add_prints_nothing_but_keys(string json)
    {
        await using var server = new FakeServer(FakeServer.Json(json, "201 Created"));
        await ExpectStrangerAsync(server, "key", "add", "ci", "--admin-key", "k");
    }

    [Test]
    public async Task Key_revoke_believes_nobody_who_just_says_yes()
    {
        await using var server = new FakeServer(FakeServer.Json("{}"));
        await ExpectStrangerAsync(server, "key", "revoke", "ci", "--admin-key", "k");
    }

    [TestCase("{}")]
    [TestCase("<html>")]
    [TestCase("")]
    public async Task Send_believes_nobody_who_just_says_yes(string body)
    {
        await using var server = new FakeServer(FakeServer.Json(body));
        await ExpectStrangerAsync(server, "send", "lobby", "hi");
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_refusal_that_does_not_say_why_is_one_all_the_same()
    {
        await using var server = new FakeServer(
            "HTTP/1.1 418 Teapot\r\nContent-Type: application/problem+json\r\nContent-Length: 2\r\n\r\n{}");
        var result = await CommandProcess.RunAsync(["send", "lobby", "hi", "--server", server.Url]);
        Assert.That(result, Is.EqualTo(new CommandResult(1, "", $"{server.Url} answered 418 Teapot: is it a ChatServer?\n")));
    }

    [Test]
    public async Task A_pause_longer_than_any_timer_is_waited_for_in_parts()
    {
        var time = new TimerWatch();
        var patience = new Patience(TimeSpan.MaxValue / 2, time);
        var asked = new RemoteRefusal(System.Net.HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(int.MaxValue), "busy");
        var waiting = patience.WaitAsync(asked, CancellationToken.None);
        Assert.That(waiting.IsFaulted, Is.False);
        time.Advance(await time.NextTimerAsync(TimeSpan.Zero, TimeSpan.FromDays(1)));
        await waiting.WaitAsync(ChatPeer.Patience);
    }

    [Test]
    public async Task A_body_without_end_is_given_up()
    {
        var time = new WatchedTime();
        await using var server = new FakeServer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
        using var remote = new Remote(server.Url, null, time);
        using var request = new HttpRequestMessage(HttpMethod.Get, remote.Address(["keys"]));
        var asking = remote.AskAsync(request, ProtocolJson.Default.BotList, CancellationToken.None, Timeout.InfiniteTimeSpan);
        await time.WhenTimerAsync(Remote.AnswerTimeout); // that of the head is none
        time.Advance(Remote.AnswerTimeout);
        Assert.That(async () => await asking.WaitAsync(ChatPeer.Patience), Throws.TypeOf<RemoteLost>());
    }

    [Test]
    public async Task A_body_longer_than_any_is_not_kept()
    {
        await using var server = new FakeServer(FakeServer.Json("[" + new string(' ', 33 << 20)));
        await ExpectStrangerAsync(server, "key", "list", "--admin-key", "k");
    }

    [Test]
    public async Task Import_prints_nothing_that_moves_the_cursor()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "export");
        await File.WriteAllTextAsync(file, "");
        await using var server = new FakeServer(FakeServer.Json("""{"room":"a\u001b[2Jb","epoch":"e","head":1,"events":1}"""));
        var result = await CommandProcess.RunAsync(["import", "copy", file, "--admin-key", "k", "--server", server.Url]);
        Assert.That(result, Is.EqualTo(new CommandResult(0, "1 events are in a\uFFFD[2Jb now.\n", "")));
    }

    [Test]
    public async Task Json_of_tail_moves_no_cursor_and_means_the_same()
    {
        const string Text = "a\u009b2Jb\u202Ec";
        const string E = $$"""{"seq":1,"at":1,"room":"lobby","kind":"message",{{"\t"}}"from":{"id":"a","name":"Ann"},"text":"{{Text}}"}""";
        const string Later = $$"""{"seq":2,"at":1,"room":"lobby","kind":"message",{{"\n"}}data: "from":{"id":"a","name":"Ann"},"text":"{{Text}}"}""";
        await using var server = new FakeServer(
            FakeServer.Json($$"""{"room":"lobby","epoch":"e","head":1,"events":[{{E}}],"more":false}"""),
            FakeServer.Stream($"{Joined}id: e:2\ndata: {Later}\n\n"));
        await using var tail = CommandProcess.Start(["tail", "lobby", "--json", "--lines", "1", "--server", server.Url]);
        for (var seq = 1; seq <= 2; seq++)
        {
            var line = (await tail.ReadLineAsync())!;
            Assert.That(line, Does.Contain("\\u009b2J").IgnoreCase.And.Contain("\\u202e").IgnoreCase);
            Assert.That(line, Has.None.Matches<char>(c => char.IsControl(c) || c == '\u202E'));
            var e = JsonNode.Parse(line)!;
            Assert.That(((int)e["seq"]!, (string?)e["text"]), Is.EqualTo((seq, Text)));
        }
    }

    [TestCase("a/b", "a%2Fb")]
    [TestCase(".", "%2E")]
    [TestCase("..", "%2E%2E")]
    [TestCase("...", "...")]
    [TestCase("a?b#c%2Fd", "a%3Fb%23c%252Fd")]
    public async Task A_name_is_one_segment_of_the_path(string name, string segment)
    {
        await using var server = new FakeServer("HTTP/1.1 204 No Content\r\n\r\n");
        var result = await CommandProcess.RunAsync(["key", "revoke", name, "--admin-key", "k", "--server", server.Url]);
        Assert.That(result, Is.EqualTo(new CommandResult(0, "", "")));
        Assert.That(server.Requests, Is.EqualTo(new[] { $"DELETE /api/keys/{segment} HTTP/1.1" }));
    }

    private static async Task ExpectStrangerAsync(FakeServer server, params string[] arguments)
    {
        var result = await CommandProcess.RunAsync([.. arguments, "--server", server.Url]);
        Assert.That(result, Is.EqualTo(new CommandResult(1, "", $"{server.Url} isn't a ChatServer, or speaks another version.\n")));
    }
}
