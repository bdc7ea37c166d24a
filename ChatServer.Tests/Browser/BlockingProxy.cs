using System.Net.Sockets;
using System.Text;

namespace ChatServer.Tests.Browser;

/// <summary>
/// A proxy as some networks have them: it lets no WebSocket through, and perhaps gathers what is streamed until its end,
/// which never comes.
/// </summary>
/// <param name="port">Where the server listens.</param>
/// <param name="refusesUpgrades">Whether an upgrade is refused; else it is left without an answer.</param>
/// <param name="holdsStreams">Whether nothing of a stream goes through.</param>
internal sealed class BlockingProxy(int port, bool refusesUpgrades, bool holdsStreams) : TestProxy(port)
{
    private int _upgrades;
    private int _streams;
    private int _polls;

    /// <summary>How often a page wanted a WebSocket, a stream, or a poll.</summary>
    public (int Upgrades, int Streams, int Polls) Seen => (Volatile.Read(ref _upgrades), Volatile.Read(ref _streams), Volatile.Read(ref _polls));

    protected override async Task ServeAsync(NetworkStream page)
    {
        var buffer = new byte[64 * 1024];
        var length = await page.ReadAsync(buffer, Ending);
        var head = Encoding.Latin1.GetString(buffer, 0, length);
        if (head.Contains("Upgrade: websocket", StringComparison.OrdinalIgnoreCase))
        {
            Interlocked.Increment(ref _upgrades);
            if (refusesUpgrades) await page.WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), Ending);
            else await page.CopyToAsync(Stream.Null, Ending);
            return;
        }
        var isStream = head.StartsWith("GET /api/connections/stream ", StringComparison.Ordinal);
        if (isStream) Interlocked.Increment(ref _streams);
        else if (head.StartsWith("GET /api/connections/", StringComparison.Ordinal)) Interlocked.Increment(ref _polls);
        using var client = await ConnectAsync();
        var server = client.GetStream();
        await server.WriteAsync(buffer.AsMemory(0, length), Ending);
        var up = UntilHungUpAsync(page.CopyToAsync(server, Ending));
        await (isStream && holdsStreams ? up : Task.WhenAny(up, UntilHungUpAsync(server.CopyToAsync(page, Ending))));
    }
}
