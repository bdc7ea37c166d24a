using System.Globalization;
using System.Text.RegularExpressions;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Support;

/// <summary>Reads opening hours, and says of the first thing that is wrong what it is.</summary>
internal static partial class HoursReader
{
    /// <summary>Spans of one day: more than one an hour is a mistake.</summary>
    public const int MaxSpansPerDay = 24;

    /// <summary>Holidays and ranges of them: ten years of forty.</summary>
    public const int MaxHolidays = 400;

    /// <summary>Characters of a time zone's id; the longest in the database has 32.</summary>
    private const int MaxTimeZoneChars = 64;

    /// <summary>Characters of bad input that are repeated in a problem: a range of dates has 21.</summary>
    private const int MaxQuotedChars = 32;

    // As DayOfWeek counts.
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <returns><c>null</c> with a problem, in a line of English, if something is wrong.</returns>
    public static OpeningHours? Read(HoursSettings settings, out string problem) =>
        ReadTimeZone(settings.TimeZone, out problem) is { } timeZone
        && ReadWeek(settings.Week, out problem) is { } week
        && ReadHolidays(settings.Holidays ?? [], out problem) is { } holidays
            ? new OpeningHours(timeZone, week, holidays)
            : null;

    private static TimeZoneInfo? ReadTimeZone(string? id, out string problem)
    {
        problem = "";
        // The platform takes the id for the name of a file, and knows names of Windows besides.
        if (id is { Length: <= MaxTimeZoneChars } && TimeZoneId().IsMatch(id)
            && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var timeZone))
            return timeZone;
        problem = id is null
            ? "«timeZone» is missing: an id such as Asia/Shanghai."
            : $"{Quoted(id)} is no time zone: an id such as Asia/Shanghai is expected.";
        return null;
    }

    private static OpenSpan[][]? ReadWeek(
        IReadOnlyDictionary<string, IReadOnlyList<string>>? given, out string problem)
    {
        problem = given is null
            ? "«week» is missing: spans by day, such as {\"mon\":[\"09:00-12:00\"]}; {} is never open."
            : "";
        if (given is null) return null;
        if (given.Keys.FirstOrDefault(key => !Days.Contains(key)) is { } stranger)
        {
            problem = $"{Quoted(stranger)} is no day: mon, tue, wed, thu, fri, sat or sun is expected.";
            return null;
        }
        var week = new OpenSpan[Days.Length][];
        for (var day = 0; day < week.Length; day++)
        {
            // A list in JSON may be null all the same.
            var texts = given.GetValueOrDefault(Days[day]) ?? [];
            if (ReadDay(Days[day], texts, out problem) is not { } spans) return null;
            week[day] = spans;
        }
        return week;
    }

    private static OpenSpan[]? ReadDay(string day, IReadOnlyList<string?> given, out string problem)
    {
        problem = given.Count > MaxSpansPerDay ? $"{day} has over {MaxSpansPerDay} spans." : "";
        if (given.Count > MaxSpansPerDay) return null;
        var spans = new List<OpenSpan>();
        foreach (var text in given)
        {
            if (ReadSpan(text, out var fault) is { } span)
            {
                spans.Add(span);
                continue;
            }
            problem = $"{day} {Quoted(text)} {fault}";
            return null;
        }
        spans.Sort((one, other) => one.From.CompareTo(other.From));
        for (var n = 1; n < spans.Count; n++)
        {
            if (spans[n].From >= spans[n - 1].To) continue;
            problem = $"{day} has spans that overlap: {Written(spans[n - 1])} and {Written(spans[n])}.";
            return null;
        }
        return [.. spans];
    }

    private static OpenSpan? ReadSpan(string? text, out string fault)
    {
        fault = "is no span: two times of a day are expected, such as 09:00-12:00.";
        if (text?.Split('-') is not [var first, var last] || !TryReadTime(first, out var from)) return null;
        var to = TimeSpan.FromDays(1);
        if (last != "24:00" && !TryReadTime(last, out to)) return null;
        if (from < to) return new OpenSpan(from, to);
        fault = "doesn't end after it begins; "
            + "a night is two spans: until 24:00, and the next day from 00:00.";
        return null;
    }

    private static (DateOnly, DateOnly)[]? ReadHolidays(IReadOnlyList<string?> given, out string problem)
    {
        problem = given.Count > MaxHolidays ? $"There are over {MaxHolidays} holidays." : "";
        if (given.Count > MaxHolidays) return null;
        var holidays = new List<(DateOnly First, DateOnly Last)>();
        foreach (var text in given)
        {
            var ends = text?.Split('/') ?? [];
            if (ends.Length is not (1 or 2) || !TryReadDate(ends[0], out var first)
                || !TryReadDate(ends[^1], out var last))
                problem = $"{Quoted(text)} is no holiday: 2026-12-25 or 2026-10-01/2026-10-07 is expected.";
            else if (last < first)
                problem = $"{Quoted(text)} ends before it begins.";
            else
                holidays.Add((first, last));
            if (problem.Length > 0) return null;
        }
        return [.. holidays];
    }

    private static bool TryReadTime(string text, out TimeSpan time)
    {
        var isTime = TimeOnly.TryParseExact(
            text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read);
        time = read.ToTimeSpan();
        return isTime;
    }

    private static bool TryReadDate(string text, out DateOnly date) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    private static string Written(OpenSpan span) => string.Create(
        CultureInfo.InvariantCulture,
        $"{span.From:hh\\:mm}-{(span.To == TimeSpan.FromDays(1) ? "24:00" : $"{span.To:hh\\:mm}")}");

    // On one line, and short, whatever was sent.
    private static string Quoted(string? text)
    {
        if (text is null) return "null";
        var shown = UnicodeText.Shortened(text, MaxQuotedChars);
        return $"«{string.Concat(shown.Select(c => char.IsControl(c) || char.IsSeparator(c) ? ' ' : c))}»";
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeZoneId();
}
