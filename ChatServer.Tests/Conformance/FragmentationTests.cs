using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Conformance;

/// <summary>What group 5 of the Autobahn test suite checks: fragmentation (RFC 6455 section 5.4).</summary>
public sealed class FragmentationTests : EchoTests
{
    private static readonly byte[] More = WireFrame.Masked((byte)Opcode.Continuation, "b"u8);
    private static readonly byte[] Last = WireFrame.Masked(Opcode.Continuation, "c");

    [Test]
    public async Task Fragments_come_back_as_one_message([Values(Opcode.Text, Opcode.Binary)] Opcode opcode)
    {
        await using var peer = await OpenAsync();
        byte[] frames = [.. WireFrame.Begun(opcode, "a"u8), .. More, .. More, .. Last];
        await peer.SendAsync(frames);

        var echo = await peer.ReadMessageAsync();
        Assert.That((echo.Opcode, echo.Text), Is.EqualTo((opcode, "abbc")));
        await ExpectAliveAsync(peer);
    }

    [Test]
    public async Task Empty_fragments_are_fragments()
    {
        await using var peer = await OpenAsync();
        byte[] frames =
        [
            .. WireFrame.Begun(Opcode.Text, []), .. WireFrame.Masked((byte)Opcode.Continuation, []), .. More,
            .. WireFrame.Masked((byte)Opcode.Continuation, []), .. WireFrame.Masked(Opcode.Continuation, ""),
        ];
        await peer.SendAsync(frames);

        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo("b"));
        await ExpectAliveAsync(peer);
    }

    [Test]
    public async Task A_ping_between_two_fragments_is_answered_and_the_message_stays_whole()
    {
        await using var peer = await OpenAsync();
        byte[] begun = [.. WireFrame.Begun(Opcode.Text, "a"u8), .. More, .. WireFrame.Masked(Opcode.Ping, "between")];
        await peer.SendAsync(begun);
        var message = "";
        WireFrame frame;
        while ((frame = (await peer.ReadFrameAsync())!).Opcode != Opcode.Pong) message += frame.Text;
        Assert.That(frame.Text, Is.EqualTo("between"), "the pong comes before the message ends");

        await peer.SendAsync(Last);
        do
        {
            frame = (await peer.ReadFrameAsync())!;
            message += frame.Text;
        }
        while (!frame.IsFinal);
        Assert.That(message, Is.EqualTo("abc"));
    }

    [Test]
    public async Task A_pong_between_two_fragments_is_ignored()
    {
        await using var peer = await OpenAsync();
        byte[] frames = [.. WireFrame.Begun(Opcode.Text, "a"u8), .. WireFrame.Masked(Opcode.Pong, "x"), .. Last];
        await peer.SendAsync(frames);

        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo("ac"));
    }

    [Test]
    public async Task A_close_between_two_fragments_is_answered()
    {
        await using var peer = await OpenAsync();
        byte[] frames = [.. WireFrame.Begun(Opcode.Text, "a"u8), .. WireFrame.MaskedClose(1000)];
        await peer.SendAsync(frames);

        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1000));
    }

    [Test]
    public Task A_fragmented_control_frame_is_closed_with_1002([Values(Opcode.Ping, Opcode.Pong, Opcode.Close)] Opcode opcode) =>
        ExpectCloseAsync(1002, WireFrame.Begun(opcode, []), WireFrame.Masked(Opcode.Continuation, ""));

    [Test]
    public Task A_continuation_without_a_start_is_closed_with_1002([Values] bool isFinal) =>
        ExpectCloseAsync(1002, isFinal ? Last : More);

    [Test]
    public Task A_new_message_within_another_is_closed_with_1002([Values(Opcode.Text, Opcode.Binary)] Opcode opcode) =>
        ExpectCloseAsync(1002, WireFrame.Begun(Opcode.Text, "a"u8), More, WireFrame.Masked(opcode, "d"));

    [Test]
    public async Task A_second_continuation_after_the_end_is_closed_with_1002()
    {
        await using var peer = await OpenAsync();
        byte[] frames = [.. WireFrame.Begun(Opcode.Text, "a"u8), .. Last];
        await peer.SendAsync(frames);
        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo("ac"));

        await peer.SendAsync(Last);
        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1002));
    }
}
