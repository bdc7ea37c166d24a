using System.Text.RegularExpressions;
using ChatServer.Tests.Support;

namespace ChatServer.Tests;

/// <summary>Where the admin key and the password come from, and where they don't go.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class SecretsTests
{
    private readonly TemporaryFolder _folder = new();

    private string KeyPath => Path.Combine(_folder.Path, "admin-key");

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task A_key_is_made_once_and_nobody_else_may_read_it()
    {
        var key = await PrintedKeyAsync("--data", _folder.Path);
        Assert.That(key, Does.Match("^[a-z2-9]{7}(-[a-z2-9]{7}){3}$"));
        Assert.That((await File.ReadAllTextAsync(KeyPath)).Trim(), Is.EqualTo(key));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(KeyPath), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(await PrintedKeyAsync("--data", _folder.Path), Is.EqualTo(key));
    }

    [Test]
    public async Task A_key_that_is_removed_is_made_anew_and_half_a_one_is_said()
    {
        var first = await PrintedKeyAsync("--data", _folder.Path);
        File.Delete(KeyPath);
        Assert.That(await PrintedKeyAsync("--data", _folder.Path), Is.Not.EqualTo(first));
        await File.WriteAllTextAsync(KeyPath, "\n");
        var (exitCode, _, errors) = await ServerProcess.RunAsync("--port", "0", "--bind", "127.0.0.1", "--data", _folder.Path);
        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(errors, Does.Match(@"^[^\n]+\n$").And.Contain(KeyPath));
    }

    [Test]
    public async Task In_memory_the_key_ends_with_the_server()
    {
        var first = await PrintedKeyAsync("--ephemeral");
        Assert.That(await PrintedKeyAsync("--ephemeral"), Is.Not.EqualTo(first));
    }

    [Test]
    public async Task A_given_key_is_neither_printed_nor_kept()
    {
        await using var server = await StartAsync("--data", _folder.Path, "--admin-key", "a key of the host", "--password", "sesame street");
        Assert.That(server.Output, Does.Contain("Admin key").And.Not.Contain("a key of the host").And.Not.Contain("sesame"));
        Assert.That(KeyPath, Does.Not.Exist);
    }

    [Test]
    public void Secrets_come_from_flags_or_the_environment_and_flags_win()
    {
        Func<string, string?> environment = name => name switch
        {
            "CHATSERVER_PASSWORD" => "from outside",
            "CHATSERVER_ADMIN_KEY" => "key from outside",
            _ => null,
        };
        var outside = Settings.From(Options(), environment);
        Assert.That((outside.Password, outside.AdminKey), Is.EqualTo(("from outside", "key from outside")));
        var flags = Settings.From(Options("a flag", "key of a flag"), environment);
        Assert.That((flags.Password, flags.AdminKey), Is.EqualTo(("a flag", "key of a flag")));
        var none = Settings.From(Options(), _ => null);
        Assert.That((none.Password, none.AdminKey), Is.EqualTo(((string?)null, (string?)null)));
    }

    [TestCase("", null, "--password")]
    [TestCase(null, "", "--admin-key")]
    [TestCase(null, "7 chars", "--admin-key")]
    [TestCase(null, "        ", "--admin-key")]
    public void Empty_and_short_ones_are_refused_from_both_places(string? password, string? adminKey, string flag)
    {
        Assert.That(() => Settings.From(Options(password, adminKey), _ => null), Throws.TypeOf<SettingsException>().With.Message.StartsWith(flag));
        Func<string, string?> environment = name => name == "CHATSERVER_PASSWORD" ? password : adminKey;
        Assert.That(() => Settings.From(Options(), environment), Throws.TypeOf<SettingsException>().With.Message.StartsWith(flag));
    }

    private static ServerOptions Options(string? password = null, string? adminKey = null) => new()
    {
        Bind = "127.0.0.1",
        Rooms = "lobby",
        MessageRate = 10,
        MaxMessage = 100,
        MaxConnections = 10,
        LogLevel = "information",
        Password = password,
        AdminKey = adminKey,
    };

    private static async Task<string> PrintedKeyAsync(params string[] flags)
    {
        await using var server = await StartAsync(flags);
        return PrintedKey().Match(server.Output).Groups[1].Value;
    }

    private static Task<ServerProcess> StartAsync(params string[] flags) =>
        ServerProcess.StartAsync(["--port", "0", "--bind", "127.0.0.1", .. flags]);

    [GeneratedRegex(@"^Admin key / 管理密钥: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex PrintedKey();
}
