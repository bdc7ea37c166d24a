using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Who is in one room, and what has changed of it since it was last told. Several connections of a person are
/// one person. Not thread-safe: the room locks it.
/// </summary>
internal sealed class Presence(string room)
{
    /// <summary>
    /// Up to so many people are told by name; above, only how many there are, since each change would go to
    /// each of them.
    /// </summary>
    public const int NamedPeople = 200;

    private readonly Dictionary<string, Here> _here = [];
    private readonly HashSet<string> _changed = [];
    private bool _wasNamed = true;

    private struct Here
    {
        public Person Person;
        public int Connections;
    }

    public int Count => _here.Count;

    public bool Has(string personId) => _here.ContainsKey(personId);

    public IReadOnlyList<string> Ids() => [.. _here.Keys];

    /// <returns>True if that is news.</returns>
    public bool Enter(Person person)
    {
        ref var here = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
            _here, person.Id, out _);
        here.Person = person;
        return here.Connections++ == 0 && Note(person.Id);
    }

    /// <returns>True if that is news.</returns>
    public bool Leave(Person person)
    {
        ref var here = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(
            _here, person.Id);
        if (--here.Connections > 0) return false;
        _here.Remove(person.Id);
        return Note(person.Id);
    }

    /// <returns>True if that is news.</returns>
    public bool Rename(Person person) => _here.ContainsKey(person.Id) && Note(person.Id);

    /// <summary>The first <see cref="NamedPeople"/> who are here.</summary>
    public List<PersonHere> Named() => [.. _here.Values.Take(NamedPeople).Select(here => Shown(here.Person))];

    /// <summary>What has changed since the last call; <c>null</c> if nothing has.</summary>
    public PeopleDelta? TakeDelta()
    {
        if (_changed.Count == 0) return null;
        var isNamed = Count <= NamedPeople;
        PeopleDelta delta;
        if (!isNamed)
        {
            delta = new PeopleDelta(room, null, null, Count);
        }
        else
        {
            var came = _wasNamed
                ? [.. _changed.Where(_here.ContainsKey).Select(id => Shown(_here[id].Person))]
                : Named();
            var went = _changed.Where(id => !_here.ContainsKey(id)).ToList();
            delta = new PeopleDelta(room, came, went, Count);
        }
        _wasNamed = isNamed;
        _changed.Clear();
        return delta;
    }

    private static PersonHere Shown(Person person) => new(person.Id, person.Name);

    private bool Note(string id)
    {
        // In a crowd nobody is named, so one mark for «something has changed» is enough; but who goes must be
        // told if the crowd has gone too before it was told of.
        var isCrowd = Count > NamedPeople;
        if (isCrowd) _wasNamed = false;
        if (!isCrowd || _changed.Count == 0 || !_here.ContainsKey(id)) _changed.Add(id);
        return true;
    }
}
