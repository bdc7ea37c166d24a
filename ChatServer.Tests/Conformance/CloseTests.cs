using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Conformance;

/// <summary>What group 7 of the Autobahn test suite checks: closing (RFC 6455 sections 5.5.1 and 7).</summary>
public sealed class CloseTests : EchoTests
{
    [Test]
    public async Task A_close_is_answered_with_a_close_of_the_same_code(
        [Values(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)] int code)
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(WireFrame.MaskedClose(code, "bye"));

        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(code));
    }

    [Test]
    public async Task A_close_without_a_code_is_answered_with_1000()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(WireFrame.Masked(Opcode.Close, ""));

        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1000));
    }

    [Test]
    public async Task A_close_with_the_longest_reason_is_answered()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(WireFrame.MaskedClose(1000, new string('y', 123)));

        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1000));
    }

    [Test]
    public Task A_close_of_126_bytes_is_closed_with_1002() => ExpectCloseAsync(1002, WireFrame.MaskedClose(1000, new string('y', 124)));

    [Test]
    public Task A_close_of_one_byte_is_closed_with_1002() => ExpectCloseAsync(1002, WireFrame.Masked(Opcode.Close, [3]));

    [Test]
    public Task A_code_that_may_not_travel_is_closed_with_1002(
        [Values(0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65535)] int code) =>
        ExpectCloseAsync(1002, WireFrame.MaskedClose(code));

    [Test]
    public async Task A_reason_that_is_not_utf8_is_closed_with_1002_or_1007()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(WireFrame.Masked(Opcode.Close, [0x03, 0xE8, 0xCE, 0xBA, 0xE1, 0xBD]));

        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1007).Or.EqualTo(1002));
    }

    [Test]
    public async Task What_comes_after_a_close_is_not_answered()
    {
        await using var peer = await OpenAsync();
        byte[] frames =
        [
            .. WireFrame.MaskedClose(1000), .. WireFrame.Masked(Opcode.Ping, "after"),
            .. WireFrame.Masked(Opcode.Text, "after"), .. WireFrame.MaskedClose(1001),
        ];
        await peer.SendAsync(frames);

        var first = await peer.ReadFrameAsync();
        Assert.That((first?.Opcode, first?.CloseCode), Is.EqualTo((Opcode.Close, 1000)));
        Assert.That(await peer.ReadFrameAsync(), Is.Null);
    }

    [Test]
    public async Task The_server_hangs_up_after_the_closes_without_waiting_for_the_peer()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(WireFrame.MaskedClose(1000));

        Assert.That((await peer.ReadFrameAsync())!.Opcode, Is.EqualTo(Opcode.Close));
        Assert.That(await peer.ReadFrameAsync(), Is.Null);
    }
}
