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

    /// <returns>False if the person has to wait, and how long.</returns>
    public bool TrySpeak(string personId, TimeSpan pause, out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            retryAfter = _spokeAt.TryGetValue(personId, out var at)
                ? pause - time.GetElapsedTime(at)
                : TimeSpan.Zero;
            if (retryAfter > TimeSpan.Zero) return false;
            if (_spokeAt.Count >= MaxRemembered) ForgetThoseWhoMay(pause);
            _spokeAt[personId] = time.GetTimestamp();
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
