using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>What somebody looks for, checked.</summary>
public sealed record SearchTerms(SearchQuery Query, SearchPlace? Before, int Limit)
{
    /// <summary>The request's own id.</summary>
    public string? Re { get; init; }

    /// <param name="find">The words.</param>
    /// <param name="before">Where an earlier page said to go on.</param>
    /// <param name="limit">How many messages.</param>
    /// <param name="problem">Why it can't be.</param>
    /// <returns><c>null</c> if it can't be.</returns>
    public static SearchTerms? Read(string? find, string? before, int? limit, out Refusal? problem)
    {
        problem = null;
        var count = limit ?? Search.DefaultLimit;
        if (!SearchQuery.TryParse(find, out var query))
        {
            problem = Bad(
                $"what is looked for has 1–{SearchQuery.MaxWords} words, {SearchQuery.MaxUnits} characters");
        }
        else if (count is < 1 or > Search.MaxLimit)
        {
            problem = Bad($"limit is 1–{Search.MaxLimit}");
        }
        else if (before is null)
        {
            return new SearchTerms(query, null, count);
        }
        else if (SearchPlace.TryParse(before, out var place))
        {
            return new SearchTerms(query, place, count);
        }
        else
        {
            problem = Bad("before is what the last page said");
        }
        return null;
    }

    private static Refusal Bad(string what) => new(ErrorCode.BadMessage, what);
}
