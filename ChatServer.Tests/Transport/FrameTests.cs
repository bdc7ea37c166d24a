using System.Buffers;
using System.Text;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

/// <summary>Frames as the server writes them (RFC 6455 section 5.2): the length in its shortest form.</summary>
public sealed class FrameTests
{
    [TestCase(0, "8100")]
    [TestCase(1, "8101")]
    [TestCase(125, "817D")]
    [TestCase(126, "817E007E")]
    [TestCase(127, "817E007F")]
    [TestCase(65535, "817EFFFF")]
    [TestCase(65536, "817F0000000000010000")]
    public void A_length_is_written_in_its_shortest_form(int length, string header)
    {
        var payload = Enumerable.Repeat((byte)'y', length).ToArray();
        var appended = new ArrayBufferWriter<byte>();
        Frame.AppendText(appended, payload);

        byte[] expected = [.. Convert.FromHexString(header), .. payload];
        Assert.That(Frame.Encode(Opcode.Text, payload), Is.EqualTo(expected));
        Assert.That(appended.WrittenSpan.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void A_frame_that_goes_on_lacks_the_fin_bit() =>
        Assert.That(Frame.Encode(Opcode.Continuation, "x"u8, isFinal: false), Is.EqualTo(Convert.FromHexString("000178")));

    [Test]
    public void A_close_frame_has_the_code_and_the_reason() =>
        Assert.That(Frame.Close(4001, "hi"), Is.EqualTo(Convert.FromHexString("88040FA16869")));

    [TestCase(123, 123)]
    [TestCase(124, 123)]
    public void A_long_reason_is_cut(int length, int kept) =>
        Assert.That(Frame.Close(1000, new string('y', length)), Has.Length.EqualTo(4 + kept));

    [Test]
    public void A_reason_is_cut_at_a_character()
    {
        var frame = Frame.Close(1000, "y" + string.Concat(Enumerable.Repeat("完", 50)));

        var reason = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(frame.AsSpan(4));
        Assert.That(reason, Is.EqualTo("y" + string.Concat(Enumerable.Repeat("完", 40))));
    }

    [Test]
    public void Close_frames_are_known_from_others()
    {
        Assert.That(Frame.IsClose(Frame.Close(1000, "")));
        Assert.That(Frame.IsClose(Frame.Ping.Span), Is.False);
        Assert.That(Frame.IsClose([]), Is.False);
    }
}
