using ChatServer.Tests.Support;

namespace ChatServer.Tests.Commands;

/// <summary>Commands where a password is needed.</summary>
public sealed class PasswordTests : CommandTest
{
    private protected override Settings Set(Settings settings) => base.Set(settings) with { Password = "sesame" };

    [Test]
    public async Task The_servers_password_is_a_flag_or_in_the_environment()
    {
        var without = await RunAsync("send", "lobby", "hi");
        Assert.That(without.ExitCode, Is.EqualTo(1));
        Assert.That(without.Errors, Does.Contain("password_needed"));
        Assert.That((await RunAsync("send", "lobby", "hi", "--password", "sesame")).ExitCode, Is.Zero);
        await using var tail = CommandProcess.Start(
            ["tail", "lobby", "--lines", "1", "--server", Url], null, "CHATSERVER_PASSWORD=sesame");
        Assert.That(await tail.ReadLineAsync(), Is.EqualTo("bot: hi"));
    }
}
