using System.Net;
using ChatServer.Protocol;
using ChatServer.Rooms;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Rooms;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GuessesTests
{
    private static readonly Refusal Wrong = new(ErrorCode.BadKey, "");

    private readonly FakeTimeProvider _time = new();
    private readonly Guesses _guesses;

    public GuessesTests() => _guesses = new Guesses(_time);

    [Test]
    public void Ten_wrong_ones_at_once_then_one_every_six_seconds()
    {
        for (var n = 0; n < 10; n++) Assert.That(Guess("192.168.1.7"), Is.EqualTo(Wrong));
        var refusal = Guess("192.168.1.7")!;
        Assert.That(refusal.Code, Is.EqualTo(ErrorCode.RateLimited));
        Assert.That(refusal.RetryAfter, Is.EqualTo(TimeSpan.FromSeconds(6)).Within(TimeSpan.FromMilliseconds(1)));
        _time.Advance(TimeSpan.FromSeconds(6.001));
        Assert.That(Guess("192.168.1.7"), Is.EqualTo(Wrong));
        Assert.That(Guess("192.168.1.7")!.Code, Is.EqualTo(ErrorCode.RateLimited));
    }

    [Test]
    public void After_too_many_also_the_right_one_has_to_wait()
    {
        for (var n = 0; n < 10; n++) Guess("192.168.1.7");
        Assert.That(Guess("192.168.1.7", isRight: true)!.Code, Is.EqualTo(ErrorCode.RateLimited));
        Assert.That(Guess("192.168.1.8", isRight: true), Is.Null, "another address");
    }

    [Test]
    public void Right_ones_cost_nothing()
    {
        for (var n = 0; n < 1_000; n++) Assert.That(Guess("192.168.1.7", isRight: true), Is.Null);
        for (var n = 0; n < 10; n++) Assert.That(Guess("192.168.1.7"), Is.EqualTo(Wrong));
    }

    [Test]
    public void Guesses_at_one_secret_keep_nobody_from_another()
    {
        for (var n = 0; n < 11; n++) Guess("192.168.1.7");
        Assert.That(Guess("192.168.1.7", secret: "staff", isRight: true), Is.Null);
        Assert.That(Guess("192.168.1.7", secret: "staff"), Is.EqualTo(Wrong));
    }

    [Test]
    public void Guesses_at_once_are_no_more_than_guesses_in_turn()
    {
        var checks = 0;
        Parallel.For(0, 500, _ => _guesses.Try(
            IPAddress.Loopback,
            "lobby",
            () =>
            {
                Interlocked.Increment(ref checks);
                return false;
            },
            Wrong));
        Assert.That(checks, Is.EqualTo(10));
    }

    [Test]
    public void Many_addresses_share_what_is_left_and_are_told_apart_again_later()
    {
        for (var n = 0; n < 10_000; n++) Guess($"10.0.{n / 256}.{n % 256}");
        for (var n = 0; n < 10; n++) Assert.That(Guess($"10.1.0.{n}"), Is.EqualTo(Wrong));
        Assert.That(Guess("10.1.0.10")!.Code, Is.EqualTo(ErrorCode.RateLimited));
        _time.Advance(TimeSpan.FromMinutes(1));
        for (var n = 0; n < 20; n++) Assert.That(Guess($"10.1.0.{n}"), Is.EqualTo(Wrong));
    }

    private Refusal? Guess(string from, bool isRight = false, string secret = "lobby") =>
        _guesses.Try(IPAddress.Parse(from), secret, () => isRight, Wrong);
}
