using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ChatServer.Transport;

namespace ChatServer.Tests.Support;

/// <summary>A peer that sends any bytes, right or wrong, and reads HTTP answers and frames.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    /// <summary>The key of RFC 6455 section 1.3.</summary>
    public const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private ReadOnlyMemory<byte> _unread;

    public Socket Socket => _socket;

    public static async Task<RawPeer> ConnectAsync(int port, int? receiveBufferBytes = null)
    {
        var peer = new RawPeer();
        // Must stand before the connection does: the window is agreed on then.
        if (receiveBufferBytes is { } bytes) peer._socket.ReceiveBufferSize = bytes;
        await peer._socket.ConnectAsync(IPAddress.Loopback, port).WaitAsync(ChatPeer.Patience);
        return peer;
    }

    /// <summary>Opens a WebSocket.</summary>
    public static async Task<RawPeer> UpgradeAsync(int port, string path = "/echo", int? receiveBufferBytes = null)
    {
        var peer = await ConnectAsync(port, receiveBufferBytes);
        await peer.SendAsync(Upgrade(path));
        Assert.That((await peer.ReadAnswerAsync()).Status, Is.EqualTo(101));
        return peer;
    }

    /// <summary>The head of a good handshake, with further header lines, each ended by CR LF.</summary>
    public static string Upgrade(string path, string more = "") =>
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Key}\r\n{more}\r\n";

    /// <summary>One request on a connection of its own, and the answer.</summary>
    public static async Task<HttpAnswer> AskAsync(int port, string request)
    {
        await using var peer = await ConnectAsync(port);
        await peer.SendAsync(request);
        return await peer.ReadAnswerAsync();
    }

    public Task SendAsync(string latin1) => SendAsync(Encoding.Latin1.GetBytes(latin1));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await _socket.SendAsync(bytes).AsTask().WaitAsync(ChatPeer.Patience)..];
    }

    /// <summary>Sends; a server that hangs up meanwhile is no fault of the test.</summary>
    public async Task TrySendAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await SendAsync(bytes);
        }
        catch (SocketException)
        {
            // The server has hung up.
        }
    }

    /// <summary>The next answer; its body is as long as its head says.</summary>
    public async Task<HttpAnswer> ReadAnswerAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head.Append((char)(await ReadAsync(1) ?? throw new AssertionException($"the connection ended after «{head}»"))[0]);
        var answer = HttpAnswer.Parse(head.ToString(), "");
        if (!answer.Headers.TryGetValue("Content-Length", out var length)) return answer;
        var body = await ReadAsync(int.Parse(length, System.Globalization.CultureInfo.InvariantCulture));
        return answer with { Body = Encoding.UTF8.GetString(body ?? throw new AssertionException("the body is too short")) };
    }

    /// <summary>The next frame; <c>null</c> if the connection ends instead. Fails on what a server must not send.</summary>
    public async Task<WireFrame?> ReadFrameAsync()
    {
        if (await ReadAsync(2) is not [var first, var second]) return null;
        Assert.That(first & 0x70, Is.Zero, "reserved bits of a server's frame");
        Assert.That(second & 0x80, Is.Zero, "the mask bit of a server's frame");
        long length = second & 0x7F;
        if (length == 126) length = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2));
        else if (length == 127) length = (long)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8));
        return await ReadAsync((int)length) is { } payload ? new WireFrame(first, payload) : null;
    }

    /// <summary>The next message, put together of its frames; control frames in between are passed over.</summary>
    public async Task<WireFrame> ReadMessageAsync()
    {
        WireFrame? first = null;
        var payload = new List<byte>();
        while (await ReadFrameAsync() is { } frame)
        {
            if (frame.Opcode >= Opcode.Close) continue;
            Assert.That(frame.Opcode == Opcode.Continuation, Is.EqualTo(first is not null), "a continuation goes on with a message");
            first ??= frame;
            payload.AddRange(frame.Payload);
            if (frame.IsFinal) return first with { Payload = [.. payload] };
        }
        throw new AssertionException("the connection ended within a message");
    }

    /// <summary>The code of the close frame, after which nothing may come but the end; what comes before is passed over.</summary>
    public async Task<int?> ExpectCloseAsync()
    {
        while (await ReadFrameAsync() is { } frame)
        {
            if (frame.Opcode != Opcode.Close) continue;
            _socket.Shutdown(SocketShutdown.Send);
            Assert.That(await ReadAsync(1), Is.Null, "nothing comes after a close frame");
            return frame.CloseCode;
        }
        throw new AssertionException("the connection ended without a close frame");
    }

    /// <summary>Everything until the end of the connection.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        var bytes = new List<byte>();
        while (!_unread.IsEmpty || await FillAsync())
        {
            bytes.AddRange(_unread.Span);
            _unread = default;
        }
        return [.. bytes];
    }

    /// <summary>Says that nothing more will be sent; a server that has hung up needn't be told.</summary>
    public void TryShutdownSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server has hung up.
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    // So many bytes; null if the connection ends before.
    private async Task<byte[]?> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var length = 0; length < count;)
        {
            if (_unread.IsEmpty && !await FillAsync()) return null;
            var part = _unread[..Math.Min(_unread.Length, count - length)];
            part.CopyTo(bytes.AsMemory(length));
            _unread = _unread[part.Length..];
            length += part.Length;
        }
        return bytes;
    }

    private async Task<bool> FillAsync()
    {
        try
        {
            _unread = _buffer.AsMemory(0, await _socket.ReceiveAsync(_buffer).WaitAsync(ChatPeer.Patience));
            return !_unread.IsEmpty;
        }
        catch (SocketException)
        {
            return false; // reset
        }
    }
}
