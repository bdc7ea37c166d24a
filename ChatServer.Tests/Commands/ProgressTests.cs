using ChatServer.Tests.Support;

namespace ChatServer.Tests.Commands;

/// <summary>
/// How far an export or an import is, where it is a person at a terminal who waits for it. That nothing of it
/// is in a script's log, <see cref="ExportImportTests"/> see.
/// </summary>
[Platform("Linux", Reason = "script")]
public sealed class ProgressTests : CommandTest
{
    private const string Clear = "\r\u001B[K";

    [Test]
    public async Task An_export_shows_how_many_events_of_how_many_and_clears_the_line()
    {
        for (var n = 1; n <= 3; n++) await SayAsync($"{n}");
        var file = Path.Combine(Folder.Path, "lobby.jsonl");
        var (exitCode, output, _) = await RunInTerminalAsync("export", "lobby", "--out", file);
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.StartWith($"{Clear}[").And.Contain(" of 3, 0.0 MiB\r").And.EndWith(Clear));
    }

    [TestCase("md")]
    [TestCase("html")]
    public async Task An_export_to_read_shows_how_long_it_is(string format)
    {
        await SayAsync("hi");
        var file = Path.Combine(Folder.Path, "lobby");
        var (exitCode, output, _) = await RunInTerminalAsync(
            "export", "lobby", "--format", format, "--out", file);
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.StartWith($"{Clear}0.0 MiB\r").And.EndWith(Clear));
    }

    [Test]
    public async Task An_import_shows_how_much_of_the_file_is_sent_and_clears_the_line()
    {
        // The first that is sent of 640 KiB, so what the bar shows first, is a tenth.
        for (var n = 1; n <= 40; n++) await SayAsync(new string('x', 16 * 1024));
        var file = Path.Combine(Folder.Path, "lobby.jsonl");
        Assert.That((await RunAsync("export", "lobby", "--out", file)).ExitCode, Is.Zero);
        var (exitCode, output, _) = await RunInTerminalAsync("import", "copy", file, "--admin-key", AdminKey);
        Assert.That(exitCode, Is.Zero, output);
        Assert.That(output, Does.StartWith($"{Clear}[##{new string('.', 28)}] 0.1 of 0.6 MiB\r"));
        Assert.That(output, Does.EndWith($"{Clear}40 events are in copy now.\r\n"));
    }

    [Test]
    public async Task What_went_wrong_stands_on_a_line_of_its_own()
    {
        var file = Path.Combine(Folder.Path, "bad.jsonl");
        await File.WriteAllTextAsync(file, "nonsense\n");
        var (exitCode, output, _) = await RunInTerminalAsync("import", "copy", file, "--admin-key", AdminKey);
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(output, Does.StartWith($"{Clear}[").And.Contain($"{Clear}line 1: "));
    }

    private Task<CommandResult> RunInTerminalAsync(params string[] arguments) =>
        CommandProcess.RunInTerminalAsync([.. arguments, "--server", Url]);
}
