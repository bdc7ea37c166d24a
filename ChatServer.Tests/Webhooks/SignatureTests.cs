using ChatServer.Webhooks;

namespace ChatServer.Tests.Webhooks;

/// <summary>Signatures and waits against values that were worked out elsewhere.</summary>
public sealed class SignatureTests
{
    // printf '1795500000.{"a":1}' | openssl dgst -sha256 -hmac secret
    [Test]
    public void A_signature_is_what_openssl_makes_of_it() =>
        Assert.That(
            Signature.Of("secret", DateTimeOffset.FromUnixTimeSeconds(1795500000), "{\"a\":1}"u8),
            Is.EqualTo("t=1795500000,v1=4986bb0b32177b93a9dc87557de3d500beadad52c556a134f7fc81cfb71aa567"));

    [TestCase(1, 0, 1)]
    [TestCase(1, 1, 1.25)]
    [TestCase(2, 0, 2)]
    [TestCase(3, 0.5, 4.5)]
    [TestCase(9, 0, 256)]
    [TestCase(9, 1, 300)]
    [TestCase(10, 0, 300)]
    public void Waits_double_up_to_five_minutes(int tries, double random, double seconds) =>
        Assert.That(Backoff.After(tries, random), Is.EqualTo(TimeSpan.FromSeconds(seconds)));
}
