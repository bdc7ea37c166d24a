using System.Text;
using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

/// <summary>Where a body ends, however the network cuts it; and what is no body.</summary>
public sealed class BodyLengthTests
{
    [TestCase("0\r\n\r\n")]
    [TestCase("5\r\nhello\r\n0\r\n\r\n")]
    [TestCase("5;name=value\r\nhello\r\n00\r\n\r\n")]
    [TestCase("A \r\n0123456789\r\nf\r\n\r\n0123456789\0\r\n\r\n0;x\r\nTrailer: 1\r\nOther: 2\r\n\r\n")]
    public void Chunks_end_where_they_end(string body)
    {
        var bytes = Encoding.ASCII.GetBytes(body + "GET /smuggled");
        for (var cut = 1; cut <= bytes.Length; cut++)
        {
            var (length, total) = (Chunked(), 0);
            foreach (var piece in bytes.Chunk(cut))
            {
                total += length.Take(piece);
                if (length.IsOver) break;
            }
            Assert.That((total, length.IsOver), Is.EqualTo((body.Length, true)), $"in pieces of {cut}");
        }
    }

    [TestCase("\r\n")]
    [TestCase("zz\r\n")]
    [TestCase("-1\r\n")]
    [TestCase("0x5\r\nhello\r\n")]
    [TestCase(" 5\r\nhello\r\n")]
    [TestCase("5\nhello\n")]
    [TestCase("5\r\nhello0\r\n\r\n")]
    [TestCase("5\r\nhello\n0\r\n\r\n")]
    [TestCase("1000000000000000\r\n")]
    [TestCase("5;\n\r\nhello\r\n")]
    [TestCase("0\r\nA: 1\n\r\n")]
    public void What_are_no_chunks_is_refused_wherever_it_is_cut(string body)
    {
        var bytes = Encoding.ASCII.GetBytes(body);
        for (var cut = 1; cut <= bytes.Length; cut++)
        {
            var length = Chunked();
            Assert.That(
                () =>
                {
                    foreach (var piece in bytes.Chunk(cut)) length.Take(piece);
                },
                Throws.TypeOf<RefusedException>().With.Property(nameof(RefusedException.Status)).EqualTo(400), $"in pieces of {cut}");
        }
    }

    [Test]
    public void Each_chunk_may_have_its_extension()
    {
        var (length, chunk) = (Chunked(), Encoding.ASCII.GetBytes($"1;signature={new string('x', 80)}\r\na\r\n"));
        for (var n = 0; n < 1_000; n++) Assert.That(length.Take(chunk), Is.EqualTo(chunk.Length));
    }

    [TestCase("5;")]
    [TestCase("0\r\nA: ")]
    public void What_stands_beside_the_chunks_is_bounded(string begun)
    {
        var length = Chunked();
        length.Take(Encoding.ASCII.GetBytes(begun));
        Assert.That(() => length.Take(Encoding.ASCII.GetBytes(new string('x', 5_000))), Throws.TypeOf<RefusedException>());
    }

    [Test]
    public void An_announced_length_is_all_there_is()
    {
        var length = BodyLength.Of(Head("Content-Length: 5\r\n"));
        Assert.That((length.Take("hel"u8), length.IsOver), Is.EqualTo((3, false)));
        Assert.That((length.Take("loGET /"u8), length.IsOver), Is.EqualTo((2, true)));
        Assert.That(BodyLength.Of(Head("")).IsOver);
    }

    private static BodyLength Chunked() => BodyLength.Of(Head("Transfer-Encoding: chunked\r\n"));

    private static RequestHead Head(string more) =>
        RequestHead.Parse(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: localhost\r\n{more}\r\n"));
}
