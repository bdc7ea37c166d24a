namespace ChatServer.Rooms;

/// <summary>What a person may do in a while, over all their connections. Any thread may call it.</summary>
public sealed class Allowances(HouseLimits limits, TimeProvider time)
{
    /// <summary>New names that a person may take at once; each is told in every room they are in.</summary>
    public const int RenameBurst = 5;

    /// <summary>Hands that a person may raise at once; also who may not speak can.</summary>
    public const int HandBurst = 5;

    private const double RenamesPerSecond = 1 / 5.0;

    private const double HandsPerSecond = 1 / 5.0;

    // Made when they are first drawn on: most people are silent, and nearly all keep their name.
    private TokenBucket? _messages;
    private TokenBucket? _renames;
    private TokenBucket? _hands;

    /// <summary>What lasts: messages, and what changes them.</summary>
    public TokenBucket Messages => LazyInitializer.EnsureInitialized(
        ref _messages, () => new TokenBucket(limits.MessagesPerSecond, HouseLimits.MessageBurst, time));

    public TokenBucket Renames => LazyInitializer.EnsureInitialized(
        ref _renames,
        () => new TokenBucket(limits.MessagesPerSecond == 0 ? 0 : RenamesPerSecond, RenameBurst, time));

    public TokenBucket Hands => LazyInitializer.EnsureInitialized(
        ref _hands,
        () => new TokenBucket(limits.MessagesPerSecond == 0 ? 0 : HandsPerSecond, HandBurst, time));

    /// <summary>Whether nothing would be lost by forgetting them.</summary>
    public bool AreFull =>
        new[] { _messages, _renames, _hands }.All(bucket => bucket is not { IsFull: false });
}
