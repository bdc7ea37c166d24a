using ChatServer.Protocol;
using Microsoft.Data.Sqlite;

namespace ChatServer.Log;

/// <summary>
/// Finds messages by what they say, at one moment of the log: of each stream what the index knows, and what
/// is newer by reading it. Belongs to the thread of its connection.
/// </summary>
internal sealed class SearchReader : IDisposable
{
    /// <summary>How long one page is looked for: others wait.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Over so many streams it pays to ask the index first which of them have anything.</summary>
    private const int FewStreams = 8;

    /// <summary>Messages of all streams up to which that is an answer.</summary>
    private const int RareMessages = 500;

    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly EventReader _events;
    private readonly Statement _indexed, _rare, _newest, _oldest;

    public SearchReader(SqliteConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
        _events = new EventReader(connection);
        _indexed = new Statement(connection, "SELECT indexed FROM streams WHERE id = $stream");
        _rare = new Statement(connection, "SELECT rowid FROM search WHERE search MATCH $match LIMIT $limit");
        const string times = "SELECT at FROM events WHERE key BETWEEN $first AND $last ORDER BY key";
        _newest = new Statement(connection, $"{times} DESC LIMIT 1");
        _oldest = new Statement(connection, $"{times} LIMIT 1");
    }

    /// <summary>A page of what is found.</summary>
    /// <exception cref="DamagedIndexException">The index is damaged.</exception>
    public SearchPage Read(SearchRequest request)
    {
        lock (_connection)
        {
            // One moment: what is taken into the index meanwhile would be missing in both.
            SqliteSchema.Run(_connection, "BEGIN");
            try
            {
                return ReadAtOneMoment(request);
            }
            catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_CORRUPT)
            {
                throw new DamagedIndexException(e);
            }
            finally
            {
                SqliteSchema.Run(_connection, "COMMIT");
            }
        }
    }

    public void Dispose()
    {
        _events.Dispose();
        foreach (var statement in new[] { _indexed, _rare, _newest, _oldest }) statement.Dispose();
    }

    private SearchPage ReadAtOneMoment(SearchRequest request)
    {
        var begun = _time.GetTimestamp();
        var scans = Begin(request);
        SearchScan[] opened = [.. scans.UnorderedItems.Select(one => one.Element)];
        var (found, bytes) = (new List<Found>(), 0);
        try
        {
            // Always the stream whose next message may be the newest. Those whose turn never comes aren't
            // looked at. The first is looked at in any case, so that every page gets further.
            for (var turn = 0; scans.TryDequeue(out var scan, out _); turn++)
            {
                if (found.Count == request.Limit || (turn > 0 && IsLate()))
                    return Page(found, scan);
                if (scan.Found is { } matches)
                {
                    var message = _events.Find(scan.Stream, [scan.Place.Seq], int.MaxValue).Events[0];
                    bytes += ProtocolJson.EncodedBytes(message);
                    if (bytes > request.LimitBytes && found.Count > 0) return Page(found, scan);
                    found.Add(new Found(message, matches));
                }
                if (scan.MoveNext(IsLate)) scans.Enqueue(scan, scan.Place);
            }
            return Page(found, null);
        }
        finally
        {
            foreach (var scan in opened) scan.Dispose();
        }

        bool IsLate() => _time.GetElapsedTime(begun) > Patience;
    }

    // Queued by where each may have its newest message, none of them opened yet.
    private PriorityQueue<SearchScan, SearchPlace> Begin(SearchRequest request)
    {
        var scans = new PriorityQueue<SearchScan, SearchPlace>(
            Comparer<SearchPlace>.Create((one, other) => SearchPlace.Compare(other, one)));
        var having = request.Streams.Count > FewStreams ? RowsOfRare(request.Query) : null;
        foreach (var stream in request.Streams)
        {
            if (stream.Row == 0 || _indexed.Ask(stream.Row) is not long indexed) continue;
            var head = stream.Head;
            if (having?.Contains(stream.Row) is false && indexed >= head) continue;
            var last = request.Before is { } before ? LastBefore(stream, before, head) : head;
            var (first, end) = (SqliteSchema.Key(stream.Row, 1), SqliteSchema.Key(stream.Row, last));
            if (last < 1 || _newest.Ask(first, end) is not long at) continue;
            var scan = new SearchScan(
                _connection, stream, request.Query, indexed, new SearchPlace(at, last, stream.Name));
            scans.Enqueue(scan, scan.Place);
        }
        return scans;
    }

    // What was last looked at may be there still, if nobody came to take it.
    private static SearchPage Page(List<Found> found, SearchScan? next) =>
        new(found, next is null ? null : next.Place with { Seq = next.Place.Seq + 1 });

    // The streams that have anything of what is looked for; null if there are too many messages to tell.
    private HashSet<long>? RowsOfRare(SearchQuery query)
    {
        var (rows, count) = (new HashSet<long>(), 0);
        using var row = _rare.Query(query.Match, RareMessages);
        for (; row.Read(); count++) rows.Add(row.GetInt64(0) >> SqliteSchema.SeqBits);
        return count < RareMessages ? rows : null;
    }

    // The last event of a stream that comes before a place. Times grow with numbers.
    private long LastBefore(LogStream stream, SearchPlace before, long head)
    {
        if (stream.Name == before.Stream) return Math.Min(before.Seq - 1, head);
        var latest = string.CompareOrdinal(stream.Name, before.Stream) < 0 ? before.At : before.At - 1;
        var (low, high) = (0L, head);
        while (low < high)
        {
            var middle = high - ((high - low) / 2);
            var (first, last) = (SqliteSchema.Key(stream.Row, middle), SqliteSchema.Key(stream.Row, high));
            if (_oldest.Ask(first, last) is long at && at <= latest) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
