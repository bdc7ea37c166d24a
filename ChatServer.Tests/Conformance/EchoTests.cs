using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Conformance;

/// <summary>A server and one raw peer on <c>/echo</c>: what conformance is tested on.</summary>
public abstract class EchoTests
{
    private TestServer _server = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => _server = await TestServer.StartAsync();

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Assert.That(_server.Errors, Is.Empty);
        await _server.DisposeAsync();
    }

    /// <summary>Opens a connection.</summary>
    private protected Task<RawPeer> OpenAsync(string path = "/echo") => RawPeer.UpgradeAsync(_server.Port, path);

    /// <summary>Sends bytes on a connection of their own, and expects to be closed with that code, and no message before.</summary>
    private protected async Task ExpectCloseAsync(int code, params byte[][] frames)
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(frames.SelectMany(frame => frame).ToArray());
        var frame = await peer.ReadFrameAsync();
        // Parts of a message may have been sent back before the fault in it came.
        while (frame is { IsFinal: false }) frame = await peer.ReadFrameAsync();
        Assert.That(frame?.Opcode, Is.EqualTo(Opcode.Close), "a close frame comes");
        Assert.That(frame!.CloseCode, Is.EqualTo(code));
        peer.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.That(await peer.ReadFrameAsync(), Is.Null, "nothing comes after it");
    }

    /// <summary>Expects that a text sent now comes back next, so that the connection works and nothing else was sent.</summary>
    private protected static async Task ExpectAliveAsync(RawPeer peer)
    {
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, "still there?"));
        var echo = await peer.ReadFrameAsync();
        Assert.That((echo?.Opcode, echo?.Text), Is.EqualTo((Opcode.Text, "still there?")));
    }

    /// <summary>Bytes that differ from their neighbours, so that a shift shows.</summary>
    private protected static byte[] Payload(int length, Opcode opcode) =>
        [.. Enumerable.Range(0, length).Select(i => (byte)(opcode == Opcode.Text ? ' ' + (i % 95) : i * 7))];
}
