using ChatServer.Transport;

namespace ChatServer.Tests.Transport;

public sealed class PercentEncodingTests
{
    [TestCase("", "")]
    [TestCase("/a%20b", "/a b")]
    [TestCase("%E5%A4%A7%e5%a4%a7", "大大")]
    [TestCase("%F0%9F%98%80", "😀")]
    [TestCase("%2F%25", "/%")]
    [TestCase("%252F", "%2F", Description = "decoded once")]
    [TestCase("a+b", "a+b")]
    public void Good_escapes_are_decoded_once(string encoded, string text) =>
        Assert.That(PercentEncoding.Decode(encoded), Is.EqualTo(text));

    [TestCase("%")]
    [TestCase("%4")]
    [TestCase("%zz")]
    [TestCase("%4g")]
    [TestCase("a%")]
    [TestCase("%00")]
    [TestCase("%FF")]
    [TestCase("%C0%80")]
    [TestCase("%E5%A4")]
    [TestCase("%ED%A0%80")]
    [TestCase("%F4%90%80%80")]
    [TestCase("大")]
    public void Wrong_ones_are_not(string encoded) => Assert.That(PercentEncoding.Decode(encoded), Is.Null);

    [Test]
    public void A_query_is_taken_apart()
    {
        var fields = PercentEncoding.DecodeQuery("room=%E5%A4%A7&name=A+n%2Bn&room=second&&flag&=empty&a=b=c");

        Assert.That(fields, Is.EquivalentTo(new Dictionary<string, string>
        {
            ["room"] = "大",
            ["name"] = "A n+n",
            ["flag"] = "",
            [""] = "empty",
            ["a"] = "b=c",
        }));
    }

    [Test]
    public void One_wrong_field_spoils_the_query() => Assert.That(PercentEncoding.DecodeQuery("a=b&c=%zz"), Is.Null);
}
