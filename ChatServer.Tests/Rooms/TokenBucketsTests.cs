using ChatServer.Rooms;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Rooms;

public sealed class TokenBucketsTests
{
    [Test]
    public void Many_keys_share_what_is_left_and_are_told_apart_again_when_others_have_filled_up()
    {
        var time = new FakeTimeProvider();
        var buckets = new TokenBuckets<int>(perSecond: 1, burst: 2, time);
        for (var key = 0; key < 10_000; key++) buckets.Of(key).TryTake(out _);

        Assert.That(buckets.Of(10_000), Is.SameAs(buckets.Of(10_001)));
        Assert.That(buckets.Of(9_999), Is.Not.SameAs(buckets.Of(10_001)), "known before");
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(buckets.Of(10_000), Is.Not.SameAs(buckets.Of(10_001)));
    }
}
