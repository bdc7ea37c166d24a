using System.Net;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// How often a secret may be guessed from one network: 10 times at once, then once every 6 s. Right guesses
/// cost nothing. Any thread may call it.
/// </summary>
public sealed class Guesses(TimeProvider time)
{
    public const int Burst = 10;
    private const double PerSecond = 1 / 6.0;

    private readonly TokenBuckets<(IPAddress Network, string Secret)> _buckets = new(PerSecond, Burst, time);

    /// <summary>Lets somebody guess.</summary>
    /// <param name="network">The network that they come from.</param>
    /// <param name="secret">What they guess at, the name of a room for instance; guesses at one secret don't
    /// keep anybody from another.</param>
    /// <param name="isRight">Checks the guess; not called if there were too many.</param>
    /// <param name="wrong">What to say to a wrong one.</param>
    /// <returns><c>null</c> if it is right.</returns>
    public Refusal? Try(IPAddress network, string secret, Func<bool> isRight, Refusal wrong)
    {
        var bucket = _buckets.Of((network, secret));
        // Taken before and given back, so that a hundred guesses at once are no more than ten.
        if (!bucket.TryTake(out var retryAfter))
            return new Refusal(ErrorCode.RateLimited, "too many wrong keys or passwords", retryAfter);
        if (!isRight()) return wrong;
        bucket.GiveBack();
        return null;
    }
}
