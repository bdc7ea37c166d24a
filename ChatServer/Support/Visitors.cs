using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>
/// The visitors who are connected. They are nobody in the house: their names are nobody's, and nothing is
/// kept of them but what they ask. Any thread may call it.
/// </summary>
public sealed class Visitors(HouseLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Here> _here = []; // by id
    private readonly SpentAllowances _spent = new(limits, time);

    private sealed record Here(Person Person, List<IVisitorListener> Connections);

    /// <summary>A visitor has come, or gone. Called on any thread; must not wait.</summary>
    public event Action<string>? PresenceChanged;

    /// <summary>All connections.</summary>
    public IReadOnlyList<IVisitorListener> All
    {
        get
        {
            lock (_gate) return [.. _here.Values.SelectMany(visitor => visitor.Connections)];
        }
    }

    /// <summary>A connection says who it is.</summary>
    /// <param name="id">The identity, which they have proved.</param>
    /// <param name="name">The name that they are to have, if it isn't the one they have.</param>
    /// <param name="connection">The connection.</param>
    public Person Enter(string id, PersonName? name, IVisitorListener connection)
    {
        Person person;
        bool isFirst;
        lock (_gate)
        {
            if (!_here.TryGetValue(id, out var visitor))
            {
                visitor = new Here(Make(id, "?"), []);
                _here.Add(id, visitor);
            }
            isFirst = visitor.Connections.Count == 0;
            visitor.Connections.Add(connection);
            person = visitor.Person;
            if (name is { } given) person.SetName(given);
        }
        if (isFirst) PresenceChanged?.Invoke(id);
        return person;
    }

    /// <summary>A connection ends.</summary>
    public void Leave(Person person, IVisitorListener connection)
    {
        lock (_gate)
        {
            var visitor = _here[person.Id];
            visitor.Connections.Remove(connection);
            if (visitor.Connections.Count > 0) return;
            _here.Remove(person.Id);
            _spent.Keep(person);
        }
        PresenceChanged?.Invoke(person.Id);
    }

    /// <summary>A visitor in the room of their ticket, who needn't be connected.</summary>
    /// <param name="id">The identity, which they have proved.</param>
    /// <param name="name">The name that they gave last, if any.</param>
    public Person PersonOf(string id, string? name)
    {
        lock (_gate)
        {
            return _here.TryGetValue(id, out var visitor) ? visitor.Person : Make(id, name ?? "?");
        }
    }

    /// <summary>Somebody of <see cref="PersonOf"/> has said what they had to say.</summary>
    public void Part(Person person)
    {
        lock (_gate)
        {
            if (!_here.ContainsKey(person.Id)) _spent.Keep(person);
        }
    }

    /// <summary>The connections of a visitor.</summary>
    public IReadOnlyList<IVisitorListener> ConnectionsOf(string id)
    {
        lock (_gate) return _here.TryGetValue(id, out var visitor) ? [.. visitor.Connections] : [];
    }

    public bool IsPresent(string id)
    {
        lock (_gate) return _here.ContainsKey(id);
    }

    private Person Make(string id, string name) => new(id, new PersonName(name, ""), _spent.Of(id));
}
