using System.Text;
using ChatServer.Rooms;

namespace ChatServer.Tests.Rooms;

public sealed class FileNameTests
{
    [TestCase("report.pdf", "report.pdf")]
    [TestCase("图 片.png", "图 片.png")]
    [TestCase("../../etc/passwd", "passwd")]
    [TestCase(@"C:\Users\ann\a.txt", "a.txt")]
    [TestCase("a/..", "file")]
    [TestCase("...", "file")]
    [TestCase("", "file")]
    [TestCase("  \t", "file")]
    [TestCase(".profile", ".profile")]
    [TestCase("exe\u202Egpj.scr", "exegpj.scr", Description = "turned around it would end with jpg")]
    [TestCase("a\r\nSet-Cookie: x", "aSet-Cookie: x")]
    [TestCase("nul\0l", "null")]
    [TestCase("e\u0301.txt", "é.txt", Description = "NFC")]
    [TestCase("🏳️‍🌈.png", "🏳️‍🌈.png")]
    [TestCase("<script>.html", "<script>.html", Description = "it is a text wherever it is shown")]
    public void A_name_is_one_that_can_be_shown_and_saved(string given, string name) =>
        Assert.That(FileName.Clean(given), Is.EqualTo(name));

    [Test]
    public void A_clean_name_is_clean()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] bricks = ["e", "\u200B", "\u0301", " ", ".", "/", "长", "🏳️‍🌈", "\u202E", "\0", "한", "\u1100", "\u1161", new('n', 100), "\t"];
        for (var round = 0; round < 20_000; round++)
        {
            var given = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => bricks[random.Next(bricks.Length)]));
            var name = FileName.Clean(given);
            Assert.That(FileName.Clean(name), Is.EqualTo(name), $"round {round}: {Uri.EscapeDataString(given)}");
            Assert.That(Encoding.UTF8.GetByteCount(name), Is.InRange(1, FileName.MaxBytes));
        }
    }

    [Test]
    public void Half_a_surrogate_pair_is_no_name() => Assert.That(FileName.Clean("\uD800.txt"), Is.EqualTo("file"));

    [Test]
    public void A_long_name_keeps_its_end_and_is_never_cut_within_a_character()
    {
        var name = FileName.Clean(new string('长', 200) + ".tar.gz");
        Assert.That(Encoding.UTF8.GetByteCount(name), Is.InRange(FileName.MaxBytes - 3, FileName.MaxBytes));
        Assert.That(name, Does.EndWith("长.gz"));
        Assert.That(FileName.Clean(name), Is.EqualTo(name));
    }

    [TestCase("image/png", "image/png")]
    [TestCase("Text/HTML; charset=utf-8", "text/html")]
    [TestCase(null, FileName.AnyType)]
    [TestCase("nonsense", FileName.AnyType)]
    [TestCase("a/b\r\nX: y", FileName.AnyType)]
    [TestCase("图/片", FileName.AnyType)]
    public void A_type_is_a_media_type_or_nothing_is_known(string? given, string type) =>
        Assert.That(FileName.CleanType(given), Is.EqualTo(type));
}
