using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>Who types in one room. Not thread-safe: the room locks it.</summary>
internal sealed class Typists(TimeProvider time)
{
    /// <summary>Nobody is told of more often; clients do it every 3 s.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, long> _notedAt = []; // by id of the person
    private List<Sender>? _untold;

    /// <returns>True if that is news.</returns>
    public bool Note(Person person)
    {
        if (_notedAt.TryGetValue(person.Id, out var at) && time.GetElapsedTime(at) < Interval) return false;
        _notedAt[person.Id] = time.GetTimestamp();
        (_untold ??= []).Add(person.Sender);
        return true;
    }

    /// <summary>Who has typed since the last call; <c>null</c> if nobody has.</summary>
    public IReadOnlyList<Sender>? Take()
    {
        foreach (var (id, at) in _notedAt)
        {
            if (time.GetElapsedTime(at) >= Interval) _notedAt.Remove(id);
        }
        var typists = _untold;
        _untold = null;
        return typists;
    }
}
