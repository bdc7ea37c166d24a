using System.Globalization;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Commands;

/// <summary><c>tail</c>: lines and JSON as things happen, across a restart, and how it ends.</summary>
public sealed class TailTests : CommandTest
{
    [Test]
    public async Task It_prints_the_last_lines_and_then_what_happens()
    {
        for (var n = 1; n <= 4; n++) await SayAsync($"{n}");
        await using var tail = CommandProcess.Start(["tail", "lobby", "--lines", "2", "--server", Url]);
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: 3"));
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: 4"));
        await Eventually.IsAsync(async () => (int)(await Api.GetAsync("/api/rooms/lobby")).Json["listening"]! == 1);
        await SayAsync("five\nlines", "?key=k&name=Ann");
        await SayAsync("5", "?key=k&name=Ann");
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("Ann: five"));
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("  lines"));
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("Ann (edited): 5"));
    }

    [Test]
    public async Task More_lines_than_a_page_come_in_order()
    {
        for (var n = 1; n <= 430; n++) await SayAsync(n.ToString(CultureInfo.InvariantCulture));
        await using var tail = CommandProcess.Start(["tail", "lobby", "--lines", "420", "--server", Url]);
        for (var n = 11; n <= 430; n++) Assert.That(await tail.ReadLineAsync(), Is.EqualTo($"bot: {n}"));
        await SayAsync("now");
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: now"));
    }

    [Test]
    public async Task Json_is_each_event_in_a_line()
    {
        await SayAsync("下载\n完成");
        await using var tail = CommandProcess.Start(["tail", "lobby", "--json", "--lines", "10", "--server", Url]);
        var past = JsonNode.Parse((await tail.ReadLineAsync())!)!;
        Assert.That(((string?)past["kind"], (string?)past["text"], (long)past["seq"]!), Is.EqualTo(("message", "下载\n完成", 1L)));
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        await ann.AskAsync(new { type = "join", id = "j", room = "lobby" });
        await ann.AskAsync(new { type = "react", id = "r", room = "lobby", target = 1, text = "👍" });
        var live = JsonNode.Parse((await tail.ReadLineAsync())!)!;
        Assert.That(((string?)live["kind"], (string?)live["text"]), Is.EqualTo(("react", "👍")), "what lines don't tell, JSON does");
    }

    [Test]
    public async Task It_goes_on_after_a_restart_and_nothing_is_missing_or_doubled()
    {
        await SayAsync("1");
        await using var tail = CommandProcess.Start(["tail", "lobby", "--lines", "1", "--server", Url]);
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: 1"));
        await SayAsync("2");
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: 2"));
        await RestartAsync();
        for (var n = 3; n <= 30; n++) await SayAsync($"{n}");
        for (var n = 3; n <= 30; n++) Assert.That(await tail.ReadLineAsync(), Is.EqualTo($"bot: {n}"));
        tail.Signal(ServerProcess.Sigint);
        Assert.That(await tail.EndAsync(), Is.EqualTo(new CommandResult(0, "", "")));
    }

    [Test]
    public async Task A_room_that_began_anew_is_followed_and_that_is_said()
    {
        await SayAsync("old");
        await using var tail = CommandProcess.Start(["tail", "lobby", "--lines", "1", "--server", Url]);
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: old"));
        await SayAsync("older");
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: older"), "so that it follows");
        await RestartAsync(() =>
        {
            foreach (var file in Directory.GetFiles(Folder.Path, "chat.db*")) File.Delete(file);
            return Task.CompletedTask;
        });
        await SayAsync("new");
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: new"));
        tail.Signal(ServerProcess.Sigterm);
        var result = await tail.EndAsync();
        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Errors, Does.Match(@"^[^\n]*began anew[^\n]*\n$"));
    }

    [Test]
    public async Task It_ends_with_0_when_nobody_reads_though_nothing_happens()
    {
        await SayAsync("1");
        await using var tail = CommandProcess.Start(["tail", "lobby", "--lines", "1", "--server", Url]);
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: 1"));
        tail.CloseOutput();
        Assert.That(await tail.ExitCodeAsync(), Is.Zero);
    }

    [Test]
    public async Task It_ends_with_0_when_nobody_reads_what_it_has_to_print()
    {
        for (var n = 0; n < 200; n++) await SayAsync(new string('x', 1000));
        await using var tail = CommandProcess.Start(["tail", "lobby", "--lines", "200", "--server", Url]);
        Assert.That(await tail.ReadLineAsync(), Has.Length.EqualTo(1005));
        tail.CloseOutput(); // more than a pipe holds is still to come
        Assert.That(await tail.ExitCodeAsync(), Is.Zero);
    }

    [TestCase("nowhere", "no_such_room")]
    [TestCase("@x", "no_such_room")]
    [TestCase("a b", "bad_room")]
    public async Task A_room_that_cannot_be_read_is_one_line_and_exit_code_1(string room, string code)
    {
        var result = await RunAsync("tail", room);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Errors, Does.Match(@"^[^\n]+\n$").And.Contain(code));
    }

    [Test]
    public async Task Nobody_there_is_one_line_and_exit_code_1()
    {
        var result = await CommandProcess.RunAsync(["tail", "lobby", "--server", $"http://127.0.0.1:{ServerProcess.FreePort()}"]);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Errors, Does.Match(@"^[^\n]+ can't be reached: [^\n]+\n$"));
    }
}
