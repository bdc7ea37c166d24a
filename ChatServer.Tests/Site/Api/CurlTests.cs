using System.Diagnostics;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>The commands of the README and of docs/protocol.md, with the real curl.</summary>
public sealed class CurlTests : ApiTest
{
    private string Url => $"http://127.0.0.1:{Server.Port}";

    [OneTimeSetUp]
    public static void FindCurl()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("curl", "--version") { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("curl is not installed");
        }
    }

    [Test]
    public async Task A_message_is_published_by_the_shortest_command()
    {
        await using var ann = await ChatPeer.JoinAsync(Server, "ci", "Ann");
        var printed = await RunAsync("-d", "download finished", $"{Url}/api/rooms/ci/messages");
        Assert.That((string?)JsonNode.Parse(printed)!["text"], Is.EqualTo("download finished"));
        Assert.That((string?)(await ann.ExpectAsync("event"))["text"], Is.EqualTo("download finished"));
    }

    [Test]
    public async Task Standard_input_json_forms_and_headers_are_taken()
    {
        Assert.That(await RunAsync("-H", "Accept: text/plain", "--data-binary", "@-", $"{Url}/api/rooms/ci/messages?name=Build"), Does.StartWith("ci 1, "));
        Assert.That(
            await RunAsync("-H", "Content-Type: application/json", "-d", """{"text":"40 %","key":"b","id":"1"}""", $"{Url}/api/rooms/ci/messages"),
            Does.Contain("\"seq\":2"));
        Assert.That(await RunAsync("-d", "text=90+%25", "-d", "key=b", $"{Url}/api/rooms/ci/messages"), Does.Contain("\"kind\":\"edit\""));
        Assert.That(
            await RunAsync("-H", FromElsewhere, "-H", $"Authorization: Bearer {BotKey}", "-d", "hi", $"{Url}/api/rooms/ci/messages"),
            Does.Contain("\"name\":\"ci\""));
        var page = await RunAsync("--compressed", "-H", "Accept: text/plain", $"{Url}/api/rooms/ci/messages");
        Assert.That(page, Is.EqualTo("Build: from standard input\nbot: 90 %\nci: hi\n"));
    }

    [Test]
    public async Task Files_are_sent_and_saved_under_their_names()
    {
        using var folder = new TemporaryFolder();
        var (pdf, log) = (Path.Combine(folder.Path, "report.pdf"), Path.Combine(folder.Path, "日志 \"1\".txt"));
        await File.WriteAllBytesAsync(pdf, System.Security.Cryptography.RandomNumberGenerator.GetBytes(300_000));
        await File.WriteAllTextAsync(log, "done");
        var printed = await RunAsync(
            "-F", "text=nightly report", "-F", $"file=@{pdf}", "-F", $"file=@\"{log.Replace("\"", "\\\"", StringComparison.Ordinal)}\"", $"{Url}/api/rooms/ci/messages");
        var files = JsonNode.Parse(printed)!["files"]!.AsArray();
        Assert.That(files.Select(file => (string?)file!["name"]), Is.EqualTo(new[] { "report.pdf", "日志 \"1\".txt" }));
        var saved = Path.Combine(folder.Path, "saved");
        await RunAsync("-OJ", "--create-dirs", "--output-dir", saved, $"{Url}/api/rooms/ci/messages/1/files/1");
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(saved, "report.pdf")), Is.EqualTo(await File.ReadAllBytesAsync(pdf)));
    }

    [Test]
    public async Task A_room_is_followed_line_by_line()
    {
        await SayAsync("before", "ci");
        using var curl = Start("-N", "-H", "Accept: text/plain", $"{Url}/api/rooms/ci/events?after=0");
        Assert.That(await curl.StandardOutput.ReadLineAsync().WaitAsync(ChatPeer.Patience), Is.EqualTo("bot: before"));
        await SayAsync("now", "ci");
        Assert.That(await curl.StandardOutput.ReadLineAsync().WaitAsync(ChatPeer.Patience), Is.EqualTo("bot: now"));
        curl.Kill();
        await curl.WaitForExitAsync().WaitAsync(ChatPeer.Patience);
    }

    [Test]
    public async Task A_large_body_is_sent_without_waiting_and_refused_in_words()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "large");
        await File.WriteAllTextAsync(file, new string('y', 2_000_000));
        var printed = await RunAsync("-H", "Accept: text/plain", "-H", "Expect: 100-continue", "-H", "Content-Type: text/plain", "--data-binary", $"@{file}", $"{Url}/api/rooms/ci/messages");
        Assert.That(printed, Does.StartWith("! too_long: "));
    }

    [Test]
    public async Task What_fails_is_told_by_the_exit_code()
    {
        using var curl = Start("--fail", "-d", "hi", $"{Url}/api/rooms/a%20b/messages");
        await curl.WaitForExitAsync().WaitAsync(ChatPeer.Patience);
        Assert.That(curl.ExitCode, Is.EqualTo(22));
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        using var curl = Start(arguments);
        await curl.StandardInput.WriteAsync("from standard input\n");
        curl.StandardInput.Close();
        var printed = await curl.StandardOutput.ReadToEndAsync().WaitAsync(ChatPeer.Patience);
        await curl.WaitForExitAsync().WaitAsync(ChatPeer.Patience);
        Assert.That(curl.ExitCode, Is.Zero);
        return printed;
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo("curl", ["--silent", "--noproxy", "*", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
