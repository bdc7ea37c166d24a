namespace ChatServer.Rooms;

/// <summary>
/// What is left to people who have gone, so that who comes back at once hasn't a fresh allowance. Not
/// thread-safe: <see cref="People"/> locks it.
/// </summary>
internal sealed class SpentAllowances
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

    /// <summary>The person is back.</summary>
    /// <returns><c>null</c> if nothing was kept, so all of it is theirs.</returns>
    public Allowances? Take(string personId) =>
        _byPerson.Remove(personId, out var allowances) ? allowances : null;
}
