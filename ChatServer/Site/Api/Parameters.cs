using System.Globalization;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>What the query of a request for events says, checked.</summary>
internal sealed record Parameters
{
    /// <summary>Longest wait of a long-poll.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    public long? After { get; private init; }
    public long? Before { get; private init; }
    public long? Around { get; private init; }
    public string? Epoch { get; private init; }
    public int Limit { get; private init; }
    public TimeSpan Wait { get; private init; }

    /// <returns><c>null</c> if it can't be; then <paramref name="problem"/> says why.</returns>
    public static Parameters? Read(Exchange exchange, out Refusal? problem)
    {
        problem = null;
        if (!TryRead(exchange, "after", 0, long.MaxValue, out var after)
            || !TryRead(exchange, "before", 0, long.MaxValue, out var before)
            || !TryRead(exchange, "around", 0, long.MaxValue, out var around)
            || !TryRead(exchange, "limit", 1, HouseLimits.PageEvents, out var limit)
            || !TryRead(exchange, "wait", 0, (long)MaxWait.TotalSeconds, out var wait))
        {
            problem = new Refusal(
                ErrorCode.BadMessage,
                $"after, before and around are 0 or more, limit 1–{HouseLimits.PageEvents}, "
                + $"wait 0–{MaxWait.TotalSeconds}");
            return null;
        }
        if (new[] { after, before, around }.Count(seq => seq is not null) > 1)
        {
            problem = new Refusal(ErrorCode.BadMessage, "after, before and around exclude each other");
            return null;
        }
        return new Parameters
        {
            After = after,
            Before = before,
            Around = around,
            Epoch = exchange.QueryValue("epoch"),
            Limit = (int)(limit ?? HouseLimits.DefaultPageEvents),
            Wait = TimeSpan.FromSeconds(wait ?? 0),
        };
    }

    private static bool TryRead(Exchange exchange, string name, long least, long most, out long? value)
    {
        value = null;
        if (exchange.QueryValue(name) is not { } text) return true;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < least || number > most)
        {
            return false;
        }
        value = number;
        return true;
    }
}
