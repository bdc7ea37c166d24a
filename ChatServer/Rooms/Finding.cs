using System.Collections.Concurrent;
using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Finds messages in what a person may read: a room, or all of them. Of other rooms nothing is looked at. Any
/// thread may call it.
/// </summary>
public sealed class Finding(
    IEventLog log, RoomRegistry rooms, Directs directs, People people, TimeProvider time)
{
    /// <summary>Messages on a page if the client doesn't say.</summary>
    public const int DefaultLimit = 20;

    /// <summary>Most messages on a page.</summary>
    public const int MaxLimit = 50;

    /// <summary>Rooms that are looked at, if a person may read more: those with the most in them.</summary>
    private const int MostRooms = 500;

    /// <summary>Searches of one person at a time, so that nobody keeps others from theirs.</summary>
    private const int MostAtOnce = 4;

    private readonly ConcurrentDictionary<string, int> _underWay = new();

    /// <summary>Looks in a room that the person may read.</summary>
    /// <param name="room">The room's canonical name.</param>
    /// <param name="person">Who asks.</param>
    /// <param name="from">Where they are.</param>
    /// <param name="wanted">What for.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public Task<SearchResults> InRoomAsync(string room, Person person, IPAddress from, Wanted wanted) =>
        SearchAsync([log.Open(room)], person, from, wanted);

    /// <summary>Looks in every room that the person may read without being asked for a password.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="from">Where they are.</param>
    /// <param name="withDirects">Whether in their conversations of two as well.</param>
    /// <param name="wanted">What for.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public Task<SearchResults> EverywhereAsync(Person person, IPAddress from, bool withDirects, Wanted wanted)
    {
        var now = time.GetUtcNow();
        var names = rooms.Public
            .Where(room => Permission.ToEnter(room, person, null, from, people.Guesses, now) is null)
            .Select(room => room.Name);
        if (withDirects) names = names.Concat(directs.NamesOf(person.Id));
        var streams = names.Select(log.Open).Where(stream => stream.Head > 0).ToList();
        if (streams.Count > MostRooms)
            streams = [.. streams.OrderByDescending(stream => stream.Head).Take(MostRooms)];
        return SearchAsync(streams, person, from, wanted);
    }

    private async Task<SearchResults> SearchAsync(
        IReadOnlyCollection<LogStream> streams, Person person, IPAddress from, Wanted wanted)
    {
        // Those without a name are one for each network.
        var who = person == Person.Stranger ? from.ToString() : person.Id;
        if (_underWay.AddOrUpdate(who, 1, (_, count) => count + 1) > MostAtOnce)
        {
            Ended(who);
            throw new LogException($"{MostAtOnce} searches at once; ask again when one has ended.");
        }
        SearchPage page;
        try
        {
            page = await log.SearchAsync(new SearchRequest(
                wanted.Query, streams, wanted.Before, wanted.Limit, HouseLimits.PageBytes))
                .ConfigureAwait(false);
        }
        finally
        {
            Ended(who);
        }
        return new SearchResults(
            wanted.Re, [.. page.Found.Select(found => Result(found, person))], page.Next is not null,
            page.Next?.ToString());
    }

    private void Ended(string who)
    {
        if (_underWay.AddOrUpdate(who, 0, (_, count) => count - 1) == 0)
            _underWay.TryRemove(KeyValuePair.Create(who, 0));
    }

    private SearchResult Result(Found found, Person person) => new(found.Event, found.Matches)
    {
        With = DirectName.TryGetOther(found.Event.Room, person.Id, out var other)
            ? people.Known(other)
            : null,
    };
}

/// <summary>What somebody wants to find, checked.</summary>
public sealed record Wanted(SearchQuery Query, SearchPlace? Before, int Limit)
{
    /// <summary>The request's own id.</summary>
    public string? Re { get; init; }

    /// <param name="find">The words.</param>
    /// <param name="before">Where an earlier page said to go on.</param>
    /// <param name="limit">How many messages.</param>
    /// <param name="problem">Why it can't be.</param>
    /// <returns><c>null</c> if it can't be.</returns>
    public static Wanted? Read(string? find, string? before, int? limit, out Refusal? problem)
    {
        problem = null;
        var count = limit ?? Finding.DefaultLimit;
        if (!SearchQuery.TryParse(find, out var query))
        {
            problem = Bad(
                $"what is looked for has 1–{SearchQuery.MaxWords} words, {SearchQuery.MaxUnits} characters");
        }
        else if (count is < 1 or > Finding.MaxLimit)
        {
            problem = Bad($"limit is 1–{Finding.MaxLimit}");
        }
        else if (before is null)
        {
            return new Wanted(query, null, count);
        }
        else if (SearchPlace.TryParse(before, out var place))
        {
            return new Wanted(query, place, count);
        }
        else
        {
            problem = Bad("before is what the last page said");
        }
        return null;
    }

    private static Refusal Bad(string what) => new(ErrorCode.BadMessage, what);
}
