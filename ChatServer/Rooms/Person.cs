using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Somebody who is here, on one connection or several. Any thread may read; <see cref="People"/> changes it.
/// </summary>
public sealed class Person
{
    private readonly HouseLimits _limits;
    private readonly TimeProvider _time;
    private TokenBucket? _messages;
    private TokenBucket? _renames;
    private Sender _sender;

    internal Person(string id, PersonName name, HouseLimits limits, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        Key = name.Key;
        _sender = new Sender(id, name.Text);
    }

    public string Id => _sender.Id;

    public string Name => _sender.Name;

    /// <summary>One of <see cref="PersonRole"/>.</summary>
    public string Role { get; internal set; } = PersonRole.Guest;

    public bool IsAdmin => Role == PersonRole.Admin;

    /// <summary>The person as others see them, under the name of this moment.</summary>
    public Sender Sender => Volatile.Read(ref _sender);

    /// <summary>Their allowance of messages, over all connections.</summary>
    public TokenBucket Messages => LazyInitializer.EnsureInitialized(
        ref _messages, () => new TokenBucket(_limits.MessagesPerSecond, HouseLimits.MessageBurst, _time));

    /// <summary>Their allowance of new names, over all connections: each is told in every room they are in.</summary>
    public TokenBucket Renames => LazyInitializer.EnsureInitialized(ref _renames, () => new TokenBucket(1, 5, _time));

    /// <summary>What makes the name unique.</summary>
    internal string Key { get; private set; }

    /// <summary>Their connections; belongs to <see cref="People"/>.</summary>
    internal List<IPersonListener> Connections { get; } = new(1);

    /// <summary>The allowance of messages, if it has been drawn on; outlives the last connection.</summary>
    internal TokenBucket? SpentMessages
    {
        get => _messages is { IsFull: false } ? _messages : null;
        set => _messages = value;
    }

    internal void SetName(PersonName name)
    {
        Key = name.Key;
        Volatile.Write(ref _sender, new Sender(Id, name.Text));
    }
}

/// <summary>A connection of a person, told what concerns them wherever they are.</summary>
/// <remarks>Called on any thread; must not wait.</remarks>
public interface IPersonListener
{
    /// <summary>Where the connection comes from.</summary>
    System.Net.IPAddress Address { get; }

    /// <summary>The person has a new name.</summary>
    /// <param name="person">The person.</param>
    /// <param name="by">The connection that asked for it.</param>
    void OnRenamed(Person person, IPersonListener by);

    /// <summary>A host sent the person out of a room.</summary>
    void OnSentOut(Room room, RoomEvent kick);

    /// <summary>The person, or where they come from, is banned from the house.</summary>
    void OnBanned(Ban ban);

    /// <summary>Something new stands in a conversation that the person has with another.</summary>
    void OnDirect(Room room, Sender other);
}
