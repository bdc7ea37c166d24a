using System.Globalization;
using System.Security.Cryptography;
using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// Who is here, and who holds which name. Names are folded from a stream of the log; a name belongs to the
/// token that took it, and is free again after 30 days without use. Any thread may call it.
/// </summary>
public sealed class People
{
    /// <summary>A name not used for so long is free again.</summary>
    public static readonly TimeSpan NameLease = TimeSpan.FromDays(30);

    /// <summary>How often the use of a name is written down.</summary>
    private static readonly TimeSpan LeaseRenewal = TimeSpan.FromDays(1);

    /// <summary>Allowances of people who have gone that are kept before those that have filled up are dropped.</summary>
    private const int MaxSpent = 1_000;

    /// <summary>Not a room name, so no room can have it.</summary>
    private const string StreamName = ":names";

    private readonly Lock _gate = new();
    private readonly IEventLog _log;
    private readonly LogStream _stream;
    private readonly HouseLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Dictionary<string, Person> _here = [];
    private readonly Dictionary<string, Lease> _leasesByKey = [];
    private readonly Dictionary<string, Lease> _leasesByPerson = [];
    // key of a name → id of the person here who has it
    private readonly Dictionary<string, string> _hereByKey = [];

    private readonly Dictionary<string, TokenBucket> _spent = []; // id of a person who has gone → what is left to them

    private sealed record Lease(string PersonId, PersonName Name, DateTimeOffset UsedAt);

    private People(IEventLog log, HouseLimits limits, TimeProvider time, ILogger logger)
    {
        _log = log;
        _stream = log.Open(StreamName);
        _limits = limits;
        _time = time;
        _logger = logger;
    }

    /// <summary>Folds the names from the log.</summary>
    /// <exception cref="LogException">The log cannot be read.</exception>
    public static async Task<People> LoadAsync(
        IEventLog log, HouseLimits limits, TimeProvider time, ILogger logger)
    {
        const int pageEvents = 1_000;
        var people = new People(log, limits, time, logger);
        for (long seq = 0; ;)
        {
            var page = await log.ReadAsync(people._stream, PageRequest.After(seq, pageEvents, int.MaxValue))
                .ConfigureAwait(false);
            foreach (var named in page.Events)
            {
                seq = named.Seq;
                var usedAt = DateTimeOffset.FromUnixTimeMilliseconds(named.At);
                if (time.GetUtcNow() - usedAt <= NameLease
                    && PersonName.TryParse(named.From.Name, out var name))
                {
                    people.Take(new Lease(named.From.Id, name, usedAt));
                }
            }
            if (!page.More) return people;
        }
    }

    /// <summary>A connection says who it is.</summary>
    /// <param name="token">The identity.</param>
    /// <param name="wanted">The name they want; without one they get the name they had, or a new one.</param>
    /// <param name="isLasting">Whether the name stays theirs when they leave: not for those who can't show
    /// the token again.</param>
    /// <param name="listener">The connection.</param>
    /// <returns>The person, whose name may be another than wanted if that one is taken.</returns>
    public Person Enter(Token token, PersonName? wanted, bool isLasting, IPersonListener listener)
    {
        lock (_gate)
        {
            if (!_here.TryGetValue(token.PersonId, out var person))
            {
                var had = _leasesByPerson.TryGetValue(token.PersonId, out var lease)
                    ? lease.Name
                    : (PersonName?)null;
                person = new Person(
                    token.PersonId,
                    (wanted ?? had) is { } name ? NearestFree(name, token.PersonId) : FreeGuestName(),
                    _limits, _time);
                if (_spent.Remove(person.Id, out var messages)) person.SpentMessages = messages;
                _here.Add(person.Id, person);
                _hereByKey[person.Key] = person.Id;
            }
            else if (wanted is { } name && NearestFree(name, person.Id) is var free
                && free.Text != person.Name)
            {
                SetName(person, free, listener);
            }
            person.Connections.Add(listener);
            if (isLasting) Keep(person);
            return person;
        }
    }

    /// <summary>A connection ends. A name that isn't lasting is free when the last one has.</summary>
    public void Leave(Person person, IPersonListener listener)
    {
        lock (_gate)
        {
            person.Connections.Remove(listener);
            if (person.Connections.Count > 0) return;
            _here.Remove(person.Id);
            // Who comes back at once hasn't a fresh allowance.
            if (person.SpentMessages is { } messages) _spent[person.Id] = messages;
            if (_spent.Count > MaxSpent) ForgetFull();
            _hereByKey.Remove(person.Key);
            // The lease counts from the last use, which was now.
            if (_leasesByPerson.TryGetValue(person.Id, out var lease) && lease.Name.Key == person.Key)
                Keep(person);
        }
    }

    /// <returns>False if somebody else has the name, or one that looks like it.</returns>
    public bool TryRename(Person person, PersonName name, IPersonListener by)
    {
        lock (_gate)
        {
            if (!IsFree(name.Key, person.Id)) return false;
            SetName(person, name, by);
            Keep(person);
            return true;
        }
    }

    /// <summary>Somebody who is here, or holds a name; <c>null</c> if the server knows nobody of that id.</summary>
    public Sender? Find(string personId)
    {
        lock (_gate)
        {
            if (_here.TryGetValue(personId, out var person)) return person.Sender;
            return _leasesByPerson.TryGetValue(personId, out var lease) ? new Sender(personId, lease.Name.Text) : null;
        }
    }

    /// <summary>Who has that name, or one that looks like it; <c>null</c> if nobody does.</summary>
    public Sender? Find(PersonName name)
    {
        lock (_gate)
        {
            if (_hereByKey.TryGetValue(name.Key, out var id)) return _here[id].Sender;
            return _leasesByKey.TryGetValue(name.Key, out var lease) ? new Sender(lease.PersonId, lease.Name.Text) : null;
        }
    }

    /// <summary>Somebody under the last name that is known of them.</summary>
    public Sender Known(string personId) => Find(personId) ?? new Sender(personId, "?");

    public bool IsAdmin(string personId)
    {
        lock (_gate) return _here.TryGetValue(personId, out var person) && person.IsAdmin;
    }

    /// <summary>The connections of a person; none if they aren't here.</summary>
    public IReadOnlyList<IPersonListener> ConnectionsOf(string personId)
    {
        lock (_gate) return _here.TryGetValue(personId, out var person) ? [.. person.Connections] : [];
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
            ];
        }
    }

    private void ForgetFull()
    {
        foreach (var (id, messages) in _spent)
        {
            if (messages.IsFull) _spent.Remove(id);
        }
    }

    private void SetName(Person person, PersonName name, IPersonListener by)
    {
        _hereByKey.Remove(person.Key);
        person.SetName(name);
        _hereByKey[person.Key] = person.Id;
        foreach (var connection in person.Connections) connection.OnRenamed(person, by);
    }

    private PersonName NearestFree(PersonName wanted, string personId)
    {
        var name = wanted;
        for (var number = 2; !IsFree(name.Key, personId); number++)
        {
            // A crowd that all want one name is spread out, so that the hundredth needn't try the first 99.
            name = wanted.WithNumber(number <= 20 ? number : RandomNumberGenerator.GetInt32(21, 50 * number));
        }
        return name;
    }

    private PersonName FreeGuestName()
    {
        for (var digits = 10_000; ; digits *= 10)
        {
            for (var tries = 0; tries < 10; tries++)
            {
                var number = RandomNumberGenerator.GetInt32(digits / 10, digits)
                    .ToString(CultureInfo.InvariantCulture);
                if (PersonName.TryParse("guest-" + number, out var name) && IsFree(name.Key, personId: ""))
                    return name;
            }
        }
    }

    private bool IsFree(string key, string personId)
    {
        if (_hereByKey.TryGetValue(key, out var here)) return here == personId;
        return !_leasesByKey.TryGetValue(key, out var lease) || lease.PersonId == personId
            || _time.GetUtcNow() - lease.UsedAt > NameLease;
    }

    // Writes down that the person holds their name: when it is new, and once a day.
    private void Keep(Person person)
    {
        var now = _time.GetUtcNow();
        if (_leasesByPerson.TryGetValue(person.Id, out var lease)
            && lease.Name.Text == person.Name && now - lease.UsedAt < LeaseRenewal)
        {
            return;
        }
        Take(new Lease(person.Id, new PersonName(person.Name, person.Key), now));
        _ = AppendAsync(new Draft(EventKind.Name, person.Sender, Id: null, Text: ""));
    }

    private void Take(Lease lease)
    {
        if (_leasesByPerson.TryGetValue(lease.PersonId, out var had)) _leasesByKey.Remove(had.Name.Key);
        if (_leasesByKey.TryGetValue(lease.Name.Key, out var other)) _leasesByPerson.Remove(other.PersonId);
        _leasesByPerson[lease.PersonId] = lease;
        _leasesByKey[lease.Name.Key] = lease;
    }

    private async Task AppendAsync(Draft draft)
    {
        try
        {
            await _log.AppendAsync(_stream, [draft]).ConfigureAwait(false);
        }
        catch (LogException e)
        {
            // The name is theirs until the server stops; the log itself has said what is wrong.
            _logger.Warning(
                "The name of {Person} could not be written down: {Reason}", draft.From.Id, e.Message);
        }
    }
}
