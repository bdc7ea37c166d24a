using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>Everybody in a room at one moment, sorted by name, to be given in pages. Never changes.</summary>
internal sealed class Roster
{
    private readonly Person[] _people;
    private readonly string[] _names; // folded; of the person at the same place

    public Roster(Person[] people)
    {
        _people = people;
        _names = [.. people.Select(person => PersonName.Fold(person.Name))];
        Array.Sort(_names, _people, StringComparer.Ordinal);
    }

    /// <summary>A page of those whose name has <paramref name="find"/>, or of all.</summary>
    public PeoplePage Page(string room, int skip, int limit, string? find)
    {
        var wanted = string.IsNullOrEmpty(find) ? _people : Having(PersonName.Fold(find));
        PersonHere[] page = [.. wanted.Skip(skip).Take(limit).Select(person => person.Shown)];
        return new PeoplePage(null, room, page, wanted.Length, More: wanted.Length - page.Length > skip);
    }

    private Person[] Having(string part) =>
        [.. _people.Where((_, i) => _names[i].Contains(part, StringComparison.Ordinal))];
}
