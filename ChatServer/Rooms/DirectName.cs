namespace ChatServer.Rooms;

/// <summary>
/// Names of conversations of two: <c>@</c>, and the ids of both with a dot between, in ordinal order. No room
/// name, so no room can have it, and it says itself who may come in.
/// </summary>
public static class DirectName
{
    private const char Mark = '@';
    private const char Between = '.';

    /// <summary>Whether it is meant as one; it needn't be well-formed.</summary>
    public static bool HasMark(string? room) => room is [Mark, ..];

    public static string Of(string onePersonId, string otherPersonId) =>
        string.CompareOrdinal(onePersonId, otherPersonId) < 0
            ? $"{Mark}{onePersonId}{Between}{otherPersonId}"
            : $"{Mark}{otherPersonId}{Between}{onePersonId}";

    /// <summary>Who may come in.</summary>
    /// <returns>False if it isn't such a name.</returns>
    public static bool TryParse(string? room, out (string One, string Other) people)
    {
        people = default;
        if (!HasMark(room)) return false;
        var parts = room![1..].Split(Between);
        if (parts.Length != 2 || !Token.IsPersonId(parts[0]) || !Token.IsPersonId(parts[1])) return false;
        people = (parts[0], parts[1]);
        return string.CompareOrdinal(people.One, people.Other) < 0;
    }

    /// <summary>With whom a person talks in that room.</summary>
    /// <returns>False if the room isn't one of theirs.</returns>
    public static bool TryGetOther(string? room, string personId, out string otherId)
    {
        otherId = "";
        if (!TryParse(room, out var people) || (people.One != personId && people.Other != personId))
            return false;
        otherId = people.One == personId ? people.Other : people.One;
        return true;
    }
}
