using System.Diagnostics.CodeAnalysis;
using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// Who is here, who holds which name, who is an admin, and who has given the password: folded from a stream
/// of the log. Any thread may call it.
/// </summary>
public sealed class People
{
    private readonly Lock _gate = new();
    private readonly HouseLimits _limits;
    private readonly TimeProvider _time;
    private readonly Names _names;
    private readonly Grants _admins;
    private readonly Grants _admitted;
    private readonly Handovers _handovers;
    private readonly Dictionary<string, Person> _here = [];
    private readonly HashSet<(Person Person, IPersonListener Listener)> _readers = [];
    private readonly SpentAllowances _spent;

    private People(PeopleLog log, HouseLimits limits, HouseSecrets secrets, TimeProvider time)
    {
        _limits = limits;
        _time = time;
        _names = new Names(log, time);
        _admins = new Grants(EventKind.Admin, secrets.AdminKey, log, time);
        _admitted = new Grants(EventKind.Admitted, secrets.Password, log, time);
        _handovers = new Handovers(time);
        _spent = new SpentAllowances(limits, time);
        Networks = new Networks(limits, time);
        Guesses = new Guesses(time);
    }

    /// <summary>How many are here, on however many connections.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _here.Count;
        }
    }

    /// <summary>How often keys and passwords may be guessed, also those of rooms.</summary>
    public Guesses Guesses { get; }

    /// <summary>What all who come from one network may do together.</summary>
    internal Networks Networks { get; }

    /// <summary>Folds people from the log.</summary>
    /// <exception cref="LogException">The log cannot be read.</exception>
    public static async Task<People> LoadAsync(
        IEventLog log, HouseLimits limits, HouseSecrets secrets, TimeProvider time, ILogger logger)
    {
        var kept = new PeopleLog(log, time, logger);
        var people = new People(kept, limits, secrets, time);
        await kept.ReadAsync(people.Fold).ConfigureAwait(false);
        return people;
    }

    /// <summary>Whether somebody may come in. Who gave the password once is let in by the token.</summary>
    /// <param name="personId">The identity.</param>
    /// <param name="password">The password, if one was given.</param>
    /// <param name="from">Where they are.</param>
    /// <param name="isLasting">Whether that they gave it is kept: not for those who can't show the token
    /// again.</param>
    /// <returns><c>null</c> if they may.</returns>
    public Refusal? Admit(string personId, string? password, IPAddress from, bool isLasting)
    {
        if (!_admitted.AreNeeded) return null;
        lock (_gate)
        {
            if (_admitted.Has(personId)) return null;
        }
        if (password is null) return new Refusal(ErrorCode.PasswordNeeded, "this server has a password");
        var wrong = new Refusal(ErrorCode.BadPassword, "a wrong password");
        if (Guesses.Try(from, ":password", () => _admitted.IsRight(password), wrong) is { } refusal)
            return refusal;
        if (!isLasting) return null;
        _admitted.Prepare();
        lock (_gate) _admitted.Grant(new Sender(personId, ""));
        return null;
    }

    /// <summary>A connection says who it is.</summary>
    /// <param name="personId">The identity.</param>
    /// <param name="wanted">The name they want; without one they get the name they had, or a new one.</param>
    /// <param name="isLasting">Whether the name stays theirs when they leave: not for those who can't show
    /// the token again.</param>
    /// <param name="listener">The connection.</param>
    /// <returns>The person, whose name may be another than wanted: if that one is taken, or they took too
    /// many names of late.</returns>
    public Person Enter(string personId, PersonName? wanted, bool isLasting, IPersonListener listener)
    {
        lock (_gate)
        {
            if (!_here.TryGetValue(personId, out var person))
            {
                var allowances = _spent.Of(personId);
                if (IsRename(personId, wanted) && !allowances.Renames.TryTake(out _)) wanted = null;
                person = new Person(personId, _names.For(personId, wanted), allowances)
                {
                    IsAdmin = _admins.Has(personId),
                };
                _here.Add(person.Id, person);
                _names.Come(person);
            }
            else if (wanted is { } name && _names.For(person.Id, name) is var free
                && free.Text != person.Name && person.Allowances.Renames.TryTake(out _))
            {
                SetName(person, free, listener);
            }
            // Not the new one, which is nowhere yet.
            var others = person.Connections;
            if (person.Connect(listener)) TellAway(person, others);
            if (isLasting) _names.Keep(person);
            _admins.Use(person.Sender);
            _admitted.Use(person.Sender);
            return person;
        }
    }

    /// <summary>Somebody comes who is to have just that name: a bot.</summary>
    /// <param name="personId">The identity.</param>
    /// <param name="name">The name.</param>
    /// <param name="listener">The connection.</param>
    /// <returns>The person; <c>null</c> if somebody else has the name.</returns>
    public Person? EnterAs(string personId, PersonName name, IPersonListener listener)
    {
        lock (_gate)
        {
            return _names.IsFree(name.Key, personId)
                ? Enter(personId, name, isLasting: true, listener)
                : null;
        }
    }

    /// <summary>
    /// Whether somebody may have a name: it is nobody else's, and none that the page uses itself.
    /// </summary>
    public bool MayHave(string personId, PersonName name)
    {
        lock (_gate) return _names.IsFree(name.Key, personId);
    }

    /// <summary>
    /// Somebody who reads without being here: themselves if they are, or as they were called last.
    /// </summary>
    public Person Reader(string personId)
    {
        lock (_gate)
        {
            if (_here.TryGetValue(personId, out var person)) return person;
            return PersonName.TryParse(_names.Last(personId), out var name)
                ? new Person(personId, name, new Allowances(_limits, _time))
                {
                    IsAdmin = _admins.Has(personId),
                }
                : new Person(personId, new PersonName("?", ""), new Allowances(_limits, _time));
        }
    }

    /// <summary>
    /// A connection only reads; it is told what concerns the person, or where it comes from.
    /// </summary>
    public void Watch(Person reader, IPersonListener listener)
    {
        lock (_gate) _readers.Add((reader, listener));
    }

    /// <summary>A connection that only read ends.</summary>
    public void Unwatch(Person reader, IPersonListener listener)
    {
        lock (_gate) _readers.Remove((reader, listener));
    }

    /// <summary>A connection ends. A name that isn't lasting is free when the last one has.</summary>
    public void Leave(Person person, IPersonListener listener)
    {
        lock (_gate)
        {
            if (person.Disconnect(listener)) TellAway(person, person.Connections);
            if (person.Connections.Length > 0) return;
            _here.Remove(person.Id);
            _spent.Keep(person);
            _names.Go(person);
        }
    }

    /// <returns>False if somebody else has the name, or one that looks like it.</returns>
    public bool TryRename(Person person, PersonName name, IPersonListener by)
    {
        lock (_gate)
        {
            if (!_names.IsFree(name.Key, person.Id)) return false;
            SetName(person, name, by);
            _names.Keep(person);
            return true;
        }
    }

    /// <summary>
    /// Makes a person an admin on all their connections, also after a restart, if the key is right.
    /// </summary>
    /// <param name="person">The person.</param>
    /// <param name="key">The key that they gave.</param>
    /// <param name="from">Where they are.</param>
    /// <param name="by">The connection that asked for it.</param>
    /// <returns><c>null</c> if they are one now.</returns>
    public Refusal? GrantAdmin(Person person, string key, IPAddress from, IPersonListener by)
    {
        var wrong = new Refusal(ErrorCode.BadKey, "a wrong key");
        if (Guesses.Try(from, ":admin", () => _admins.IsRight(key), wrong) is { } refusal) return refusal;
        _admins.Prepare();
        lock (_gate)
        {
            _admins.Grant(person.Sender);
            SetAdmin(person, true, by);
        }
        return null;
    }

    /// <summary>Whether that is the admin key, for who shows it without being anybody.</summary>
    /// <returns><c>null</c> if it is.</returns>
    public Refusal? CheckAdminKey(string key, IPAddress from) => Guesses.Try(
        from, ":admin", () => _admins.IsRight(key), new Refusal(ErrorCode.BadKey, "a wrong key"));

    /// <summary>A person is no longer an admin.</summary>
    public void RevokeAdmin(Person person, IPersonListener by)
    {
        lock (_gate)
        {
            _admins.Revoke(person.Sender);
            SetAdmin(person, false, by);
        }
    }

    /// <summary>Nobody is at a connection, or somebody is again.</summary>
    public void SetAway(Person person, IPersonListener listener, bool isAway)
    {
        lock (_gate)
        {
            if (person.SetAway(listener, isAway)) TellAway(person, person.Connections);
        }
    }

    /// <summary>Makes a code with which another browser can claim the identity, once.</summary>
    /// <returns><c>null</c> if the token isn't the person's.</returns>
    public HandoverOffer? OfferHandover(Person person, Token token) =>
        token.PersonId == person.Id ? _handovers.Offer(token, person.Name) : null;

    /// <summary>Claims an identity; whoever is first gets it. Its connections are told.</summary>
    /// <returns>False if the code is unknown, used, or too old.</returns>
    public bool TryClaim(string code, out Token token, [NotNullWhen(true)] out string? name)
    {
        (token, name) = (default, null);
        if (!_handovers.TryClaim(code, out var offer)) return false;
        lock (_gate)
        {
            token = offer.Token;
            name = Find(token.PersonId)?.Name ?? offer.Name;
            foreach (var connection in ConnectionsOf(token.PersonId)) connection.OnHandedOver();
        }
        return true;
    }

    /// <summary>Who has the name: somebody here, or who was in the last 30 days.</summary>
    public Sender? Find(PersonName name)
    {
        lock (_gate) return _names.Find(name);
    }

    /// <summary>The person of that id: here, or with a name of the last 30 days.</summary>
    public Sender? Find(string personId)
    {
        lock (_gate)
            return _here.TryGetValue(personId, out var person) ? person.Sender : _names.Find(personId);
    }

    /// <summary>Somebody under the last name that is known of them: for a year.</summary>
    public Sender Known(string personId)
    {
        lock (_gate)
        {
            return _here.TryGetValue(personId, out var person)
                ? person.Sender
                : new Sender(personId, _names.Last(personId) ?? "?");
        }
    }

    /// <summary>Whether a person is an admin, here or not.</summary>
    public bool IsAdmin(string personId)
    {
        lock (_gate) return _admins.Has(personId);
    }

    /// <summary>
    /// Whether somebody of that id was here of late: here now, or with a name of the last year.
    /// </summary>
    public bool Knows(string personId)
    {
        lock (_gate) return _here.ContainsKey(personId) || _names.Last(personId) is not null;
    }

    /// <summary>The connections of a person, those that only read too.</summary>
    public IReadOnlyList<IPersonListener> ConnectionsOf(string personId)
    {
        lock (_gate)
        {
            var here = _here.TryGetValue(personId, out var person) ? person.Connections : [];
            if (_readers.Count == 0) return here;
            return [.. here, .. _readers.Where(one => one.Person.Id == personId).Select(one => one.Listener)];
        }
    }

    /// <summary>All connections of which something is true.</summary>
    public IReadOnlyList<IPersonListener> Connections(Func<Person, IPersonListener, bool> which)
    {
        lock (_gate)
        {
            return
            [
                .. _here.Values.SelectMany(
                    person => person.Connections.Where(connection => which(person, connection))),
                .. _readers.Where(one => which(one.Person, one.Listener)).Select(one => one.Listener),
            ];
        }
    }

    // Leaving and coming back with another name is one, too.
    private bool IsRename(string personId, PersonName? wanted) =>
        wanted is { } name && _names.Last(personId) is { } last && last != name.Text;

    private static void SetAdmin(Person person, bool isAdmin, IPersonListener by)
    {
        person.IsAdmin = isAdmin;
        foreach (var connection in person.Connections) connection.OnRoleChanged(person, by);
    }

    private static void TellAway(Person person, IPersonListener[] connections)
    {
        foreach (var connection in connections) connection.OnAwayChanged(person);
    }

    private void Fold(RoomEvent e)
    {
        if (e.Kind == EventKind.Name) _names.Fold(e);
        else if (e.Kind == EventKind.Admin) _admins.Fold(e);
        else if (e.Kind == EventKind.Admitted) _admitted.Fold(e);
    }

    private void SetName(Person person, PersonName name, IPersonListener by)
    {
        _names.Drop(person);
        person.SetName(name);
        _names.Come(person);
        foreach (var connection in person.Connections) connection.OnRenamed(person, by);
    }
}
