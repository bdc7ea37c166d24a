using ChatServer.Protocol;

namespace ChatServer.Log;

/// <summary>Reads all of a stream, a page at a time, to fold what lasts from it.</summary>
internal static class WholeStream
{
    private const int PageEvents = 1_000;

    /// <summary>All events, in order.</summary>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async IAsyncEnumerable<RoomEvent> ReadAsync(IEventLog log, LogStream stream)
    {
        EventPage page;
        long seq = 0;
        do
        {
            page = await log.ReadAsync(stream, PageRequest.After(seq, PageEvents, int.MaxValue))
                .ConfigureAwait(false);
            foreach (var e in page.Events) yield return e;
            if (page.Events.Count > 0) seq = page.Events[^1].Seq;
        }
        while (page.More);
    }
}
