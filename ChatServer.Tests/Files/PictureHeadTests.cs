using System.Text;
using ChatServer.Files;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Files;

/// <summary>What a picture is and how large, read off its first bytes.</summary>
public sealed class PictureHeadTests
{
    private static readonly (string Type, byte[] Content)[] Pictures =
    [
        ("image/png", TestPicture.Png(40, 30)),
        ("image/gif", TestPicture.Gif(40, 30)),
        ("image/webp", TestPicture.WebP("VP8X", 40, 30)),
        ("image/webp", TestPicture.WebP("VP8L", 40, 30)),
        ("image/webp", TestPicture.WebP("VP8 ", 40, 30)),
        ("image/jpeg", TestPicture.Jpeg(40, 30)),
        ("image/jpeg", TestPicture.Jpeg(40, 30, frame: 0xc2)),
    ];

    [Test]
    public void Each_kind_is_known_by_its_content() => Assert.Multiple(() =>
    {
        foreach (var (type, content) in Pictures)
            Assert.That(Read(content), Is.EqualTo(new Picture(type, 40, 30)), type);
    });

    [Test]
    public void A_photo_that_lies_on_its_side_is_as_it_is_drawn([Range(1, 9)] int turn, [Values] bool isBig) =>
        Assert.That(
            Read(TestPicture.Jpeg(40, 30, (ushort)turn, isBig)),
            Is.EqualTo(turn is >= 5 and <= 8
                ? new Picture("image/jpeg", 30, 40)
                : new Picture("image/jpeg", 40, 30)));

    [Test]
    public void What_is_cut_off_anywhere_is_the_same_picture_or_none()
    {
        foreach (var (type, content) in Pictures)
        {
            for (var length = 0; length < content.Length; length++)
            {
                Assert.That(
                    Read(content[..length]), Is.Null.Or.EqualTo(new Picture(type, 40, 30)),
                    $"{type}, {length} bytes");
            }
        }
    }

    [Test]
    public void A_side_of_nothing_or_beyond_the_limit_is_no_picture() => Assert.Multiple(() =>
    {
        Assert.That(Read(TestPicture.Gif(0, 30)), Is.Null);
        Assert.That(Read(TestPicture.Gif(16_384, 1)), Is.EqualTo(new Picture("image/gif", 16_384, 1)));
        Assert.That(Read(TestPicture.Gif(1, 16_385)), Is.Null);
        Assert.That(Read(TestPicture.WebP("VP8X", 1 << 24, 30)), Is.Null);
        var huge = TestPicture.Png(1, 1);
        huge.AsSpan(16, 8).Fill(0xff);
        Assert.That(Read(huge), Is.Null);
    });

    [Test]
    public void A_size_that_the_browser_will_not_keep_to_is_none() => Assert.Multiple(() =>
    {
        Assert.That(Read(TestPicture.Gif(10, 10, pictureWidth: 16_000)), Is.Null);
        Assert.That(Read(TestPicture.Gif(10, 10, pictureWidth: 10)), Is.EqualTo(new Picture("image/gif", 10, 10)));
        // A byte that only fills, before the marker of a frame that a reader of markers alone would skip.
        byte[] photo = [0xff, 0xd8, 0xff, .. TestPicture.Jpeg(16_000, 16_000)[2..]];
        Assert.That(Read(photo), Is.EqualTo(new Picture("image/jpeg", 16_000, 16_000)));
        Assert.That(Read([0xff, 0xd8, 0xff, 0x00, 0, 9, .. TestPicture.Jpeg(40, 30)[2..]]), Is.Null);
    });

    [TestCase("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>")]
    [TestCase("<html><script>hacked=1</script>")]
    [TestCase("GIF8 is a beginning only, however long it goes on")]
    [TestCase("BM no bitmap is shown, since not all browsers draw it")]
    [TestCase("")]
    public void All_else_is_none(string content) => Assert.That(Read(Encoding.UTF8.GetBytes(content)), Is.Null);

    [Test]
    public void A_photo_without_an_end_of_segments_is_given_up()
    {
        byte[] endless = [0xff, 0xd8, .. Enumerable.Repeat((byte[])[0xff, 0xe3, 0, 2], 100_000).SelectMany(s => s)];
        using var file = new MemoryStream([.. endless, .. TestPicture.Jpeg(40, 30)[2..]]);
        Assert.That(PictureHead.Read(file), Is.Null);
        Assert.That(file.Position, Is.LessThan(2_000), "how far it was read");
    }

    [Test]
    public void Garbage_is_read_without_a_fault()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var n = 0; n < 20_000; n++)
        {
            var content = Pictures[n % Pictures.Length].Content[..];
            for (var change = random.Next(1, 20); change > 0; change--)
                content[random.Next(Math.Min(content.Length, 200))] = (byte)random.Next(256);
            var picture = Read(content[..random.Next(content.Length + 1)]);
            Assert.That(picture is null or { Width: > 0 and <= 16_384, Height: > 0 and <= 16_384 });
        }
    }

    private static Picture? Read(byte[] content)
    {
        using var file = new MemoryStream(content);
        file.Position = content.Length;
        return PictureHead.Read(file);
    }
}
