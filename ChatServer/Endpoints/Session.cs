using System.Net;
using System.Text;
using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Endpoints;

/// <summary>
/// One WebSocket as an endpoint sees it: a bounded inbox, and sending. While the inbox is full the socket
/// isn't read: TCP pushes back, and memory stays flat. One endpoint reads; any thread may send and close.
/// </summary>
public sealed class Session : IOutlet
{
    /// <summary>Messages that wait for the endpoint before the socket isn't read any more.</summary>
    public const int InboxMessages = 64;

    /// <summary>Bytes of them: two of the longest messages, unless --max-message says otherwise.</summary>
    public const int InboxBytes = 128 * 1024;

    private readonly IMessageConnection _connection;
    private readonly Inbox _inbox = new(InboxMessages, InboxBytes);
    private readonly IReadOnlyDictionary<string, string> _values;
    private readonly string _query;

    internal Session(IMessageConnection connection, IReadOnlyDictionary<string, string> values, string query)
    {
        _connection = connection;
        _values = values;
        _query = query;
    }

    public IPAddress Remote => _connection.Remote;

    /// <summary>Messages that have come and wait (dwebsocket's <c>count_messages</c>).</summary>
    public int Count => _inbox.Count;

    /// <summary>Whether a message waits (dwebsocket's <c>has_messages</c>).</summary>
    public bool HasMessages => Count > 0;

    /// <summary>A variable segment of the path, such as <c>room</c> of <c>/rooms/{room}</c>.</summary>
    public string PathValue(string name) => _values[name];

    /// <summary>
    /// A field of the query string; <c>null</c> if it isn't there, or isn't percent-encoded UTF-8.
    /// </summary>
    public string? QueryValue(string name) => PercentEncoding.DecodeQuery(_query)?.GetValueOrDefault(name);

    /// <summary>Waits for a message (dwebsocket's <c>wait</c>).</summary>
    /// <returns>The message; <c>null</c> when the connection has ended.</returns>
    public ValueTask<WebSocketMessage?> WaitAsync() => _inbox.WaitAsync();

    /// <summary>Takes a message if one waits (dwebsocket's <c>read</c>).</summary>
    public bool TryRead(out WebSocketMessage message) => _inbox.TryRead(out message);

    /// <summary>
    /// All messages as they come, until the connection ends (iterating dwebsocket's
    /// <c>request.websocket</c>).
    /// </summary>
    public async IAsyncEnumerable<WebSocketMessage> Messages()
    {
        while (await WaitAsync().ConfigureAwait(false) is { } message) yield return message;
    }

    /// <summary>Sends a text message (dwebsocket's <c>send</c>).</summary>
    /// <returns>Completes at once, but while the peer has much of what it asked for still to read.</returns>
    public ValueTask SendAsync(string text) =>
        SendAsync(Frame.Encode(Opcode.Text, Encoding.UTF8.GetBytes(text)));

    /// <summary>Sends a frame.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => _connection.SendAsync(bytes);

    /// <summary>Sends frames that many get. A peer that is too slow for them is closed with 4001.</summary>
    public void Broadcast(ReadOnlyMemory<byte> bytes) => _connection.Broadcast(bytes);

    /// <summary>
    /// Begins to close (dwebsocket's <c>close</c>). What waits in the inbox can still be read.
    /// </summary>
    /// <param name="code">One of <see cref="Protocol.CloseCode"/>.</param>
    /// <param name="reason">For people; at most 123 bytes of it travel.</param>
    public void Close(int code, string reason) => _connection.Close(code, reason);

    /// <summary>Whether the peer is being closed because it read too slowly.</summary>
    internal bool IsTooSlow => _connection.IsTooSlow;

    /// <summary>Bytes that wait for the peer now.</summary>
    internal int WaitingBytes => _connection.WaitingBytes;

    /// <summary>Drops the connection.</summary>
    internal void Abort() => _connection.Abort();

    /// <summary>Fills the inbox until the connection ends.</summary>
    internal async Task ReadAsync()
    {
        while (await _connection.ReceiveAsync().ConfigureAwait(false) is { } message)
            await _inbox.PutAsync(message).ConfigureAwait(false);
        _inbox.Complete();
    }

    /// <summary>
    /// Ends the session after the endpoint: says goodbye, waits for the peer's within a bound, and drops the
    /// connection.
    /// </summary>
    internal async Task EndAsync(Task reading, int code, string reason, TimeProvider time)
    {
        _inbox.Complete();
        _connection.Close(code, reason);
        using var timeout = new CancellationTokenSource(WebSocketConnection.CloseTimeout, time);
        try
        {
            await reading.WaitAsync(timeout.Token).ConfigureAwait(false);
            await _connection.LingerAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (ConnectionLost.Is(e))
        {
            // The peer had its chance, or is gone.
            _connection.Abort();
        }
        await reading.ConfigureAwait(false);
        _connection.Dispose();
    }
}
