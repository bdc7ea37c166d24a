using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Who has shown a secret of the house. Lapses when the secret changes, since what is kept has its
/// fingerprint. Not thread-safe: <see cref="People"/> locks it.
/// </summary>
internal sealed class Grants(string kind, HouseSecret? secret, PeopleLog log, TimeProvider time)
{
    /// <summary>How often the use of one is written down; those unused for a year are forgotten.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromDays(30);

    private readonly Dictionary<string, DateTimeOffset> _writtenAt = []; // by id of the person
    private readonly Lazy<string?> _fingerprint = new(() => secret?.Fingerprint($"{kind} {log.Salt}"));

    /// <summary>Whether there is a secret to be shown.</summary>
    public bool AreNeeded => secret is not null;

    /// <summary>Any thread may ask.</summary>
    public bool IsRight(string guess) => secret?.Is(guess) is true;

    public bool Has(string personId) => _writtenAt.ContainsKey(personId);

    /// <summary>Takes what the log has kept.</summary>
    public void Fold(RoomEvent e)
    {
        if (e.On is true && secret is not null && e.Secret?.Hash == _fingerprint.Value)
            _writtenAt[e.From.Id] = DateTimeOffset.FromUnixTimeMilliseconds(e.At);
        else
            _writtenAt.Remove(e.From.Id);
    }

    /// <summary>
    /// Makes the fingerprint, which takes a while, before a lock is held. Any thread may call it.
    /// </summary>
    public void Prepare() => _ = _fingerprint.Value;

    public void Grant(Sender person)
    {
        _writtenAt[person.Id] = time.GetUtcNow();
        log.Write(kind, person, on: true, _fingerprint.Value);
    }

    public void Revoke(Sender person)
    {
        if (_writtenAt.Remove(person.Id)) log.Write(kind, person, on: false);
    }

    /// <summary>The person is here.</summary>
    public void Use(Sender person)
    {
        if (_writtenAt.TryGetValue(person.Id, out var at) && time.GetUtcNow() - at >= Renewal) Grant(person);
    }
}
