namespace ChatServer.Rooms;

/// <summary>
/// When each person spoke last in a room with slow mode. In memory only: after a restart everybody may speak.
/// Any thread may call it.
/// </summary>
internal sealed class SlowMode(TimeProvider time)
{
    /// <summary>So many are remembered before those who may speak again are dropped.</summary>
    private const int MaxRemembered = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _spokeAt = [];

    /// <param name="what">Who does what; each has a pause of its own.</param>
    /// <param name="pause">How long the pause is.</param>
    /// <param name="retryAfter">How long they have to wait.</param>
    /// <returns>False if they have to wait.</returns>
    public bool TrySpeak(string what, TimeSpan pause, out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            retryAfter = _spokeAt.TryGetValue(what, out var at)
                ? pause - time.GetElapsedTime(at)
                : TimeSpan.Zero;
            if (retryAfter > TimeSpan.Zero) return false;
            if (_spokeAt.Count >= MaxRemembered) ForgetThoseWhoMay(pause);
            _spokeAt[what] = time.GetTimestamp();
            return true;
        }
    }

    private void ForgetThoseWhoMay(TimeSpan pause)
    {
        foreach (var (id, at) in _spokeAt)
        {
            if (time.GetElapsedTime(at) >= pause) _spokeAt.Remove(id);
        }
    }
}
