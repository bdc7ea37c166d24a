using ChatServer.Log;
using Serilog;

namespace ChatServer.Rooms;

/// <summary>
/// The rooms, the people in them, and what they may do there: what every way into the house, WebSocket or
/// plain HTTP, works on.
/// </summary>
public sealed record House
{
    /// <summary>Longest id that a client may give, in UTF-16 units.</summary>
    public const int MaxClientIdChars = 64;

    public required People People { get; init; }
    public required RoomRegistry Rooms { get; init; }
    public required Directs Directs { get; init; }
    public required Bans Bans { get; init; }
    public required Bots Bots { get; init; }
    public required Admission Admission { get; init; }
    public required Speaking Speaking { get; init; }
    public required Moderation Moderation { get; init; }
    public required Hands Hands { get; init; }
    public required Search Search { get; init; }
    public required ReadMarks Reads { get; init; }
    public required HouseLimits Limits { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary>What was refused since the start, whichever way it was asked for.</summary>
    public RefusalCounts Refused { get; } = new();

    /// <summary>Folds all that lasts from the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="rooms">Rooms that are always there; people land in the first.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="secrets">What makes admins, and what is needed to come in.</param>
    /// <param name="botKeys">Bots of the command line.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong.</param>
    /// <param name="watchers">Further ones that learn what happens in the rooms, before the house's own
    /// do.</param>
    /// <exception cref="LogException">The log can't be read.</exception>
    public static async Task<House> LoadAsync(
        IEventLog log, IReadOnlyList<string> rooms, HouseLimits limits, HouseSecrets secrets,
        IReadOnlyList<BotKey> botKeys, TimeProvider time, ILogger logger, params IRoomWatcher[] watchers)
    {
        var people = await People.LoadAsync(log, limits, secrets, time, logger).ConfigureAwait(false);
        var directs = await Directs.LoadAsync(log, people).ConfigureAwait(false);
        var bans = new Bans(time);
        IRoomWatcher[] followers = [.. watchers, new Enforcement(people, bans), directs];
        var registry = new RoomRegistry(rooms, limits.FixedRooms, log, followers, time, logger);
        await registry.FoldRulesAsync(bans).ConfigureAwait(false);
        var speaking = new Speaking(people, limits, time);
        return new House
        {
            People = people,
            Rooms = registry,
            Directs = directs,
            Bans = bans,
            Bots = await Bots.LoadAsync(log, botKeys).ConfigureAwait(false),
            Admission = new Admission(people, bans, registry, time),
            Speaking = speaking,
            Moderation = new Moderation(people, bans, speaking, time),
            Hands = new Hands(people, speaking),
            Search = new Search(log, registry, directs, people, time),
            Reads = await ReadMarks.OpenAsync(log, time, logger).ConfigureAwait(false),
            Limits = limits,
            Time = time,
        };
    }
}
