using System.Text;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Conformance;

/// <summary>What group 6 of the Autobahn test suite checks: text is UTF-8 (RFC 6455 section 8.1, RFC 3629).</summary>
public sealed class Utf8Tests : EchoTests
{
    private const string Scripts = "κόσμε 下载完成 😀 \uFFFD \uFFFE \U0010FFFF\0é";

    [Test]
    public async Task Every_script_comes_back_as_it_was()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, Scripts));

        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo(Scripts));
    }

    [Test]
    public async Task A_character_may_be_split_between_two_fragments_anywhere()
    {
        await using var peer = await OpenAsync();
        var bytes = Encoding.UTF8.GetBytes(Scripts);
        for (var split = 0; split <= bytes.Length; split++)
        {
            byte[] frames = [.. WireFrame.Begun(Opcode.Text, bytes.AsSpan(0, split)), .. WireFrame.Masked(Opcode.Continuation, bytes.AsSpan(split))];
            await peer.SendAsync(frames);
            Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo(Scripts), $"split at {split}");
        }
    }

    [Test]
    public async Task A_character_may_come_a_byte_a_fragment()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(WireFrame.Begun(Opcode.Text, []));
        foreach (var b in Encoding.UTF8.GetBytes(Scripts)) await peer.SendAsync(WireFrame.Masked((byte)Opcode.Continuation, [b]));
        await peer.SendAsync(WireFrame.Masked(Opcode.Continuation, ""));

        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo(Scripts));
    }

    [TestCase("80", Description = "a continuation byte alone")]
    [TestCase("BF")]
    [TestCase("C0AF", Description = "an overlong slash")]
    [TestCase("C1BF")]
    [TestCase("E09F BF", Description = "overlong")]
    [TestCase("F08FBFBF", Description = "overlong")]
    [TestCase("EDA080", Description = "a surrogate")]
    [TestCase("EDBFBF", Description = "a surrogate")]
    [TestCase("F4908080", Description = "over U+10FFFF")]
    [TestCase("F8 88808080", Description = "five bytes")]
    [TestCase("FE")]
    [TestCase("FF")]
    [TestCase("C3", Description = "ends too early")]
    [TestCase("E4B8")]
    [TestCase("F09F98")]
    [TestCase("E4B841")]
    public async Task Text_that_is_not_utf8_is_closed_with_1007(string hex)
    {
        byte[] payload = [.. "ok "u8, .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))];

        await ExpectCloseAsync(1007, WireFrame.Masked(Opcode.Text, payload));
        // Split inside of the wrong sequence, over two fragments.
        await ExpectCloseAsync(
            1007, WireFrame.Begun(Opcode.Text, payload.AsSpan(0, payload.Length - 1)),
            WireFrame.Masked(Opcode.Continuation, payload.AsSpan(payload.Length - 1)));
    }

    [Test]
    public async Task Chat_is_closed_with_1007_as_well()
    {
        await using var peer = await OpenAsync("/ws");
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, [0xFF]));

        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1007));
    }

    [Test]
    public async Task Text_that_an_empty_last_fragment_leaves_incomplete_is_closed_with_1007()
    {
        await using var peer = await OpenAsync("/ws");
        byte[] frames = [.. WireFrame.Begun(Opcode.Text, [0xC3]), .. WireFrame.Masked(Opcode.Continuation, "")];
        await peer.SendAsync(frames);

        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(1007));
    }

    [Test]
    public async Task Binary_may_hold_any_bytes()
    {
        await using var peer = await OpenAsync();
        await peer.SendAsync(WireFrame.Masked(Opcode.Binary, [0xFF, 0xFE, 0x80]));

        Assert.That((await peer.ReadMessageAsync()).Payload, Is.EqualTo(new byte[] { 0xFF, 0xFE, 0x80 }));
    }
}
