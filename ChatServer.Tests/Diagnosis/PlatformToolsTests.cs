using ChatServer.Diagnosis;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Diagnosis;

/// <summary>Real programs, in their bounds.</summary>
[Platform("Linux")]
[NonParallelizable] // It changes the environment of the process.
public sealed class PlatformToolsTests
{
    private readonly PlatformTools _tools = new(TimeProvider.System);

    [Test]
    public async Task What_one_prints_and_how_it_ends_is_told()
    {
        Assert.That(await _tools.RunAsync("sh", "-c", "echo out; echo err >&2; exit 3"), Is.EqualTo(new ToolOutput(3, "out\n", "err\n")));
        Assert.That(await _tools.RunAsync("sh", "-c", "cat"), Is.EqualTo(new ToolOutput(0, "", "")), "nobody types anything");
    }

    [Test]
    public async Task One_that_is_not_of_the_system_is_not_there()
    {
        Assert.That(_tools.Has("no-such-firewall"), Is.False);
        Assert.That(await _tools.RunAsync("no-such-firewall"), Is.Null);
    }

    [Test]
    public async Task It_speaks_English_and_knows_no_secret()
    {
        Environment.SetEnvironmentVariable("CHATSERVER_PASSWORD", "open sesame");
        try
        {
            var environment = (await _tools.RunAsync("env"))!.Text;
            Assert.That(environment, Does.Contain("LC_ALL=C\n").And.Not.Contain("CHATSERVER_"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("CHATSERVER_PASSWORD", null);
        }
    }

    [Test]
    public async Task What_prints_without_end_is_cut()
    {
        var output = await _tools.RunAsync("sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo done >&2");
        Assert.That((output!.Text.Length, output.Errors), Is.EqualTo((256 * 1024, "done\n")));
    }

    [Test]
    public async Task What_does_not_end_is_ended()
    {
        var time = new WatchedTime();
        var running = new PlatformTools(time).RunAsync("sleep", "1000");
        await time.WhenTimerAsync(TimeSpan.FromSeconds(6));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(await running.WaitAsync(ChatPeer.Patience), Is.Null);
    }
}
