using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>Everybody in a room at one moment, sorted by name, to be given in pages. Never changes.</summary>
internal sealed class Roll
{
    private readonly Person[] _people;
    private readonly string[] _names; // folded; of the person at the same place

    public Roll(Person[] people)
    {
        _people = people;
        _names = [.. people.Select(person => PersonName.Fold(person.Name))];
        Array.Sort(_names, _people, StringComparer.Ordinal);
    }

    /// <summary>A page of those whose name has <paramref name="find"/>, or of all.</summary>
    public PeoplePage Page(string room, int skip, int limit, string? find)
    {
        var wanted = find is null ? "" : PersonName.Fold(find);
        var (count, page) = (0, new List<PersonHere>());
        for (var i = 0; i < _people.Length; i++)
        {
            if (!_names[i].Contains(wanted, StringComparison.Ordinal)) continue;
            if (count >= skip && page.Count < limit) page.Add(_people[i].Shown);
            count++;
        }
        return new PeoplePage(null, room, page, count, More: count - page.Count > skip);
    }
}
