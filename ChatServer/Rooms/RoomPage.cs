using ChatServer.Log;
using ChatServer.Protocol;

namespace ChatServer.Rooms;

/// <summary>What a member gets first.</summary>
/// <param name="Epoch">The epoch that the numbers belong to.</param>
/// <param name="Head">The newest event; live ones go on from the next.</param>
/// <param name="IsRecovered">The events run without a gap from the last that the member had.</param>
/// <param name="More">There are older ones.</param>
/// <param name="Events">The events.</param>
public sealed record RoomPage(
    string Epoch, long Head, bool IsRecovered, bool More, IReadOnlyList<RoomEvent> Events)
{
    /// <summary>What hosts have set.</summary>
    public RoomRules Rules { get; init; } = RoomRules.None;

    /// <summary>The first 200 who are here.</summary>
    public IReadOnlyList<PersonHere> People { get; init; } = [];

    /// <summary>How many are here.</summary>
    public int Count { get; init; }

    /// <summary>
    /// What a member has missed; or the newest page, if it begins, or that would have a gap.
    /// </summary>
    /// <param name="log">The log.</param>
    /// <param name="stream">The room's.</param>
    /// <param name="after">The last event that the member has; <c>null</c> if it begins.</param>
    /// <returns>The page, without what isn't in the log.</returns>
    /// <exception cref="LogException">The log can't be read.</exception>
    internal static async Task<RoomPage> ReadAsync(IEventLog log, LogStream stream, long? after)
    {
        if (after is { } have)
        {
            var sinceThen = PageRequest.Since(have, HouseLimits.ResumeEvents, HouseLimits.ResumeBytes);
            var missed = await log.ReadAsync(stream, sinceThen).ConfigureAwait(false);
            // Without a gap: what was purged meanwhile, or more than a resume gives, makes it a new
            // beginning.
            var isGapless = have + missed.Events.Count == missed.Head;
            if (!missed.More && isGapless)
                return new RoomPage(stream.Epoch, missed.Head, true, have > 0, missed.Events);
        }
        var newest = await log
            .ReadAsync(stream, PageRequest.Newest(HouseLimits.DefaultPageEvents, HouseLimits.PageBytes))
            .ConfigureAwait(false);
        return new RoomPage(stream.Epoch, newest.Head, false, newest.More, newest.Events);
    }
}
