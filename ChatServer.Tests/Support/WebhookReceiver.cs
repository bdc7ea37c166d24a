using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace ChatServer.Tests.Support;

/// <summary>
/// What a webhook posts to: a small HTTP server of its own on loopback, one request a connection. A test takes what has
/// come and says what is answered.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Channel<ReceivedDelivery> _received = Channel.CreateUnbounded<ReceivedDelivery>();

    public WebhookReceiver()
    {
        _listener = new LoopbackListener(ReadAsync);
    }

    public int Port => _listener.Port;

    public string Url => $"http://127.0.0.1:{Port}/hooks/path-that-is-secret?token=query-that-is-secret";

    /// <summary>How many requests have come.</summary>
    public int Count { get; private set; }

    /// <summary>The next request that has come, or comes.</summary>
    public Task<ReceivedDelivery> NextAsync() => _received.Reader.ReadAsync().AsTask().WaitAsync(ChatPeer.Patience);

    /// <summary>The next request, answered with 204.</summary>
    public async Task<ReceivedDelivery> TakeAsync()
    {
        var next = await NextAsync();
        await next.AnswerAsync(204);
        return next;
    }

    /// <summary>The texts of the next requests, each answered with 204.</summary>
    public async Task<List<string>> TakeTextsAsync(int count)
    {
        var texts = new List<string>();
        while (texts.Count < count) texts.Add((await TakeAsync()).Text);
        return texts;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ReadAsync(TcpClient client)
    {
        try
        {
            var stream = client.GetStream();
            var head = await ReadHeadAsync(stream);
            var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            var headers = lines.Skip(1).Select(line => line.Split(": ", 2))
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
            var body = new byte[int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body);
            Count++;
            _received.Writer.TryWrite(new ReceivedDelivery(lines[0], headers, body, client));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The server broke off.
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one);
            head.Add(one[0]);
        }
        return Encoding.Latin1.GetString([.. head]);
    }
}
