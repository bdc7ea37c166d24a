using ChatServer.Rooms;

namespace ChatServer.Tests.Rooms;

public sealed class HouseSecretTests
{
    [TestCase("correct horse", true)]
    [TestCase("correct hors", false)]
    [TestCase("correct horse ", false)]
    [TestCase("Correct horse", false)]
    [TestCase("", false)]
    public void Only_the_secret_itself_is_right(string guess, bool isRight) =>
        Assert.That(new HouseSecret("correct horse").Is(guess), Is.EqualTo(isRight));

    [Test]
    public void Accents_may_be_typed_in_either_way()
    {
        Assert.That(new HouseSecret("caf\u00E9").Is("cafe\u0301"));
        Assert.That(new HouseSecret("a\uD800").Is("a\uD800"), "also what isn't well-formed");
    }

    [Test]
    public void A_fingerprint_tells_secrets_apart_and_logs_too_and_gives_nothing_away()
    {
        var (one, same, other) = (new HouseSecret("secret"), new HouseSecret("secret"), new HouseSecret("Secret"));
        Assert.That(one.Fingerprint("log-1"), Is.EqualTo(same.Fingerprint("log-1")));
        Assert.That(one.Fingerprint("log-1"), Is.Not.EqualTo(other.Fingerprint("log-1")));
        Assert.That(one.Fingerprint("log-1"), Is.Not.EqualTo(one.Fingerprint("log-2")));
        Assert.That(one.ToString(), Is.EqualTo("secret"), "which is the word for all of them");
        Assert.That(other.ToString(), Is.EqualTo("secret"));
    }
}
