using System.Text;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

public sealed class RequestHeadTests
{
    private const string Good =
        "GET /rooms/%E5%A4%A7?name=A%20b&x HTTP/1.1\r\nHost: localhost:8000\r\nX-Empty:\r\nX-Spaces: \t a b \t\r\nconnection: keep-alive, Upgrade\r\n\r\n";

    [Test]
    public void A_head_is_taken_apart()
    {
        var head = Parse(Good);

        Assert.Multiple(() =>
        {
            Assert.That(head.Method, Is.EqualTo("GET"));
            Assert.That(head.Target, Is.EqualTo("/rooms/%E5%A4%A7?name=A%20b&x"));
            Assert.That(head.Path, Is.EqualTo("/rooms/大"));
            Assert.That(head.Query, Is.EqualTo("name=A%20b&x"));
            Assert.That(head.MinorVersion, Is.EqualTo(1));
            Assert.That(head.Host, Is.EqualTo("localhost:8000"));
            Assert.That(head.One("x-empty"), Is.Empty);
            Assert.That(head.One("X-SPACES"), Is.EqualTo("a b"));
            Assert.That(head.One("X-Absent"), Is.Null);
            Assert.That(head.HasToken("Connection", "upgrade"));
            Assert.That(head.HasToken("Connection", "grade"), Is.False);
            Assert.That(head.WantsWebSocket, Is.False);
        });
    }

    [TestCase("http://other.example/ws?a=b", "/ws", "a=b")]
    [TestCase("HTTPS://other.example:81/ws", "/ws", "")]
    [TestCase("http://other.example", "/", "")]
    public void A_target_in_a_proxys_form_means_its_path(string target, string path, string query)
    {
        var head = Parse($"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.That((head.Path, head.Query), Is.EqualTo((path, query)));
        Assert.That(head.Target, Does.StartWith("/"));
    }

    [Test]
    public void Http_1_0_needs_no_host()
    {
        var head = Parse("GET / HTTP/1.0\r\n\r\n");

        Assert.That((head.MinorVersion, head.Host), Is.EqualTo((0, "")));
    }

    [TestCase("Host: localhost\r\nUpgrade: WebSocket")]
    [TestCase("Host: localhost\r\nUpgrade: h2c\r\nUpgrade: x , websocket")]
    public void Upgrade_to_websocket_is_seen_in_any_case_and_in_a_list(string headers) =>
        Assert.That(Parse($"GET / HTTP/1.1\r\n{headers}\r\n\r\n").WantsWebSocket);

    [TestCase("Host: h\r\nContent-Length: 0")]
    [TestCase("Host: h\r\nContent-Length: 999999999999999999")]
    [TestCase("Host: h\r\nTransfer-Encoding: Chunked")]
    [TestCase("Host: [::1]:8000")]
    [TestCase("Host: h\r\nX: \t")]
    [TestCase("Host: h\r\nX: caf\xE9")]
    [TestCase("Host: h\r\n!#$%&'*+-.^_`|~09azAZ: x")]
    public void Unusual_but_right_headers_are_taken(string headers) =>
        Assert.That(() => Parse($"GET / HTTP/1.1\r\n{headers}\r\n\r\n"), Throws.Nothing);

    [Test]
    public void A_hundred_header_lines_are_taken_and_one_more_is_refused()
    {
        Assert.That(Parse(WithHeaders(RequestHead.LimitHeaders)).Headers, Has.Count.EqualTo(RequestHead.LimitHeaders));
        Assert.That(StatusOf(WithHeaders(RequestHead.LimitHeaders + 1)), Is.EqualTo(431));
    }

    [Test]
    public async Task A_head_is_read_whole_however_its_bytes_are_split()
    {
        var bytes = Encoding.Latin1.GetBytes(Good + "early");
        for (var split = 1; split < bytes.Length; split++)
        {
            var client = new FakeClient();
            client.Say(bytes[..split]);
            client.Say(bytes[split..]);

            var (head, early) = (await RequestHeadReader.ReadAsync(client, CancellationToken.None).AsTask().WaitAsync(ChatPeer.Patience))!.Value;

            Assert.That(head.Headers, Has.Count.EqualTo(4), $"split at {split}");
            // What has not come with the head is left for later.
            Assert.That("early".StartsWith(Encoding.ASCII.GetString(early), StringComparison.Ordinal), $"split at {split}");
        }
    }

    [Test]
    public async Task A_head_is_read_byte_by_byte()
    {
        var client = new FakeClient();
        foreach (var b in Encoding.Latin1.GetBytes(Good)) client.Say(b);

        var read = await RequestHeadReader.ReadAsync(client, CancellationToken.None).AsTask().WaitAsync(ChatPeer.Patience);

        Assert.That(read!.Value.Head.Path, Is.EqualTo("/rooms/大"));
    }

    [Test]
    public async Task A_client_that_leaves_without_a_word_asked_for_nothing()
    {
        var client = new FakeClient();
        client.Say();

        Assert.That(await RequestHeadReader.ReadAsync(client, CancellationToken.None), Is.Null);
    }

    /// <summary>A head with so many header lines.</summary>
    internal static string WithHeaders(int count) =>
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + string.Concat(Enumerable.Range(1, count - 1).Select(i => $"X-{i}: y\r\n")) + "\r\n";

    /// <summary>A head of so many bytes.</summary>
    internal static string OfLength(int bytes)
    {
        const string start = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ";
        const string end = "\r\n\r\n";
        return start + new string('y', bytes - start.Length - end.Length) + end;
    }

    private static RequestHead Parse(string head) => RequestHead.Parse(Encoding.Latin1.GetBytes(head));

    private static int StatusOf(string head) => Assert.Throws<RefusedException>(() => Parse(head))!.Status;
}
