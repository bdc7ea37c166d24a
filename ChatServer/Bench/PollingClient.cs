using System.Text;
using System.Text.Json.Nodes;

namespace ChatServer.Bench;

/// <summary>Polls once a second, or with a wait long-polls.</summary>
internal sealed class PollingClient(
    int port, string room, Traffic traffic, int waitSeconds, TimeProvider time)
    : BenchClient(port, room, traffic)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ListenAsync(Action ready, CancellationToken cancellationToken)
    {
        // Not all in the same moment of each second.
        if (waitSeconds == 0)
        {
            await Task.Delay(Interval * Random.Shared.NextDouble(), time, cancellationToken)
                .ConfigureAwait(false);
        }
        var head = 0L;
        var isReady = false;
        while (true)
        {
            var page = await PollAsync(head, isReady ? waitSeconds : 0, cancellationToken)
                .ConfigureAwait(false);
            head = (long)page["head"]!;
            if (!isReady) ready();
            isReady = true;
            if (waitSeconds == 0) await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<JsonNode> PollAsync(long after, int wait, CancellationToken cancellationToken)
    {
        await using var stream = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        var target = $"/api/rooms/{Room}/messages?after={after}&limit=200"
            + (wait > 0 ? $"&wait={wait}" : "");
        await RequestAsync(stream, target, "", cancellationToken).ConfigureAwait(false);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        var body = answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        Note(body);
        return JsonNode.Parse(body)!;
    }
}
