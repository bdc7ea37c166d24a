namespace ChatServer.Rooms;

/// <summary>
/// A token bucket for each key. Those that have filled up are forgotten when there are many. Any thread may
/// call it.
/// </summary>
/// <param name="perSecond">How many a second and key; 0 means any number.</param>
/// <param name="burst">How many at once.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBuckets<TKey>(double perSecond, double burst, TimeProvider time)
    where TKey : notnull
{
    /// <summary>Keys that are told apart; further ones share one bucket.</summary>
    private const int MaxKeys = 10_000;

    private readonly Dictionary<TKey, TokenBucket> _buckets = [];
    private readonly TokenBucket _others = new(perSecond, burst, time);

    public TokenBucket Of(TKey key)
    {
        lock (_buckets)
        {
            if (_buckets.TryGetValue(key, out var bucket)) return bucket;
            if (_buckets.Count >= MaxKeys) ForgetFull();
            if (_buckets.Count >= MaxKeys) return _others;
            bucket = new TokenBucket(perSecond, burst, time);
            _buckets.Add(key, bucket);
            return bucket;
        }
    }

    private void ForgetFull()
    {
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.IsFull) _buckets.Remove(key);
        }
    }
}
