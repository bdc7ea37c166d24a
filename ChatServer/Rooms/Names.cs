using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Who holds which name. A name belongs to the token that took it, and is free again after 30 days without
/// use; what people were called is known for longer. Not thread-safe: <see cref="People"/> locks it.
/// </summary>
internal sealed class Names(PeopleLog log, TimeProvider time)
{
    /// <summary>A name not used for so long is free again.</summary>
    private static readonly TimeSpan LeaseTime = TimeSpan.FromDays(30);

    /// <summary>How often the use of a name is written down.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(1);

    // What a page calls people, and itself: nobody is to be taken for that. The second of a name gets a
    // number.
    private static readonly FrozenSet<string> Reserved = Keys(
        "admin", "administrator", "host", "moderator", "root", "server", "system", "ChatServer",
        "you", "everyone", "all", "here", "管理员", "主持人", "系统", "服务器", "我", "你", "所有人");

    private readonly Dictionary<string, Lease> _byPerson = []; // also those that have lapsed
    private readonly Dictionary<string, Lease> _byKey = []; // the last one of each name
    private readonly Dictionary<string, Person> _here = []; // by key of the name

    private sealed record Lease(string PersonId, PersonName Name, DateTimeOffset UsedAt);

    /// <summary>Takes what the log has kept.</summary>
    public void Fold(RoomEvent e)
    {
        if (PersonName.TryParse(e.From.Name, out var name))
            Take(new Lease(e.From.Id, name, DateTimeOffset.FromUnixTimeMilliseconds(e.At)));
    }

    /// <summary>The name for somebody who comes: the one they want, the one they had, or a new one; or the
    /// nearest that is free.</summary>
    public PersonName For(string personId, PersonName? wanted)
    {
        if ((wanted ?? _byPerson.GetValueOrDefault(personId)?.Name) is not { } name) return FreeGuestName();
        for (var (number, asked) = (2, name); !IsFree(name.Key, personId); number++)
        {
            // A crowd that all want one name is spread out, so that the hundredth needn't try the first 99.
            name = asked.WithNumber(number <= 20 ? number : RandomNumberGenerator.GetInt32(21, 50 * number));
        }
        return name;
    }

    public bool IsFree(string key, string personId)
    {
        if (Reserved.Contains(key)) return false;
        if (_here.TryGetValue(key, out var here)) return here.Id == personId;
        return !_byKey.TryGetValue(key, out var lease) || lease.PersonId == personId || HasLapsed(lease);
    }

    /// <summary>The person has the name of now as long as they are here.</summary>
    public void Come(Person person) => _here[person.Key] = person;

    /// <summary>The person will have another name.</summary>
    public void Drop(Person person) => _here.Remove(person.Key);

    /// <summary>
    /// The person has gone: a name that isn't leased is free, and the time of a lease begins.
    /// </summary>
    public void Go(Person person)
    {
        Drop(person);
        if (_byPerson.TryGetValue(person.Id, out var lease) && lease.Name.Key == person.Key) Keep(person);
    }

    /// <summary>Leases the person their name, and writes it down: when it is new, and once a day.</summary>
    public void Keep(Person person)
    {
        var now = time.GetUtcNow();
        if (_byPerson.TryGetValue(person.Id, out var lease)
            && lease.Name.Text == person.Name && now - lease.UsedAt < Renewal)
        {
            return;
        }
        Take(new Lease(person.Id, new PersonName(person.Name, person.Key), now));
        log.Write(EventKind.Name, person.Sender);
    }

    /// <summary>Who has the name: here, or with a lease.</summary>
    public Sender? Find(PersonName name)
    {
        if (_here.TryGetValue(name.Key, out var here)) return here.Sender;
        return _byKey.TryGetValue(name.Key, out var lease) && !HasLapsed(lease) ? Shown(lease) : null;
    }

    /// <summary>Who has a lease.</summary>
    public Sender? Find(string personId) =>
        _byPerson.TryGetValue(personId, out var lease) && !HasLapsed(lease) ? Shown(lease) : null;

    /// <summary>What a person was called when they were last here; <c>null</c> after a year.</summary>
    public string? Last(string personId) => _byPerson.GetValueOrDefault(personId)?.Name.Text;

    private static FrozenSet<string> Keys(params IEnumerable<string> names) =>
        names
            .Select(text => PersonName.TryParse(text, out var name)
                ? name.Key
                : throw new ArgumentException(text))
            .ToFrozenSet();

    private static Sender Shown(Lease lease) => new(lease.PersonId, lease.Name.Text);

    private bool HasLapsed(Lease lease) => time.GetUtcNow() - lease.UsedAt > LeaseTime;

    private void Take(Lease lease)
    {
        // Their last name may be another's by now.
        if (_byPerson.TryGetValue(lease.PersonId, out var had)
            && _byKey.GetValueOrDefault(had.Name.Key) == had)
        {
            _byKey.Remove(had.Name.Key);
        }
        _byPerson[lease.PersonId] = lease;
        _byKey[lease.Name.Key] = lease;
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
}
