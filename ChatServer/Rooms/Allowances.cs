namespace ChatServer.Rooms;

/// <summary>What a person may do in a while, over all their connections. Any thread may call it.</summary>
public sealed class Allowances(HouseLimits limits, TimeProvider time)
{
    /// <summary>New names that a person may take at once; each is told in every room they are in.</summary>
    public const int RenameBurst = 5;

    private const double RenamesPerSecond = 1 / 5.0;

    // Made when they are first drawn on: most people are silent, and nearly all keep their name.
    private TokenBucket? _messages;
    private TokenBucket? _renames;

    /// <summary>What lasts: messages, and what changes them.</summary>
    public TokenBucket Messages => LazyInitializer.EnsureInitialized(
        ref _messages, () => new TokenBucket(limits.MessagesPerSecond, HouseLimits.MessageBurst, time));

    public TokenBucket Renames => LazyInitializer.EnsureInitialized(
        ref _renames,
        () => new TokenBucket(limits.MessagesPerSecond == 0 ? 0 : RenamesPerSecond, RenameBurst, time));

    /// <summary>Whether nothing would be lost by forgetting them.</summary>
    public bool AreFull => _messages is not { IsFull: false } && _renames is not { IsFull: false };
}
