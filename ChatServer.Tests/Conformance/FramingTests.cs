using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Conformance;

/// <summary>What groups 1–4 of the Autobahn test suite check: framing, pings and pongs, reserved bits, opcodes (RFC 6455 section 5).</summary>
public sealed class FramingTests : EchoTests
{
    private static readonly int[] Lengths = [0, 1, 124, 125, 126, 127, 128, 4095, 4096, 4097, 65534, 65535, 65536, 65537];

    // 1: framing

    [Test]
    public async Task Every_length_comes_back_as_it_was([Values(Opcode.Text, Opcode.Binary)] Opcode opcode)
    {
        await using var peer = await OpenAsync();
        foreach (var length in Lengths)
        {
            var payload = Payload(length, opcode);
            await peer.SendAsync(WireFrame.Masked(opcode, payload));

            var echo = await peer.ReadMessageAsync();
            Assert.That(echo.Opcode, Is.EqualTo(opcode), $"{length} bytes");
            Assert.That(echo.Payload.AsSpan().SequenceEqual(payload), $"{length} bytes come back");
        }
    }

    [TestCase(126)]
    [TestCase(300)]
    public async Task A_frame_split_anywhere_is_read_whole(int length)
    {
        await using var peer = await OpenAsync();
        var payload = Payload(length, Opcode.Binary);
        var frame = WireFrame.Masked(Opcode.Binary, payload);
        for (var split = 1; split < frame.Length; split++)
        {
            await peer.SendAsync(frame.AsMemory(0, split));
            await peer.SendAsync(frame.AsMemory(split));
            Assert.That((await peer.ReadMessageAsync()).Payload, Is.EqualTo(payload), $"split at {split}");
        }
    }

    [Test]
    public async Task A_frame_that_comes_byte_by_byte_is_read_whole()
    {
        await using var peer = await OpenAsync();
        foreach (var b in WireFrame.Masked(Opcode.Text, "下载完成")) await peer.SendAsync(new[] { b });

        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo("下载完成"));
    }

    [Test]
    public async Task Many_frames_in_one_write_come_back_in_order()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(Enumerable.Range(0, 500).SelectMany(i => WireFrame.Masked(Opcode.Text, $"{i}")).ToArray());

        for (var i = 0; i < 500; i++) Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo($"{i}"));
    }

    [Test]
    public Task A_frame_without_a_mask_is_closed_with_1002() => ExpectCloseAsync(1002, Frame.Encode(Opcode.Text, "hello"u8));

    [Test]
    public Task A_length_with_its_highest_bit_set_is_closed_with_1002() =>
        ExpectCloseAsync(1002, [.. WireFrame.MaskedHeader(0x82, 1UL << 63), 1, 2, 3, 4]);

    // 2: pings and pongs

    [Test]
    public async Task A_ping_is_answered_with_its_payload()
    {
        await using var peer = await OpenAsync();
        foreach (var length in (int[])[0, 1, 8, 124, 125])
        {
            var payload = Payload(length, Opcode.Binary);
            await peer.SendAsync(WireFrame.Masked(Opcode.Ping, payload));

            var pong = await peer.ReadFrameAsync();
            Assert.That(pong!.FirstByte, Is.EqualTo(WireFrame.Fin | (byte)Opcode.Pong));
            Assert.That(pong.Payload, Is.EqualTo(payload));
        }
    }

    [Test]
    public Task A_ping_of_126_bytes_is_closed_with_1002() => ExpectCloseAsync(1002, WireFrame.Masked(Opcode.Ping, new byte[126]));

    [Test]
    public async Task A_pong_that_nobody_asked_for_is_ignored()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(WireFrame.Masked(Opcode.Pong, ""));
        await peer.SendAsync(WireFrame.Masked(Opcode.Pong, "unasked"));

        await ExpectAliveAsync(peer);
    }

    [Test]
    public async Task Ten_pings_in_one_write_get_ten_pongs_in_order()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(Enumerable.Range(0, 10).SelectMany(i => WireFrame.Masked(Opcode.Ping, $"{i}")).ToArray());

        for (var i = 0; i < 10; i++) Assert.That((await peer.ReadFrameAsync())!.Text, Is.EqualTo($"{i}"));
    }

    // 3: reserved bits

    [Test]
    public Task A_reserved_bit_is_closed_with_1002(
        [Values(0x10, 0x20, 0x40, 0x70)] int bits, [Values(Opcode.Text, Opcode.Binary, Opcode.Ping, Opcode.Close)] Opcode opcode) =>
        ExpectCloseAsync(1002, WireFrame.Masked((byte)(WireFrame.Fin | bits | (byte)opcode), []));

    // 4: opcodes

    [Test]
    public Task A_reserved_opcode_is_closed_with_1002([Values(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)] int opcode, [Values(0, 5)] int length) =>
        ExpectCloseAsync(1002, WireFrame.Masked((byte)(WireFrame.Fin | opcode), new byte[length]));

    [Test]
    public async Task What_comes_after_a_wrong_frame_is_not_answered()
    {
        await using var peer = await OpenAsync();
        await ExpectAliveAsync(peer);
        byte[] both = [.. WireFrame.Masked(WireFrame.Fin | 3, []), .. WireFrame.Masked(Opcode.Text, "late")];
        await peer.SendAsync(both);

        var close = await peer.ReadFrameAsync();
        Assert.That((close?.Opcode, close?.CloseCode), Is.EqualTo((Opcode.Close, 1002)));
        peer.TryShutdownSend();
        Assert.That(await peer.ReadFrameAsync(), Is.Null);
    }
}
