using ChatServer.Rooms;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Rooms;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class TokenBucketTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public void A_burst_then_so_many_a_second()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 30, _time);
        Assert.That(TakeAll(bucket), Is.EqualTo(30));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(TakeAll(bucket), Is.EqualTo(10));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.That(TakeAll(bucket), Is.EqualTo(30), "no more than a burst gathers");
    }

    [Test]
    public void What_is_refused_is_allowed_after_the_time_it_was_told()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 2, _time);
        TakeAll(bucket);
        Assert.That(bucket.TryTake(out var retryAfter), Is.False);
        Assert.That(retryAfter, Is.EqualTo(TimeSpan.FromMilliseconds(100)));
        _time.Advance(retryAfter - TimeSpan.FromMilliseconds(1));
        Assert.That(bucket.TryTake(out _), Is.False);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(bucket.TryTake(out _), Is.True);
    }

    [Test]
    public void Asking_often_doesnt_cost_what_gathers()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 1, _time);
        TakeAll(bucket);
        for (var n = 0; n < 99; n++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.That(bucket.TryTake(out _), Is.False);
        }
        _time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.That(bucket.TryTake(out _), Is.True);
    }

    [Test]
    public void Zero_sets_no_limit()
    {
        var bucket = new TokenBucket(perSecond: 0, burst: 1, _time);
        for (var n = 0; n < 1_000; n++) Assert.That(bucket.TryTake(out _), Is.True);
    }

    [Test]
    public void Many_threads_get_no_more_than_one_would()
    {
        var bucket = new TokenBucket(perSecond: 1, burst: 1_000, _time);
        var taken = 0;
        Parallel.For(0, 4_000, _ =>
        {
            if (bucket.TryTake(out var _)) Interlocked.Increment(ref taken);
        });
        Assert.That(taken, Is.EqualTo(1_000));
    }

    private static int TakeAll(TokenBucket bucket)
    {
        var taken = 0;
        while (bucket.TryTake(out _)) taken++;
        return taken;
    }
}
