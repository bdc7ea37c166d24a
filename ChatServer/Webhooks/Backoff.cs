namespace ChatServer.Webhooks;

/// <summary>How long to wait before the next try: 1 s, 2 s, 4 s … 5 min.</summary>
internal static class Backoff
{
    /// <summary>Longest wait, also where the receiver asks for a longer one.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    // So much is added at random at most: not all webhooks come back to one address at once.
    private const double Jitter = 0.25;

    /// <param name="tries">How many there have been.</param>
    /// <param name="random">0–1.</param>
    public static TimeSpan After(int tries, double random)
    {
        var wait = Shortest * Math.Pow(2, tries - 1) * (1 + (Jitter * random));
        return wait < Longest ? wait : Longest;
    }

    /// <summary>As long as the receiver asks for, within bounds.</summary>
    public static TimeSpan Asked(TimeSpan wait) =>
        wait < Shortest ? Shortest : wait > Longest ? Longest : wait;
}
