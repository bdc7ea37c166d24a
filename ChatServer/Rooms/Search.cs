using System.Collections.Concurrent;
using System.Net;
using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>
/// Finds messages in what a person may read: a room, or all of them. Of other rooms nothing is looked at. Any
/// thread may call it.
/// </summary>
public sealed class Search(
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
    /// <param name="terms">What for.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public Task<SearchResults> InRoomAsync(string room, Person person, IPAddress from, SearchTerms terms) =>
        SearchAsync([log.Open(room)], person, from, terms);

    /// <summary>Looks in every room that the person may read without being asked for a password, and in their
    /// conversations of two.</summary>
    /// <param name="person">Who asks.</param>
    /// <param name="from">Where they are.</param>
    /// <param name="terms">What for.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public Task<SearchResults> EverywhereAsync(Person person, IPAddress from, SearchTerms terms)
    {
        var now = time.GetUtcNow();
        var streams = rooms.Public
            .Where(room => Permission.ToEnter(room, person, null, from, people.Guesses, now) is null)
            .Select(room => room.Name)
            .Concat(directs.NamesOf(person.Id))
            .Select(log.Open).Where(stream => stream.Head > 0).ToList();
        if (streams.Count > MostRooms)
            streams = [.. streams.OrderByDescending(stream => stream.Head).Take(MostRooms)];
        return SearchAsync(streams, person, from, terms);
    }

    private async Task<SearchResults> SearchAsync(
        IReadOnlyCollection<LogStream> streams, Person person, IPAddress from, SearchTerms terms)
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
                terms.Query, streams, terms.Before, terms.Limit, HouseLimits.PageBytes))
                .ConfigureAwait(false);
        }
        finally
        {
            Ended(who);
        }
        return new SearchResults(
            terms.Re, [.. page.Found.Select(found => Result(found, person))], page.Next is not null,
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
