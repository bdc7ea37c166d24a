using ChatServer.Tests.Support;
using Serilog.Events;

namespace ChatServer.Tests;

public sealed class SettingsTests
{
    [Test]
    public void Without_flags_the_defaults_are_those_of_the_help()
    {
        var settings = Parse();
        Assert.Multiple(() =>
        {
            Assert.That(settings.EndPoint.ToString(), Is.EqualTo("0.0.0.0:8000"));
            Assert.That(settings.Rooms, Is.EqualTo(new[] { "lobby", "random" }));
            Assert.That(settings.DataPath, Is.EqualTo("data"));
            Assert.That(settings.KeepFor, Is.Null);
            Assert.That(settings.Limits.MessagesPerSecond, Is.EqualTo(10));
            Assert.That(settings.Limits.TextBytes, Is.EqualTo(16 * 1024));
            Assert.That(settings.Limits.FixedRooms, Is.False);
            Assert.That(settings.MaxConnections, Is.EqualTo(20_000));
            Assert.That(settings.LogLevel, Is.EqualTo(LogEventLevel.Information));
            Assert.That(settings.ShowQrCode, Is.True);
        });
    }

    [Test]
    public void Every_flag_arrives()
    {
        var settings = Parse(
            "--port", "0", "--bind", "::1", "--rooms", "Café, 大厅,café,Ops", "--fixed-rooms", "--ephemeral", "--keep-days", "7",
            "--message-rate", "0", "--max-message", "100", "--max-connections", "5", "--allow-origin", "https://shop.example",
            "--allow-origin", "null", "--allow-host", "chat.example", "--allow-host", "chat.test", "--log-level", "DEBUG", "--no-qr");
        Assert.Multiple(() =>
        {
            Assert.That(settings.EndPoint.ToString(), Is.EqualTo("[::1]:0"));
            Assert.That(settings.Rooms, Is.EqualTo(new[] { "café", "大厅", "ops" }));
            Assert.That(settings.Limits.FixedRooms, Is.True);
            Assert.That(settings.DataPath, Is.Null);
            Assert.That(settings.KeepFor, Is.EqualTo(TimeSpan.FromDays(7)));
            Assert.That(settings.Limits.MessagesPerSecond, Is.Zero);
            Assert.That(settings.Limits.TextBytes, Is.EqualTo(100));
            Assert.That(settings.MaxConnections, Is.EqualTo(5));
            Assert.That(settings.AllowedOrigins, Is.EqualTo(new[] { "https://shop.example", "null" }));
            Assert.That(settings.AllowedHosts, Is.EqualTo(new[] { "chat.example", "chat.test" }));
            Assert.That(settings.LogLevel, Is.EqualTo(LogEventLevel.Debug));
            Assert.That(settings.ShowQrCode, Is.False);
        });
    }

    [TestCase("--port", "-1")]
    [TestCase("--port", "65536")]
    [TestCase("--bind", "localhost")]
    [TestCase("--bind", "")]
    [TestCase("--rooms", "")]
    [TestCase("--rooms", " , ,")]
    [TestCase("--rooms", "lobby,no spaces")]
    [TestCase("--data", "")]
    [TestCase("--keep-days", "-1")]
    [TestCase("--keep-days", "36501")]
    [TestCase("--message-rate", "-1")]
    [TestCase("--message-rate", "1000001")]
    [TestCase("--max-message", "0")]
    [TestCase("--max-message", "1048577")]
    [TestCase("--max-connections", "0")]
    [TestCase("--allow-origin", "shop.example")]
    [TestCase("--allow-origin", "https://shop.example/path")]
    [TestCase("--allow-host", "not a host")]
    [TestCase("--log-level", "loud")]
    [TestCase("--log-level", "3")]
    [TestCase("--log-level", "")]
    public void A_value_out_of_bounds_is_refused_by_name(string flag, string value)
    {
        var refusal = Assert.Throws<SettingsException>(() => Parse(flag, value));
        Assert.That(refusal.Message, Does.StartWith(flag).And.Not.Contain("\n"));
    }

    [TestCase("--port", "0")]
    [TestCase("--port", "65535")]
    [TestCase("--max-message", "1")]
    [TestCase("--max-message", "1048576")]
    [TestCase("--keep-days", "36500")]
    public void The_bounds_themselves_are_allowed(string flag, string value) => Assert.DoesNotThrow(() => Parse(flag, value));

    private static Settings Parse(params string[] args) => CommandLineOptions.Settings(args);
}
