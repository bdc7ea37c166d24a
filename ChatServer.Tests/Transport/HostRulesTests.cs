using System.Text;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

public sealed class HostRulesTests
{
    private static readonly HostRules Rules = new(["box", "box.local"], ["chat.example"], ["https://shop.example", "http://a.example:81/"]);

    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.1:8000")]
    [TestCase("192.168.1.7:8000")]
    [TestCase("[::1]")]
    [TestCase("[fe80::1]:8000")]
    [TestCase("localhost")]
    [TestCase("LocalHost:8000")]
    [TestCase("localhost.:8000")]
    [TestCase("box")]
    [TestCase("BOX.local:8000")]
    [TestCase("chat.example")]
    [TestCase("Chat.Example.:443")]
    public void The_server_answers_to_addresses_and_its_own_names(string host) => Assert.That(StatusOfHost(host), Is.Null);

    [TestCase("evil.example")]
    [TestCase("localhost.evil.example")]
    [TestCase("127.0.0.1.evil.example:8000")]
    [TestCase("xlocalhost")]
    [TestCase("box.evil.example")]
    [TestCase("sub.chat.example")]
    [TestCase("example")]
    public void Another_name_is_refused_with_421(string host) => Assert.That(StatusOfHost(host), Is.EqualTo(421));

    [TestCase("localhost:8000", null)]
    [TestCase("localhost:8000", "http://localhost:8000")]
    [TestCase("localhost:8000", "https://LOCALHOST:8000")]
    [TestCase("chat.example", "https://chat.example")]
    [TestCase("127.0.0.1:8000", "http://localhost:8000")]
    [TestCase("localhost:8000", "http://127.0.0.1:8000")]
    [TestCase("localhost:8000", "http://[::1]:8000")]
    [TestCase("[::1]:8000", "http://127.0.0.1:8000")]
    [TestCase("localhost:8000", "https://shop.example")]
    [TestCase("localhost:8000", "https://SHOP.example")]
    [TestCase("localhost:8000", "http://a.example:81")]
    public void A_page_of_this_server_or_an_allowed_one_may_connect(string host, string? origin) =>
        Assert.That(StatusOfOrigin(host, origin), Is.Null);

    [TestCase("localhost:8000", "http://localhost:8001", Description = "another port")]
    [TestCase("localhost:8000", "http://localhost", Description = "another port")]
    [TestCase("localhost:8000", "http://127.0.0.1:8001")]
    [TestCase("192.168.1.7:8000", "http://localhost:8000")]
    [TestCase("localhost:8000", "http://192.168.1.7:8000")]
    [TestCase("localhost:8000", "http://evil.example:8000")]
    [TestCase("localhost:8000", "http://localhost:8000.evil.example")]
    [TestCase("localhost:8000", "http://evil.example/localhost:8000")]
    [TestCase("localhost:8000", "http://shop.example", Description = "another scheme than the one allowed")]
    [TestCase("localhost:8000", "https://shop.example:8443")]
    [TestCase("localhost:8000", "https://shop.example.evil.example")]
    [TestCase("localhost:8000", "null")]
    [TestCase("localhost:8000", "")]
    [TestCase("localhost:8000", "localhost:8000")]
    [TestCase("localhost:8000", "http://")]
    public void A_page_of_another_site_is_refused_with_403(string host, string origin) =>
        Assert.That(StatusOfOrigin(host, origin), Is.EqualTo(403));

    [Test]
    public void An_origin_that_stands_twice_is_refused_with_400() =>
        Assert.That(StatusOfOrigin("localhost", "http://localhost\r\nOrigin: http://localhost"), Is.EqualTo(400));

    [Test]
    public async Task The_flags_and_the_name_of_the_machine_reach_the_rules()
    {
        await using var server = await TestServer.StartAsync(settings => settings with
        {
            AllowedHosts = ["chat.example"],
            AllowedOrigins = ["https://shop.example"],
        });
        string[] hosts = ["chat.example", System.Net.Dns.GetHostName(), $"{System.Net.Dns.GetHostName()}.local", "[::1]"];
        foreach (var host in hosts)
        {
            var answer = await RawPeer.AskAsync(server.Port, $"GET /healthz HTTP/1.1\r\nHost: {host}:{server.Port}\r\n\r\n");
            Assert.That(answer.Status, Is.EqualTo(200), host);
        }
        (string Origin, int Status)[] origins =
            [("https://shop.example", 101), ("http://localhost", 101), ("http://localhost:1", 403), ("null", 403)];
        foreach (var (origin, status) in origins)
        {
            var answer = await RawPeer.AskAsync(server.Port, RawPeer.Upgrade("/echo", $"Origin: {origin}\r\n"));
            Assert.That(answer.Status, Is.EqualTo(status), origin);
        }
    }

    private static int? StatusOfHost(string host) => StatusOf(() => Rules.CheckHost(Head($"Host: {host}\r\n")));

    private static int? StatusOfOrigin(string host, string? origin) =>
        StatusOf(() => Rules.CheckOrigin(Head($"Host: {host}\r\n{(origin is null ? "" : $"Origin: {origin}\r\n")}")));

    private static RequestHead Head(string headers) => RequestHead.Parse(Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\n{headers}\r\n"));

    private static int? StatusOf(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (RefusedException e)
        {
            return e.Status;
        }
    }
}
