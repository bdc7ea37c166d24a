using System.Net;

namespace ChatServer.Rooms;

/// <summary>
/// What all who come from one network may do together, since identities cost nothing: a classroom behind one
/// router fits, a flood doesn't. Whoever comes from this machine is bound by none of it: a reverse proxy, a
/// script. Any thread may call it.
/// </summary>
internal sealed class Networks(HouseLimits limits, TimeProvider time)
{
    /// <summary>New identities at once: as many as there can be connections.</summary>
    public const int IdentityBurst = 200;

    private const double IdentitiesPerSecond = 1;

    /// <summary>So many people may speak at their full rate.</summary>
    private const int FullRates = 20;

    private readonly TokenBuckets<IPAddress> _identities = new(IdentitiesPerSecond, IdentityBurst, time);
    private readonly TokenBuckets<IPAddress> _messages =
        new(FullRates * limits.MessagesPerSecond, FullRates * HouseLimits.MessageBurst, time);

    /// <summary>Requests over plain HTTP: a classroom that polls fits.</summary>
    private const int RequestsPerSecond = 200;
    private const int RequestBurst = 1_000;

    private readonly TokenBuckets<IPAddress> _requests =
        new(limits.MessagesPerSecond == 0 ? 0 : RequestsPerSecond, RequestBurst, time);

    public bool MayAsk(IPAddress network, out TimeSpan retryAfter) =>
        TryTake(_requests, network, out retryAfter);

    public bool MayBecomeSomebody(IPAddress network, out TimeSpan retryAfter) =>
        TryTake(_identities, network, out retryAfter);

    /// <summary>Undoes a <see cref="MayBecomeSomebody"/>.</summary>
    public void BecameNobody(IPAddress network)
    {
        if (!IPAddress.IsLoopback(network)) _identities.Of(network).GiveBack();
    }

    public bool MaySpeak(IPAddress network, out TimeSpan retryAfter) =>
        TryTake(_messages, network, out retryAfter);

    private static bool TryTake(TokenBuckets<IPAddress> buckets, IPAddress network, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        return IPAddress.IsLoopback(network) || buckets.Of(network).TryTake(out retryAfter);
    }
}
