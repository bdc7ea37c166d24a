using System.Globalization;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>Finding what was said, in a room or in all that somebody may read.</summary>
internal sealed class SearchApi(House house, Access access)
{
    public void AddTo(RouteTable routes) => routes.Get("/api/search", FindAsync);

    private async Task<Answer> FindAsync(Exchange exchange)
    {
        if (access.ToRead(exchange, out var reader) is { } refusal) return Problems.Answer(exchange, refusal);
        if (Read(exchange, out var problem) is not { } terms) return Problems.Answer(exchange, problem!);
        Task<SearchResults> search;
        if (exchange.QueryValue("room") is not { } named)
        {
            search = house.Search.EverywhereAsync(reader, exchange.Network, terms);
        }
        else if (house.Directs.IsOpenTo(named, reader.Id))
        {
            search = house.Search.InRoomAsync(named, reader, exchange.Network, terms);
        }
        else
        {
            if ((access.ToFind(named, out var room) ?? access.ToEnter(exchange, room, reader)) is { } kept)
                return Problems.Answer(exchange, kept);
            search = house.Search.InRoomAsync(room.Name, reader, exchange.Network, terms);
        }
        var results = await search.ConfigureAwait(false);
        return exchange.PrefersText
            ? Answer.Text(Lines(results.Results))
            : Answer.Of(results, ProtocolJson.Default.SearchResults);
    }

    private static SearchTerms? Read(Exchange exchange, out Refusal? problem)
    {
        int? limit = null;
        if (exchange.QueryValue("limit") is { } text)
        {
            limit = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : 0;
        }
        return SearchTerms.Read(exchange.QueryValue("q"), exchange.QueryValue("before"), limit, out problem);
    }

    private static string Lines(IEnumerable<SearchResult> results) => string.Concat(
        results.Select(result => $"[{result.Event.Room}] {EventLine.Of(result.Event)}\n"));
}
