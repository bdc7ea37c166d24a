using System.Text;
using ChatServer.Site;

namespace ChatServer.Tests.Site;

/// <summary>The parts of a form, however the network cuts them, and forms that are none.</summary>
public sealed class MultipartReaderTests
{
    private const string Boundary = "----x";

    [Test]
    public async Task Parts_come_whole_wherever_the_body_is_cut()
    {
        // The content has what looks like the beginning of a delimiter, and the delimiter's own text without its line.
        const string file = "\r\n------\r\n----\r\n\r\n--x------x\r";
        var body = Encoding.UTF8.GetBytes(
            $"preamble\r\n------x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhi 你好\r\n"
            + $"------x  \r\ncontent-type: Image/PNG\r\nContent-Disposition: form-data; name=\"f\"; filename=\"图.png\"\r\n\r\n{file}"
            + "\r\n------x\r\nContent-Disposition: form-data; name=\"none\"; filename=\"\"\r\n\r\n\r\n------x--\r\nepilogue");
        for (var cut = 1; cut <= body.Length; cut++)
        {
            var parts = await ReadAllAsync(Pieces(body, cut));
            Assert.That(
                parts, Is.EqualTo(new[]
                {
                    (new MultipartPart("text", null, null), "hi 你好"),
                    (new MultipartPart("f", "图.png", "Image/PNG"), file),
                    (new MultipartPart("none", "", null), ""),
                }),
                $"in pieces of {cut}");
        }
    }

    [TestCase("filename=\"a\\\"b.txt\"", "a\"b.txt", TestName = "File name: a quote, as curl writes it")]
    [TestCase("filename=\"a%22b.txt\"", "a\"b.txt", TestName = "File name: a quote, as browsers write it")]
    [TestCase("filename=\"a\\图.txt\"", "a\\图.txt", TestName = "File name: a backslash before what can't be escaped")]
    [TestCase("filename*=UTF-8''%E5%9B%BE.txt", "图.txt", TestName = "File name: as older clients write it")]
    public async Task Names_of_files_are_read_as_senders_write_them(string parameter, string name)
    {
        var body = Encoding.UTF8.GetBytes($"------x\r\nContent-Disposition: form-data; name=\"f\"; {parameter}\r\n\r\na\r\n------x--");
        var (part, _) = (await ReadAllAsync(Pieces(body, 9))).Single();
        Assert.That(part.FileName, Is.EqualTo(name));
    }

    [Test]
    public async Task A_form_without_parts_has_none() =>
        Assert.That(await ReadAllAsync(Pieces("------x--"u8.ToArray(), 3)), Is.Empty);

    [Test]
    public async Task A_long_part_comes_in_pieces()
    {
        var content = new string('c', 1_000_000);
        var body = Encoding.ASCII.GetBytes(
            $"------x\r\nContent-Disposition: form-data; name=f\r\n\r\n{content}\r\n------x--");
        var reader = new MultipartReader(Pieces(body, 100_000), Boundary);
        Assert.That((await reader.NextAsync())!.Name, Is.EqualTo("f"));
        var (length, longest) = (0, 0);
        while (await reader.ReadAsync() is { IsEmpty: false } piece)
            (length, longest) = (length + piece.Length, Math.Max(longest, piece.Length));
        Assert.That((length, longest < 100_000), Is.EqualTo((1_000_000, true)));
        Assert.That(await reader.NextAsync(), Is.Null);
    }

    [TestCase("------x\r\nContent-Disposition: form-data; name=f\r\n\r\nabc", "ends before", TestName = "Cut in a part")]
    [TestCase("------x\r\nContent-Disposition: form-data; name=f\r\n", "ends before", TestName = "Cut in a head")]
    [TestCase("------x", "ends before", TestName = "Cut in a delimiter")]
    [TestCase("", "ends before", TestName = "Nothing")]
    [TestCase("no form at all", "ends before", TestName = "Something else")]
    [TestCase("------x\r\n\r\nabc\r\n------x--", "form-data with a name", TestName = "A head without lines")]
    [TestCase("------x\r\nContent-Disposition: form-data\r\n\r\na\r\n------x--", "with a name", TestName = "No name")]
    [TestCase("------x\r\nContent-Disposition: attachment; name=f\r\n\r\na\r\n------x--", "form-data", TestName = "No form")]
    [TestCase("------x\r\nnonsense\r\n\r\na\r\n------x--", "line without a name", TestName = "No header")]
    [TestCase("------xy\r\nContent-Disposition: form-data; name=f\r\n\r\na\r\n------x--", "after it", TestName = "A longer boundary")]
    [TestCase("------x\r\nContent-Disposition: form-data; name=\"\u00FF\"\r\n\r\na\r\n------x--", "UTF-8", TestName = "Latin-1")]
    public async Task What_is_no_form_is_told(string latin1, string problem)
    {
        var wrong = await Assert.ThrowsAsync<FormatException>(
            () => ReadAllAsync(Pieces(Encoding.Latin1.GetBytes(latin1), 7)));
        Assert.That(wrong!.Message, Does.Contain(problem));
    }

    [Test]
    public async Task A_head_is_bounded()
    {
        var body = Encoding.ASCII.GetBytes($"------x\r\nX-Long: {new string('x', MultipartReader.MaxHeadBytes)}\r\n\r\na\r\n------x--");
        var wrong = await Assert.ThrowsAsync<FormatException>(() => ReadAllAsync(Pieces(body, 1_000)));
        Assert.That(wrong!.Message, Does.Contain("too long"));
    }

    [Test]
    public async Task Garbage_gives_a_format_error_or_parts_and_nothing_else()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] bricks =
        [
            "------x", "\r\n", "--", "Content-Disposition: form-data; name=\"a\"", "; filename=\"b", "\"", "\r\n\r\n", ":", "\0", "é",
        ];
        var (wrong, right) = (0, 0);
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => bricks[random.Next(bricks.Length)]));
            try
            {
                await ReadAllAsync(Pieces(Encoding.UTF8.GetBytes(text), random.Next(1, 20)));
                right++;
            }
            catch (FormatException)
            {
                wrong++;
            }
        }
        Assert.That((wrong > 0, right > 0), Is.EqualTo((true, true)), "both were tried");
    }

    [TestCase(null, false)]
    [TestCase("", false)]
    [TestCase("ends with a blank ", false)]
    [TestCase("bound\ary", false)]
    [TestCase("边界", false)]
    [TestCase("----WebKitFormBoundaryABC", true)]
    [TestCase("a b'()+_,-./:=?", true)]
    public void Boundaries(string? text, bool isGood) => Assert.That(MultipartReader.IsBoundary(text), Is.EqualTo(isGood));

    private static Func<Memory<byte>, Task<int>> Pieces(byte[] body, int length)
    {
        var rest = body.AsMemory();
        return buffer =>
        {
            var piece = rest[..Math.Min(Math.Min(length, rest.Length), buffer.Length)];
            piece.CopyTo(buffer);
            rest = rest[piece.Length..];
            return Task.FromResult(piece.Length);
        };
    }

    private static async Task<List<(MultipartPart, string)>> ReadAllAsync(Func<Memory<byte>, Task<int>> read)
    {
        var reader = new MultipartReader(read, Boundary);
        var parts = new List<(MultipartPart, string)>();
        while (await reader.NextAsync() is { } part)
        {
            using var content = new MemoryStream();
            while (await reader.ReadAsync() is { IsEmpty: false } piece) content.Write(piece.Span);
            parts.Add((part, Encoding.UTF8.GetString(content.ToArray())));
        }
        return parts;
    }
}
