using System.Globalization;
using ChatServer.Protocol;

namespace ChatServer.Log;

/// <summary>What is looked for, and where.</summary>
/// <param name="Query">The words.</param>
/// <param name="Streams">Where; the others aren't looked at.</param>
/// <param name="Before">Where an earlier page ended; <c>null</c> for the first.</param>
/// <param name="Limit">How many messages at most.</param>
/// <param name="LimitBytes">How many bytes at most, as encoded; the first message comes in any case.</param>
public sealed record SearchRequest(
    SearchQuery Query, IReadOnlyCollection<LogStream> Streams, SearchPlace? Before, int Limit,
    int LimitBytes);

/// <summary>Messages that were found, the newest first.</summary>
/// <param name="Found">The messages.</param>
/// <param name="Next">Where to go on; <c>null</c> if that is all. A page may have fewer messages than were
/// wanted, or none, and go on: looking takes a tenth of a second at most.</param>
public sealed record SearchPage(IReadOnlyList<Found> Found, SearchPlace? Next);

/// <summary>A message that has what was looked for.</summary>
/// <param name="Event">The message, as it stands.</param>
/// <param name="Matches">Where it has it, in order.</param>
public sealed record Found(RoomEvent Event, IReadOnlyList<TextRange> Matches);

/// <summary>
/// A place among the messages of all streams, which are ordered by time; in one stream, by number. Where a
/// clock was put back, messages of several streams may be passed over.
/// </summary>
public readonly record struct SearchPlace(long At, long Seq, string Stream)
{
    /// <returns>Less than 0 if <paramref name="one"/> is the older one.</returns>
    public static int Compare(SearchPlace one, SearchPlace other)
    {
        if (one.Stream == other.Stream) return one.Seq.CompareTo(other.Seq);
        var time = one.At.CompareTo(other.At);
        return time != 0 ? time : string.CompareOrdinal(one.Stream, other.Stream);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{At}.{Seq}.{Stream}");

    /// <returns>False if that isn't the text of a place.</returns>
    public static bool TryParse(string? text, out SearchPlace place)
    {
        place = default;
        if (text?.Split('.', 3) is not [var at, var seq, var stream]
            || !long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            || !long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !SqliteSchema.IsSeq(number))
        {
            return false;
        }
        place = new SearchPlace(time, number, stream);
        return true;
    }
}
