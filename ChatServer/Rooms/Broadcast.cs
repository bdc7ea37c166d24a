using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Something that goes to all members of a room. It is encoded once for each encoding that some member has,
/// however many members there are. Only the room's pump encodes, one thread at a time.
/// </summary>
public abstract class Broadcast
{
    private readonly List<(IEncoding Encoding, ReadOnlyMemory<byte> Bytes)> _encoded = new(1);

    /// <summary>The bytes in one encoding; empty if it doesn't tell such things.</summary>
    public ReadOnlyMemory<byte> In(IEncoding encoding)
    {
        lock (_encoded)
        {
            foreach (var (known, bytes) in _encoded)
            {
                if (ReferenceEquals(known, encoding)) return bytes;
            }
            var made = Encode(encoding);
            _encoded.Add((encoding, made));
            return made;
        }
    }

    protected abstract ReadOnlyMemory<byte> Encode(IEncoding encoding);
}

/// <summary>Events that the log took together, in order of their numbers.</summary>
public sealed class EventBatch(IReadOnlyList<RoomEvent> events) : Broadcast
{
    public IReadOnlyList<RoomEvent> Events { get; } = events;

    public long FirstSeq => Events[0].Seq;

    public long LastSeq => Events[^1].Seq;

    protected override ReadOnlyMemory<byte> Encode(IEncoding encoding) => encoding.Encode(Events);
}

/// <summary>Who came and who went: a signal, not an event.</summary>
public sealed class PeopleSignal(PeopleDelta delta) : Broadcast
{
    public PeopleDelta Delta { get; } = delta;

    protected override ReadOnlyMemory<byte> Encode(IEncoding encoding) => encoding.Encode(Delta);
}

/// <summary>Who has just been typing: a signal, not an event.</summary>
public sealed class TypingSignal(Typing typing) : Broadcast
{
    protected override ReadOnlyMemory<byte> Encode(IEncoding encoding) => encoding.Encode(typing);
}

/// <summary>How a kind of member wants its bytes. One instance for all members of that kind.</summary>
public interface IEncoding
{
    ReadOnlyMemory<byte> Encode(IReadOnlyList<RoomEvent> events);

    ReadOnlyMemory<byte> Encode(PeopleDelta delta);

    ReadOnlyMemory<byte> Encode(Typing typing);
}
