using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private PersonHere[]? _named; // as long as it is true
    private Lazy<Roster>? _roster; // until the next change is told
    private bool _wasNamed = true; // no crowd has been here since people were told by name
    private int _countTold;
    private bool _isCountTold;

    private struct Here
    {
        public Person Person;
        public string Name; // as the room knows it
        public int Connections;
    }

    public int Count => _here.Count;

    public bool Has(string personId) => _here.ContainsKey(personId);

    public IReadOnlyList<string> Ids() => [.. _here.Keys];

    /// <returns>True if that is news.</returns>
    public bool Enter(Person person)
    {
        ref var here = ref CollectionsMarshal.GetValueRefOrAddDefault(_here, person.Id, out _);
        if (here.Connections++ > 0) return false;
        (here.Person, here.Name) = (person, person.Name);
        return Note(person.Id);
    }

    /// <returns>True if that is news.</returns>
    public bool Leave(Person person)
    {
        ref var here = ref CollectionsMarshal.GetValueRefOrNullRef(_here, person.Id);
        if (--here.Connections > 0) return false;
        _here.Remove(person.Id);
        return Note(person.Id);
    }

    /// <summary>Somebody looks different: their name, their role, whether they are away.</summary>
    /// <param name="person">The person.</param>
    /// <param name="oldName">The name that the room knew; <c>null</c> if it isn't another. Each change of
    /// name is given once, however many connections tell of it.</param>
    /// <returns>True if that is news.</returns>
    public bool Change(Person person, out string? oldName)
    {
        oldName = null;
        ref var here = ref CollectionsMarshal.GetValueRefOrNullRef(_here, person.Id);
        if (Unsafe.IsNullRef(ref here)) return false;
        if (here.Name != person.Name) (oldName, here.Name) = (here.Name, person.Name);
        return Note(person.Id);
    }

    /// <summary>
    /// <see cref="NamedPeople"/> of those who are here, or all. A crowd that comes shares one list.
    /// </summary>
    public IReadOnlyList<PersonHere> Named() =>
        _named ??= [.. _here.Values.Take(NamedPeople).Select(here => here.Person.Shown)];

    /// <summary>Everybody by name, as of the last signal at the earliest; sorted by who asks first.</summary>
    public Lazy<Roster> Roster()
    {
        if (_roster is not null) return _roster;
        Person[] people = [.. _here.Values.Select(here => here.Person)];
        return _roster = new Lazy<Roster>(() => new Roster(people));
    }

    /// <summary>What has changed since the last call; <c>null</c> if nothing has that is told.</summary>
    public PeopleDelta? TakeDelta()
    {
        if (_changed.Count == 0) return null;
        _roster = null;
        PeopleDelta? delta = null;
        if (Count <= NamedPeople)
        {
            var came = _wasNamed
                ? [.. _changed.Where(_here.ContainsKey).Select(id => _here[id].Person.Shown)]
                : Named();
            var went = _changed.Where(id => !_here.ContainsKey(id)).ToList();
            delta = new PeopleDelta(room, came, went, Count);
        }
        else if (!_isCountTold || Count != _countTold)
        {
            delta = new PeopleDelta(room, null, null, Count);
        }
        (_wasNamed, _isCountTold, _countTold) = (Count <= NamedPeople, Count > NamedPeople, Count);
        _changed.Clear();
        return delta;
    }

    private bool Note(string id)
    {
        if (_named is not null
            && (_named.Length < NamedPeople || Array.Exists(_named, shown => shown.Id == id)))
        {
            _named = null;
        }
        // In a crowd nobody is named, so one mark for «something has changed» is enough; but who goes must be
        // told if the crowd has gone too before it was told of.
        var isCrowd = Count > NamedPeople;
        if (isCrowd) _wasNamed = false;
        if (!isCrowd || _changed.Count == 0 || !_here.ContainsKey(id)) _changed.Add(id);
        return true;
    }
}
