using System.Net.WebSockets;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Conformance;

/// <summary>What groups 9 and 10 of the Autobahn test suite check, and the bounds of this server: large messages.</summary>
[NonParallelizable] // It measures the memory of the process.
public sealed class SizeTests : EchoTests
{
    /// <summary>Longest frame on <c>/ws</c>: 4 × the longest text.</summary>
    private const int ChatFrameBytes = 4 * 16 * 1024;

    /// <summary>What the server may hold on to while it is sent far too much.</summary>
    private const long MemoryBytes = 8 << 20;

    // 9: large messages

    [Test]
    public async Task Echo_streams_16_mib_in_one_frame([Values(Opcode.Text, Opcode.Binary)] Opcode opcode)
    {
        await using var peer = await OpenAsync();
        var payload = Payload(16 << 20, opcode);
        var sending = peer.SendAsync(WireFrame.Masked(opcode, payload));

        var echoed = 0;
        WireFrame frame;
        do
        {
            frame = (await peer.ReadFrameAsync())!;
            Assert.That(frame.Payload.AsSpan().SequenceEqual(payload.AsSpan(echoed, frame.Payload.Length)), $"at {echoed}");
            echoed += frame.Payload.Length;
        }
        while (!frame.IsFinal);
        await sending;
        Assert.That(echoed, Is.EqualTo(payload.Length));
    }

    [Test]
    public async Task Echo_streams_a_mib_in_fragments_of_64_bytes()
    {
        await using var peer = await OpenAsync();
        var payload = Payload(1 << 20, Opcode.Binary);
        var fragments = payload.Chunk(64).SelectMany((part, i) => WireFrame.Begun(i == 0 ? Opcode.Binary : Opcode.Continuation, part));
        byte[] frames = [.. fragments, .. WireFrame.Masked(Opcode.Continuation, "")];
        var sending = peer.SendAsync(frames);

        Assert.That((await peer.ReadMessageAsync()).Payload.AsSpan().SequenceEqual(payload));
        await sending;
    }

    [Test]
    public async Task The_longest_frame_on_ws_is_read_and_one_byte_more_is_closed_with_1009()
    {
        await using var peer = await OpenAsync("/ws");
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, new string(' ', ChatFrameBytes)));
        Assert.That((await peer.ReadMessageAsync()).Text, Does.Contain("bad_message"));

        await peer.SendAsync(WireFrame.Masked(Opcode.Text, new string(' ', ChatFrameBytes + 1)));
        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1009));
    }

    [Test]
    public async Task A_huge_length_alone_takes_no_memory_and_what_follows_is_closed_with_1009()
    {
        const int peers = 20;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var all = new List<RawPeer>();
        for (var i = 0; i < peers; i++) all.Add(await OpenAsync("/ws"));
        foreach (var peer in all)
        {
            byte[] start = [.. WireFrame.Masked(Opcode.Ping, "before"), .. WireFrame.MaskedHeader(0x81, 1UL << 40), 0, 0, 0, 0, (byte)'{'];
            await peer.SendAsync(start);
            Assert.That((await peer.ReadFrameAsync())!.Opcode, Is.EqualTo(Opcode.Pong));
        }
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(MemoryBytes));

        foreach (var peer in all)
        {
            // The buffer doubles and is filled before it is looked at.
            await peer.TrySendAsync(Enumerable.Repeat((byte)' ', 2 * ChatFrameBytes).ToArray());
            Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1009));
            await peer.DisposeAsync();
        }
    }

    [Test]
    public async Task Many_fragments_over_the_bound_are_closed_with_1009()
    {
        await using var peer = await OpenAsync("/ws");
        await peer.SendAsync(WireFrame.Begun(Opcode.Text, "{"u8));
        var fragment = WireFrame.Masked((byte)Opcode.Continuation, new byte[1000]);
        for (var i = 0; i <= ChatFrameBytes / 1000; i++) await peer.TrySendAsync(fragment);

        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1009));
    }

    [Test]
    public async Task Empty_fragments_without_end_take_no_memory()
    {
        await using var peer = await OpenAsync("/ws");
        await peer.SendAsync(WireFrame.Begun(Opcode.Text, "{"u8));
        var many = Enumerable.Repeat(WireFrame.Masked((byte)Opcode.Continuation, []), 10_000).SelectMany(frame => frame).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 20; i++) await peer.SendAsync(many);
        await peer.SendAsync(WireFrame.Masked(Opcode.Ping, "read"));

        Assert.That((await peer.ReadFrameAsync())!.Opcode, Is.EqualTo(Opcode.Pong));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(MemoryBytes));
    }

    // 10: a message in many small writes

    [Test]
    public async Task A_message_of_64_kib_in_writes_of_1300_bytes_comes_back()
    {
        await using var peer = await OpenAsync();
        var payload = Payload(65536, Opcode.Text);
        foreach (var part in WireFrame.Masked(Opcode.Text, payload).Chunk(1300)) await peer.SendAsync(part);

        Assert.That((await peer.ReadMessageAsync()).Payload.AsSpan().SequenceEqual(payload));
    }

    [Test]
    public async Task The_platforms_own_client_gets_its_messages_back_in_fragments_too()
    {
        await using var server = await TestServer.StartAsync();
        using var client = new ClientWebSocket();
        await client.ConnectAsync(server.WebSocketUri("/echo"), CancellationToken.None).WaitAsync(ChatPeer.Patience);
        var payload = Payload(200_000, Opcode.Binary);
        var sending = Task.Run(async () =>
        {
            foreach (var part in payload.Chunk(7_777))
                await client.SendAsync(part, WebSocketMessageType.Binary, endOfMessage: false, CancellationToken.None);
            await client.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        });

        var got = new List<byte>();
        var buffer = new byte[10_000];
        WebSocketReceiveResult part;
        do
        {
            part = await client.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(ChatPeer.Patience);
            got.AddRange(buffer.AsSpan(0, part.Count));
        }
        while (!part.EndOfMessage);
        await sending;
        Assert.That(got, Is.EqualTo(payload));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None).WaitAsync(ChatPeer.Patience);
        Assert.That(client.CloseStatus, Is.EqualTo(WebSocketCloseStatus.NormalClosure));
    }
}
