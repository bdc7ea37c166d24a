using System.Text;

namespace ChatServer.Bench;

/// <summary>Server-sent events.</summary>
internal sealed class StreamingClient(int port, string room, Traffic traffic)
    : BenchClient(port, room, traffic)
{
    protected override async Task ListenAsync(Action ready, CancellationToken cancellationToken)
    {
        await using var stream = await ConnectAsync(cancellationToken).ConfigureAwait(false);
        const string headers = "Accept: text/event-stream\r\n";
        await RequestAsync(stream, $"/api/rooms/{Room}/events", headers, cancellationToken)
            .ConfigureAwait(false);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line == "event: joined") ready();
            else Note(line);
        }
    }
}
