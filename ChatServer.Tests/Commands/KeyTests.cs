using System.Net;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Commands;

/// <summary><c>key</c>: made, listed, revoked; and where the admin key is found.</summary>
public sealed class KeyTests : CommandTest
{
    [Test]
    public async Task A_key_is_made_used_listed_and_revoked()
    {
        var made = await RunAsync("key", "add", "备份", "--admin-key", AdminKey);
        Assert.That((made.ExitCode, made.Errors), Is.EqualTo((0, "")));
        Assert.That(made.Output, Does.Match("^[A-Za-z0-9_-]{43}\n$"));
        var key = made.Output.Trim();
        Assert.That((await RunAsync("send", "lobby", "flag", "--bot-key", key)).ExitCode, Is.Zero);
        var byEnvironment = await CommandProcess.RunAsync(["send", "lobby", "env", "--server", Url], "", null, $"CHATSERVER_BOT_KEY={key}");
        Assert.That(byEnvironment.ExitCode, Is.Zero);
        var said = (await Api.GetAsync("/api/rooms/lobby/messages")).Json["events"]!.AsArray();
        Assert.That(said.Select(e => (string?)e!["from"]!["name"]), Is.EqualTo(new[] { "备份", "备份" }));

        Assert.That((await RunAsync("key", "list", "--admin-key", AdminKey)).Output, Does.Match(@"^备份\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$"));
        Assert.That(await RunAsync("key", "revoke", "备份", "--admin-key", AdminKey), Is.EqualTo(new CommandResult(0, "", "")));
        Assert.That((await RunAsync("key", "list", "--admin-key", AdminKey)).Output, Is.Empty);
        var after = await RunAsync("send", "lobby", "hi", "--bot-key", key);
        Assert.That((after.ExitCode, after.Errors), Is.EqualTo((1, "no bot has that key, and nobody that token (bad_key)\n")));
    }

    [Test]
    public async Task The_admin_key_is_found_in_the_environment_and_in_the_data_folder()
    {
        string[] list = ["key", "list", "--server", Url];
        Assert.That((await CommandProcess.RunAsync(list, "", null, $"CHATSERVER_ADMIN_KEY={AdminKey}")).ExitCode, Is.Zero);
        using var folder = new TemporaryFolder();
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "admin-key"), AdminKey + "\n");
        Assert.That((await CommandProcess.RunAsync(list, "", folder.Path)).ExitCode, Is.Zero, "in ./data");
        Assert.That((await CommandProcess.RunAsync([.. list, "--data", data])).ExitCode, Is.Zero);

        var none = await CommandProcess.RunAsync([.. list, "--data", folder.Path]);
        Assert.That((none.ExitCode, none.Output), Is.EqualTo((1, "")));
        Assert.That(none.Errors, Does.Match(@"^[^\n]+\n$").And.Contain("--admin-key").And.Contain(folder.Path));
    }

    [Test]
    public async Task The_file_is_the_one_that_a_server_writes()
    {
        using var folder = new TemporaryFolder();
        await using var server = await TestServer.StartAsync(settings => settings with { DataPath = folder.Path });
        var result = await CommandProcess.RunAsync(["key", "list", "--server", $"http://127.0.0.1:{server.Port}", "--data", folder.Path]);
        Assert.That(result, Is.EqualTo(new CommandResult(0, "", "")));
    }

    [Test]
    public async Task Keys_that_are_told_once_stay_in_a_file_that_others_write_as_well()
    {
        using var folder = new TemporaryFolder();
        var result = await CommandProcess.RunInShellAsync(
            "{ echo begin; \"$@\"; \"$@\"; echo done; } > keys.txt", ["key", "add", "ci", "--server", Url, "--admin-key", AdminKey], folder.Path);
        Assert.That(result, Is.EqualTo(new CommandResult(0, "", "")));
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(folder.Path, "keys.txt")),
            Does.Match("^begin\n[A-Za-z0-9_-]{43}\n[A-Za-z0-9_-]{43}\ndone\n$"));
    }

    [TestCase("\"$@\" >&-", "Standard output is closed.\n")]
    [TestCase("\"$@\" > /dev/full", "Standard output: No space left on device\n")]
    [Platform("Linux")]
    public async Task Where_nothing_can_be_printed_that_is_one_line_and_exit_code_1(string script, string line)
    {
        await RunAsync("key", "add", "old", "--admin-key", AdminKey);
        var result = await CommandProcess.RunInShellAsync(script, ["key", "list", "--server", Url, "--admin-key", AdminKey]);
        Assert.That(result, Is.EqualTo(new CommandResult(1, "", line)));
    }

    [Test]
    [Platform("Linux")]
    public async Task No_key_is_made_that_cannot_be_told()
    {
        await CommandProcess.RunInShellAsync("\"$@\" >&-", ["key", "add", "ci", "--server", Url, "--admin-key", AdminKey]);
        Assert.That((await RunAsync("key", "list", "--admin-key", AdminKey)).Output, Is.Empty);
    }

    [Test]
    public async Task A_wrong_admin_key_is_one_line_and_exit_code_1()
    {
        var result = await RunAsync("key", "add", "ci", "--admin-key", "not-the-key");
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Errors, Does.Match(@"^[^\n]+\n$").And.Contain("bad_key"));
        Assert.That((await Api.GetAsync("/api/keys", $"Authorization: Bearer {AdminKey}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }
}
