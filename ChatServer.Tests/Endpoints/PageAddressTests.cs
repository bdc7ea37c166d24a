using System.Net;
using ChatServer.Endpoints;
using ChatServer.Endpoints.Chat;

namespace ChatServer.Tests.Endpoints;

/// <summary>Where a phone finds the page, and the code that says so.</summary>
public sealed class PageAddressTests
{
    private static readonly PageAddress OnNetwork = new(() => IPAddress.Parse("192.168.1.7"));

    [TestCase("http://localhost:8000", "http://192.168.1.7:8000")]
    [TestCase("http://LOCALHOST:8000/", "http://192.168.1.7:8000")]
    [TestCase("http://127.0.0.1:8000", "http://192.168.1.7:8000")]
    [TestCase("http://127.1.2.3:8000", "http://192.168.1.7:8000")]
    [TestCase("http://[::1]:8000", "http://192.168.1.7:8000")]
    [TestCase("https://localhost", "https://192.168.1.7")]
    [TestCase("http://192.168.1.30:8000", "http://192.168.1.30:8000")]
    [TestCase("https://chat.example", "https://chat.example")]
    [TestCase("http://[fd00::7]:8000", "http://[fd00::7]:8000")]
    public void Loopback_becomes_an_address_of_the_network(string origin, string address) =>
        Assert.That(OnNetwork.For(origin), Is.EqualTo(address));

    [Test]
    public void Without_a_network_the_origin_stays()
    {
        Assert.That(new PageAddress(() => null).For("http://localhost:8000"), Is.EqualTo("http://localhost:8000"));
        Assert.That(
            new PageAddress(() => IPAddress.Parse("fd00::7")).For("http://localhost:8000"),
            Is.EqualTo("http://[fd00::7]:8000"));
    }

    [TestCase("")]
    [TestCase("null")]
    [TestCase("localhost:8000")]
    [TestCase("file:///etc/passwd")]
    [TestCase("javascript:alert(1)")]
    [TestCase("http://localhost:8000/page")]
    [TestCase("http://localhost:8000/?q")]
    [TestCase("http://localhost:8000/#f")]
    [TestCase("http://me@localhost:8000")]
    [TestCase("http://localhost:99999")]
    [TestCase("http://")]
    public void What_is_no_origin_of_HTTP_is_refused(string origin) => Assert.That(OnNetwork.For(origin), Is.Null);

    [Test]
    public void A_very_long_origin_is_refused() =>
        Assert.That(OnNetwork.For("http://" + string.Join('.', Enumerable.Repeat("x", 200))), Is.Null);

    [Test]
    public void A_code_is_square_with_its_three_finders_at_the_corners()
    {
        var rows = QrCode.Rows("http://192.168.1.7:8000/#handover=AAAAAAAAAAAAAAAAAAAAAA");
        Assert.That(rows, Is.All.Length.EqualTo(rows.Count).And.All.Match("^[01]+$"));
        Assert.That((rows.Count - 17) % 4, Is.Zero, "ISO/IEC 18004: 17 + 4 × version");
        string[] finder = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"];
        Assert.That(rows.Take(7).Select(row => row[..7]), Is.EqualTo(finder));
        Assert.That(rows.Take(7).Select(row => row[^7..]), Is.EqualTo(finder));
        Assert.That(rows.TakeLast(7).Select(row => row[..7]), Is.EqualTo(finder));
    }

    [Test]
    public void The_longest_URL_has_a_code()
    {
        var address = OnNetwork.For("http://" + string.Join('.', Enumerable.Repeat(new string('x', 61), 4)) + ":65535")!;
        Assert.That(QrCode.Rows($"{address}/#handover=AAAAAAAAAAAAAAAAAAAAAA"), Is.Not.Empty);
    }
}
