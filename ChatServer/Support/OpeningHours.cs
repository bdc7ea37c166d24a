using System.Diagnostics.CodeAnalysis;
using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// When the support desk is open: exactly when the clock on the wall there shows a time in a span of that
/// day. So a span in the hour that is skipped in spring is left out, and one in the hour that comes twice in
/// autumn is open twice. Never changes.
/// </summary>
public sealed class OpeningHours
{
    /// <summary>How far ahead a change is looked for: a year, and its leap day.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(366);

    /// <summary>Open day and night.</summary>
    public static readonly OpeningHours Always = new(
        TimeZoneInfo.Utc,
        [.. Enumerable.Repeat<OpenSpan[]>([new(TimeSpan.Zero, TimeSpan.FromDays(1))], 7)],
        []);

    // From Sunday, as DayOfWeek counts; in order, and none overlaps another.
    private readonly OpenSpan[][] _week;
    private readonly (DateOnly First, DateOnly Last)[] _holidays;

    internal OpeningHours(
        TimeZoneInfo timeZone, OpenSpan[][] week, (DateOnly First, DateOnly Last)[] holidays) =>
        (TimeZone, _week, _holidays) = (timeZone, week, holidays);

    /// <summary>Whose clock it is.</summary>
    public TimeZoneInfo TimeZone { get; }

    /// <summary>Reads what an admin has set.</summary>
    /// <param name="settings">The settings; <c>null</c> is open day and night.</param>
    /// <param name="hours">The hours.</param>
    /// <param name="problem">What is wrong, in a line of English; empty if nothing is.</param>
    public static bool TryParse(
        HoursSettings? settings, [NotNullWhen(true)] out OpeningHours? hours, out string problem)
    {
        problem = "";
        hours = settings is null ? Always : HoursReader.Read(settings, out problem);
        return hours is not null;
    }

    public bool IsOpen(DateTimeOffset at)
    {
        var wall = OnTheWall(at);
        return SpansOf(DateOnly.FromDateTime(wall))
            .Any(span => wall.TimeOfDay >= span.From && wall.TimeOfDay < span.To);
    }

    /// <summary>When it opens or closes next.</summary>
    /// <returns>Later than <paramref name="at"/>, in UTC; <c>null</c> if it does neither within
    /// <see cref="Horizon"/>.</returns>
    public DateTimeOffset? NextChange(DateTimeOffset at)
    {
        var isOpen = IsOpen(at);
        // Spans and jumps of the clock are at whole seconds.
        var start = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
        for (var next = Step(start); next - at <= Horizon; next = Step(next))
        {
            if (IsOpen(next) != isOpen) return next;
        }
        return null;
    }

    // To where a span begins or ends, or the day is over; or to where the clock jumps before that.
    private DateTimeOffset Step(DateTimeOffset at)
    {
        var wall = OnTheWall(at);
        var edge = SpansOf(DateOnly.FromDateTime(wall))
            .SelectMany(span => (TimeSpan[])[span.From, span.To])
            .Append(TimeSpan.FromDays(1))
            .First(edge => edge > wall.TimeOfDay);
        var next = at + (edge - wall.TimeOfDay);
        var offset = TimeZone.GetUtcOffset(at);
        return TimeZone.GetUtcOffset(next) == offset ? next : Jump(at, next, offset);
    }

    // The first second that no longer has the offset. No zone changes it twice in a day.
    private DateTimeOffset Jump(DateTimeOffset before, DateTimeOffset after, TimeSpan offset)
    {
        var (low, high) = (before.ToUnixTimeSeconds(), after.ToUnixTimeSeconds());
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (TimeZone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(middle)) == offset) low = middle;
            else high = middle;
        }
        return DateTimeOffset.FromUnixTimeSeconds(high);
    }

    private DateTime OnTheWall(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZone).DateTime;

    private OpenSpan[] SpansOf(DateOnly day) =>
        _holidays.Any(holiday => holiday.First <= day && day <= holiday.Last)
            ? []
            : _week[(int)day.DayOfWeek];
}
