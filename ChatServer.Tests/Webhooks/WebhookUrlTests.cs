using ChatServer.Webhooks;

namespace ChatServer.Tests.Webhooks;

/// <summary>Which addresses a webhook can have, by their looks.</summary>
public sealed class WebhookUrlTests
{
    [TestCase("http://192.168.1.20:8080/hook?x=1#y")]
    [TestCase("https://服务.example/a%20b")]
    [TestCase("HTTPS://Example.com")]
    [TestCase("http://[fd00::1]/")]
    [TestCase("http://example.com/@me")]
    public void Taken(string url)
    {
        Assert.That(WebhookUrl.TryParse(url, out var parsed));
        Assert.That(parsed.IsAbsoluteUri);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("/hook")]
    [TestCase("example.com")]
    [TestCase("//example.com/")]
    [TestCase("ftp://example.com/")]
    [TestCase("file:///etc/passwd")]
    [TestCase("gopher://example.com/")]
    [TestCase("javascript:alert(1)")]
    [TestCase("http:example.com")]
    [TestCase("http:///path")]
    [TestCase("http://")]
    [TestCase("http://user@example.com/")]
    [TestCase("http://user:password@example.com/")]
    [TestCase("http://@example.com/")]
    [TestCase("http://:@example.com/")]
    [TestCase(" http://example.com/")]
    [TestCase("http://example.com/\r\nHost: x")]
    [TestCase("http://exa mple.com/")]
    [TestCase("http://example.com:99999/")]
    public void Refused(string? url) => Assert.That(WebhookUrl.TryParse(url, out _), Is.False);

    [Test]
    public void It_has_2000_characters_at_most()
    {
        const string start = "http://example.com/";
        Assert.That(WebhookUrl.TryParse(start.PadRight(2_000, 'x'), out _));
        Assert.That(WebhookUrl.TryParse(start.PadRight(2_001, 'x'), out _), Is.False);
    }
}
