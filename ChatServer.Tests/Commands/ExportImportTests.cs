using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatServer.Commands;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Commands;

/// <summary><c>export</c> and <c>import</c>: whole files or none.</summary>
public sealed class ExportImportTests : CommandTest
{
    [TestCase("jsonl", "\"type\":\"end\"")]
    [TestCase("md", "End of the export: 2 events.")]
    [TestCase("html", "</html>")]
    public async Task A_room_becomes_a_file(string format, string end)
    {
        await SayAsync("one");
        await SayAsync("two");
        var file = Path.Combine(Folder.Path, "room." + format);
        Assert.That(await RunAsync("export", "lobby", "--format", format, "--out", file), Is.EqualTo(new CommandResult(0, "", "")));
        var text = await File.ReadAllTextAsync(file);
        Assert.That(text, Does.Contain("one").And.Contain("two").And.Contain(end));
        Assert.That(Directory.GetFiles(Folder.Path, "*.part"), Is.Empty);
    }

    [Test]
    public async Task A_file_of_somebody_else_stays_as_it_is()
    {
        var file = Path.Combine(Folder.Path, "room");
        await File.WriteAllTextAsync(file + ".part", "mine");
        Assert.That((await RunAsync("export", "lobby", "--out", file)).ExitCode, Is.Zero);
        Assert.That((await RunAsync("export", "nowhere", "--out", file)).ExitCode, Is.EqualTo(1));
        Assert.That(await File.ReadAllTextAsync(file), Does.Contain("\"type\":\"end\""));
        Assert.That(Directory.GetFiles(Folder.Path, "*.part"), Is.EqualTo(new[] { file + ".part" }));
        Assert.That(await File.ReadAllTextAsync(file + ".part"), Is.EqualTo("mine"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_link_is_followed(bool isTargetThere)
    {
        using var elsewhere = new TemporaryFolder();
        var target = Path.Combine(elsewhere.Path, "target");
        var between = File.CreateSymbolicLink(Path.Combine(Folder.Path, "between"), target).FullName;
        var link = File.CreateSymbolicLink(Path.Combine(Folder.Path, "link"), between).FullName;
        if (isTargetThere) await File.WriteAllTextAsync(target, "as it was");
        Assert.That(await RunAsync("export", "lobby", "--out", link), Is.EqualTo(new CommandResult(0, "", "")));
        Assert.That((new FileInfo(link).LinkTarget, new FileInfo(between).LinkTarget), Is.EqualTo((between, target)));
        Assert.That(await File.ReadAllTextAsync(target), Does.Contain("\"type\":\"end\""));
        Assert.That(Directory.GetFiles(elsewhere.Path), Is.EqualTo(new[] { target }));
    }

    [Test]
    [Platform("Linux")]
    public async Task A_pipe_is_written_to()
    {
        var pipe = Path.Combine(Folder.Path, "pipe");
        await MakeAsync("mkfifo", pipe);
        var reading = Task.Run(() => File.ReadAllText(pipe));
        Assert.That(await RunAsync("export", "lobby", "--out", pipe), Is.EqualTo(new CommandResult(0, "", "")));
        Assert.That(await reading.WaitAsync(ChatPeer.Patience), Does.EndWith("{\"type\":\"end\",\"events\":0}\n"));
        Assert.That(new FileInfo(pipe).Length, Is.Zero, "and is still one");
    }

    [Test]
    [Platform("Linux")]
    public async Task A_pipe_that_nobody_reads_is_waited_for_until_it_is_cancelled()
    {
        var pipe = Path.Combine(Folder.Path, "pipe");
        await MakeAsync("mkfifo", pipe);
        using var cancelling = new CancellationTokenSource();
        var opening = Task.Run(() => ExportTarget.OpenAsync(pipe, cancelling.Token));
        await cancelling.CancelAsync();
        Assert.That(async () => await opening.WaitAsync(ChatPeer.Patience), Throws.InstanceOf<OperationCanceledException>());
        // Both ways, so that this doesn't wait; the thread that still does goes on.
        await using var reader = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
    }

    [Test]
    [Platform("Linux")]
    public async Task Standard_output_is_written_where_it_stands()
    {
        // Nothing can be replaced in /proc.
        var result = await CommandProcess.RunInShellAsync(
            "{ echo begin; \"$@\"; echo done; } > out", ["export", "lobby", "--out", "/proc/self/fd/1", "--server", Url], Folder.Path);
        Assert.That(result, Is.EqualTo(new CommandResult(0, "", "")));
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(Folder.Path, "out")),
            Does.Match("^begin\n{\"type\":\"export\"[^\n]+}\n{\"type\":\"end\",\"events\":0}\ndone\n$"));
    }

    [Test]
    public async Task What_was_exported_is_imported_into_another_room()
    {
        for (var n = 1; n <= 30; n++) await SayAsync($"{n}");
        using var folder = new TemporaryFolder();
        Assert.That((await CommandProcess.RunAsync(["export", "lobby", "--server", Url], "", folder.Path)).ExitCode, Is.Zero);
        var file = Path.Combine(folder.Path, "lobby.jsonl");
        string[] import = ["import", "copy", file, "--admin-key", AdminKey];
        Assert.That(await RunAsync(import), Is.EqualTo(new CommandResult(0, "30 events are in copy now.\n", "")));
        Assert.That(await TextsAsync("copy"), Is.EqualTo(await TextsAsync()));
        var again = await RunAsync(import);
        Assert.That((again.ExitCode, again.Output), Is.EqualTo((1, "")));
        Assert.That(again.Errors, Does.Match(@"^[^\n]+\n$").And.Contain("not_empty"));
        await RestartAsync();
        Assert.That(await TextsAsync("copy"), Is.EqualTo(await TextsAsync()), "and lasts");
    }

    [Test]
    public async Task A_file_that_is_wrong_is_told_with_its_line()
    {
        var file = Path.Combine(Folder.Path, "bad.jsonl");
        await File.WriteAllTextAsync(file, "{\"type\":\"export\",\"version\":1,\"room\":\"r\",\"epoch\":\"e\",\"head\":1,\"at\":1}\nnonsense\n");
        var result = await RunAsync("import", "copy", file, "--admin-key", AdminKey);
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Errors, Does.Match(@"^line 2: [^\n]+\n$"));
        var none = await RunAsync("import", "copy", Path.Combine(Folder.Path, "none"), "--admin-key", AdminKey);
        Assert.That((none.ExitCode, none.Errors.Split('\n').Length), Is.EqualTo((1, 2)));
    }

    [TestCase("jsonl", "{\"type\":\"export\",\"version\":1,\"room\":\"r\",\"epoch\":\"e\",\"head\":2,\"at\":1}\n{\"type\":\"event\"}\n")]
    [TestCase("jsonl", "{\"type\":\"export\",\"version\":1,\"room\":\"r\",\"epoch\":\"e\",\"head\":2,\"at\":1}\n{\"type\":\"end\",\"events\":2}\n")]
    [TestCase("html", "<!doctype html>\n<p>")]
    [TestCase("md", "# room\n\n> --- End of the export: 2 events.\n")]
    public async Task A_truncated_export_is_refused_and_leaves_no_file(string format, string body)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var file = Path.Combine(Folder.Path, "room");
        await File.WriteAllTextAsync(file, "as it was");
        await using var export = CommandProcess.Start(
            ["export", "lobby", "--format", format, "--out", file, "--server", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"]);
        using (var client = await listener.AcceptTcpClientAsync().WaitAsync(ChatPeer.Patience))
        {
            var stream = client.GetStream();
            await stream.ReadExactlyAsync(new byte[16]);
            await stream.WriteAsync(Encoding.UTF8.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body));
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null).WaitAsync(ChatPeer.Patience);
        }
        var result = await export.EndAsync();
        Assert.That((result.ExitCode, result.Output), Is.EqualTo((1, "")));
        Assert.That(result.Errors, Does.Match(@"^[^\n]*isn't whole[^\n]*\n$"));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("as it was"));
        Assert.That(Directory.GetFiles(Folder.Path, "*.part"), Is.Empty);
    }

    private static async Task MakeAsync(string tool, params string[] arguments)
    {
        using var process = Process.Start(tool, arguments);
        await process.WaitForExitAsync().WaitAsync(ChatPeer.Patience);
        if (process.ExitCode != 0) throw new InvalidOperationException(tool);
    }

    [TestCase("export")]
    [TestCase("export lobby --format pdf")]
    [TestCase("export lobby lobby.jsonl")]
    [TestCase("import lobby")]
    public async Task Wrong_usage_ends_with_2(string arguments) =>
        Assert.That((await CommandProcess.RunAsync(arguments.Split(' '))).ExitCode, Is.EqualTo(2));
}
