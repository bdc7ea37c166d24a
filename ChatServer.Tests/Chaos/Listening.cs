using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace ChatServer.Tests.Chaos;

/// <summary>Somebody who follows the lobby by one technique, and comes back by themselves.</summary>
internal abstract class Listening
{
    /// <summary>Pause before coming back; real clients take longer, and spread it.</summary>
    public static readonly TimeSpan BackOff = TimeSpan.FromMilliseconds(50);

    private int _total;

    /// <summary>The numbers that came, in order.</summary>
    public List<long> Seqs { get; } = [];

    /// <summary>What broke a promise.</summary>
    public ConcurrentQueue<string> Violations { get; } = [];

    /// <summary>How often it came back.</summary>
    public int Returns { get; private set; }

    protected long Last => Seqs.Count == 0 ? 0 : Seqs[^1];

    protected string? Epoch { get; set; }

    protected bool IsDone => Seqs.Count >= _total || !Violations.IsEmpty;

    public async Task RunAsync(int total)
    {
        _total = total;
        while (!IsDone)
        {
            try
            {
                await ListenAsync();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or WebSocketException or AssertionException or InvalidOperationException)
            {
                // The server was killed, or is away.
                Returns++;
                await Task.Delay(BackOff, TimeProvider.System);
            }
        }
    }

    /// <summary>Listens until it is done, or something fails.</summary>
    protected abstract Task ListenAsync();

    protected void Take(JsonNode e)
    {
        var seq = (long)e["seq"]!;
        if (seq != Last + 1) Violations.Enqueue($"{seq} after {Last}");
        Seqs.Add(seq);
    }
}
