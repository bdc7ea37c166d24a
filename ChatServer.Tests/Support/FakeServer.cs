using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace ChatServer.Tests.Support;

/// <summary>
/// Somebody else at the address of a server: gives each request the next answer, and the last one from then on. A connection is
/// held until the client ends it, so that an answer without a length goes on for ever.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly string[] _answers;

    public FakeServer(params string[] answers)
    {
        _answers = answers;
        _listener = new LoopbackListener(client => AnswerAsync(client.GetStream()));
    }

    public string Url => $"http://127.0.0.1:{_listener.Port}";

    /// <summary>The first lines of the requests.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>A JSON answer.</summary>
    public static string Json(string json, string status = "200 OK") =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}";

    /// <summary>The beginning of a stream of server-sent events, which goes on.</summary>
    public static string Stream(string lines) => $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n{lines}";

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync() is { } first)
            {
                var length = 0;
                while (await reader.ReadLineAsync() is { Length: > 0 } line)
                {
                    if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                        length = int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
                }
                if (length > 0) await reader.ReadBlockAsync(new char[length]); // ASCII, as tests ask
                _requests.Enqueue(first);
                var answer = _answers[Math.Min(_requests.Count, _answers.Length) - 1];
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The client, or the test, has ended.
        }
    }
}
