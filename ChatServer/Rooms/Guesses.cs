using System.Net;
using System.Net.Sockets;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// How often keys and passwords may be guessed from one address: 10 at once, then one every 6 s. Right ones cost
/// nothing. Any thread may call it.
/// </summary>
public sealed class Guesses(TimeProvider time)
{
    private const int Burst = 10;
    private const double PerSecond = 1 / 6.0;

    /// <summary>Addresses that are told apart; guesses from more share one allowance.</summary>
    private const int MaxAddresses = 10_000;

    private static readonly IPAddress Others = IPAddress.Any;

    private readonly Dictionary<IPAddress, TokenBucket> _byAddress = [];

    /// <summary>Lets somebody guess.</summary>
    /// <param name="from">Where they are.</param>
    /// <param name="isRight">Checks the guess; not called if there were too many.</param>
    /// <param name="wrong">What to say to a wrong one.</param>
    /// <returns><c>null</c> if it is right.</returns>
    public Refusal? Try(IPAddress from, Func<bool> isRight, Refusal wrong)
    {
        var bucket = Bucket(Whose(from));
        // Taken before and given back, so that a hundred guesses at once are no more than ten.
        if (!bucket.TryTake(out var retryAfter))
            return new Refusal(ErrorCode.RateLimited, "too many wrong keys and passwords", retryAfter);
        if (!isRight()) return wrong;
        bucket.GiveBack();
        return null;
    }

    private TokenBucket Bucket(IPAddress address)
    {
        lock (_byAddress)
        {
            if (_byAddress.TryGetValue(address, out var bucket)) return bucket;
            if (_byAddress.Count >= MaxAddresses) ForgetFull();
            if (_byAddress.Count >= MaxAddresses) address = Others;
            if (_byAddress.TryGetValue(address, out bucket)) return bucket;
            bucket = new TokenBucket(PerSecond, Burst, time);
            _byAddress.Add(address, bucket);
            return bucket;
        }
    }

    private void ForgetFull()
    {
        foreach (var (address, bucket) in _byAddress)
        {
            if (bucket.IsFull) _byAddress.Remove(address);
        }
    }

    // Who has an IPv6 address has the 2^64 of its network.
    private static IPAddress Whose(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
