namespace ChatServer.Rooms;

/// <summary>
/// What is left to people who have gone, so that who comes back at once hasn't a fresh allowance. Not
/// thread-safe: whoever has it locks it.
/// </summary>
internal sealed class SpentAllowances(HouseLimits limits, TimeProvider time)
{
    /// <summary>So many are kept before those that have filled up are dropped.</summary>
    private const int MaxKept = 1_000;

    private readonly Dictionary<string, Allowances> _byPerson = [];

    /// <summary>The person has gone.</summary>
    public void Keep(Person person)
    {
        if (!person.Allowances.AreFull) _byPerson[person.Id] = person.Allowances;
        if (_byPerson.Count <= MaxKept) return;
        foreach (var (id, allowances) in _byPerson)
        {
            if (allowances.AreFull) _byPerson.Remove(id);
        }
    }

    /// <summary>What is left to somebody: all, if nothing was kept. It stays kept, whoever looks.</summary>
    public Allowances Of(string personId) =>
        _byPerson.GetValueOrDefault(personId) ?? new Allowances(limits, time);
}
