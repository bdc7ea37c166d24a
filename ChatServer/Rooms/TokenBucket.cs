namespace ChatServer.Rooms;

/// <summary>Allows so many a second, and a burst after a pause. Any thread may call it.</summary>
public sealed class TokenBucket
{
    private readonly Lock _gate = new();
    private readonly double _perSecond;
    private readonly double _burst;
    private readonly TimeProvider _time;
    private double _tokens;
    private long _filledAt;

    /// <param name="perSecond">How many a second; 0 means any number.</param>
    /// <param name="burst">How many at once.</param>
    /// <param name="time">The clock.</param>
    public TokenBucket(double perSecond, double burst, TimeProvider time)
    {
        _perSecond = perSecond;
        _burst = burst;
        _time = time;
        _tokens = burst;
        _filledAt = time.GetTimestamp();
    }

    /// <summary>Whether nothing would be lost by forgetting it.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return _tokens + (_time.GetElapsedTime(_filledAt).TotalSeconds * _perSecond) >= _burst;
            }
        }
    }

    /// <param name="retryAfter">How long until there are so many.</param>
    /// <param name="count">How many are taken.</param>
    /// <returns>True if there were so many left.</returns>
    public bool TryTake(out TimeSpan retryAfter, int count = 1)
    {
        retryAfter = TimeSpan.Zero;
        if (_perSecond <= 0) return true;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            _tokens = Math.Min(
                _burst, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * _perSecond));
            _filledAt = now;
            if (_tokens >= count)
            {
                _tokens -= count;
                return true;
            }
            retryAfter = TimeSpan.FromSeconds((count - _tokens) / _perSecond);
            return false;
        }
    }

    /// <summary>Undoes a take.</summary>
    public void GiveBack()
    {
        lock (_gate) _tokens = Math.Min(_burst, _tokens + 1);
    }
}
