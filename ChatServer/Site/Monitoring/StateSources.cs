using ChatServer.Rooms;
using ChatServer.Site.Api;

namespace ChatServer.Site.Monitoring;

/// <summary>
/// Where the numbers of <see cref="StateMeters"/> come from; each is asked at every scrape.
/// </summary>
/// <param name="House">Rooms, people, refusals.</param>
/// <param name="Streams">Streams of server-sent events.</param>
public sealed record StateSources(House House, OpenStreams Streams)
{
    /// <summary>Connections open now, of every kind.</summary>
    public required Func<int> Connections { get; init; }

    /// <summary>WebSockets open now.</summary>
    public required Func<int> WebSockets { get; init; }

    /// <summary>Bytes that wait for WebSockets which read slowly.</summary>
    public required Func<long> WebSocketBytes { get; init; }

    /// <summary>Bytes that files of messages take.</summary>
    public required Func<long> FileBytes { get; init; }

    /// <summary>WebSockets closed with 4001 since the start.</summary>
    public required Func<long> SlowWebSockets { get; init; }
}
