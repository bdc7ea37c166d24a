using System.Net;

namespace ChatServer.Transport;

/// <summary>
/// A connection over which messages travel both ways: a WebSocket, or what stands in for it over plain HTTP.
/// One reader; any thread may send and close. What is sent is frames as a server writes them, whatever
/// carries them.
/// </summary>
public interface IMessageConnection : IDisposable
{
    IPAddress Remote { get; }

    /// <summary>Whether the client read too slowly, and was closed for it.</summary>
    bool IsTooSlow { get; }

    /// <summary>Bytes that wait for the client now.</summary>
    int WaitingBytes { get; }

    /// <summary>Waits for a message.</summary>
    /// <returns>The message; <c>null</c> at the end, however it came.</returns>
    ValueTask<WebSocketMessage?> ReceiveAsync();

    /// <summary>
    /// Sends frames that many get. Never waits; who is too slow for it is closed with 4001.
    /// </summary>
    /// <returns>False if this took the client over the bound: it is being closed.</returns>
    bool Broadcast(ReadOnlyMemory<byte> frames);

    /// <summary>Sends a frame that the client asked for.</summary>
    /// <returns>Completes when the next one is welcome.</returns>
    ValueTask SendAsync(ReadOnlyMemory<byte> frame);

    /// <summary>Begins to close.</summary>
    void Close(int code, string reason);

    /// <summary>Lets the last bytes out.</summary>
    Task LingerAsync(CancellationToken cancellationToken);

    /// <summary>Drops the connection; the reader ends.</summary>
    void Abort();
}
