using System.Globalization;

namespace ChatServer.Rooms;

/// <summary>
/// Names of the two rooms of a ticket: <c>#17</c>, where visitor and agent talk, and <c>#17.notes</c>, which
/// only agents enter. No room names, so no room can have them.
/// </summary>
public static class TicketName
{
    private const char Mark = '#';
    private const string NotesEnd = ".notes";

    /// <summary>Whether it is meant as one; it needn't be well-formed.</summary>
    public static bool HasMark(string? room) => room is [Mark, ..];

    /// <summary>Where visitor and agent talk.</summary>
    public static string Of(long ticket) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{ticket}");

    /// <returns>False if it isn't such a name, as the server writes it.</returns>
    public static bool TryParse(string? room, out long ticket, out bool isNotes)
    {
        (ticket, isNotes) = (0, false);
        if (!HasMark(room)) return false;
        isNotes = room!.EndsWith(NotesEnd, StringComparison.Ordinal);
        var digits = room.AsSpan(1, room.Length - 1 - (isNotes ? NotesEnd.Length : 0));
        return digits is not ['0', ..]
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ticket);
    }
}
