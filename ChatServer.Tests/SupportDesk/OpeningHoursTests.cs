using System.Globalization;
using ChatServer.Protocol;
using ChatServer.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>When the desk is open, by clocks on walls that jump, in four places.</summary>
public sealed class OpeningHoursTests
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    [Test]
    public void A_span_is_open_from_its_first_moment_until_just_before_its_last()
    {
        var hours = Hours("Asia/Shanghai", ["mon 09:00-12:00", "mon 13:30-18:00"]);
        // 12 January 2026 is a Monday; Shanghai is eight hours ahead of UTC all year.
        Assert.That(hours.IsOpen(At("2026-01-12T08:59:59.999+08:00")), Is.False);
        Assert.That(hours.IsOpen(At("2026-01-12T01:00:00Z")), Is.True);
        Assert.That(hours.IsOpen(At("2026-01-12T11:59:59.999+08:00")), Is.True);
        Assert.That(hours.IsOpen(At("2026-01-12T12:00:00+08:00")), Is.False);
        Assert.That(hours.IsOpen(At("2026-01-13T10:00:00+08:00")), Is.False);
        Assert.That(Changes(hours, "2026-01-12T00:00:00+08:00", 5), Is.EqualTo(Times(
            "2026-01-12T01:00:00Z", "2026-01-12T04:00:00Z", "2026-01-12T05:30:00Z", "2026-01-12T10:00:00Z",
            "2026-01-19T01:00:00Z")));
    }

    [Test]
    public void The_next_change_is_later_than_the_moment_that_is_asked_about()
    {
        var hours = Hours("Asia/Shanghai", ["mon 09:00-12:00"]);
        Assert.That(hours.NextChange(At("2026-01-12T08:59:59.999+08:00")), Is.EqualTo(At("2026-01-12T09:00:00+08:00")));
        Assert.That(hours.NextChange(At("2026-01-12T09:00:00+08:00")), Is.EqualTo(At("2026-01-12T12:00:00+08:00")));
        Assert.That(hours.NextChange(At("2026-01-12T11:59:59.999+08:00")), Is.EqualTo(At("2026-01-12T12:00:00+08:00")));
    }

    [Test]
    public void Nothing_changes_where_spans_touch_and_at_a_midnight_that_is_worked_through()
    {
        var hours = Hours("Asia/Shanghai", ["fri 20:00-24:00", "fri 18:00-20:00", "sat 00:00-02:00"]);
        Assert.That(hours.IsOpen(At("2026-01-16T23:59:59.999+08:00")), Is.True);
        Assert.That(hours.IsOpen(At("2026-01-17T00:00:00+08:00")), Is.True);
        Assert.That(Changes(hours, "2026-01-16T00:00:00+08:00", 2), Is.EqualTo(Times(
            "2026-01-16T18:00:00+08:00", "2026-01-17T02:00:00+08:00")));
    }

    [Test]
    public void In_winter_and_in_summer_it_opens_by_the_clock_on_the_wall()
    {
        var hours = Hours("America/New_York", Daily("09:00-17:00"));
        Assert.That(Changes(hours, "2026-01-12T06:00:00Z", 2), Is.EqualTo(Times("2026-01-12T14:00:00Z", "2026-01-12T22:00:00Z")));
        Assert.That(Changes(hours, "2026-07-13T06:00:00Z", 2), Is.EqualTo(Times("2026-07-13T13:00:00Z", "2026-07-13T21:00:00Z")));
    }

    [Test]
    public void A_span_in_the_hour_that_is_skipped_is_left_out_that_day()
    {
        // On 29 March 2026 at 01:00Z, clocks in Berlin go from 02:00 to 03:00.
        var hours = Hours("Europe/Berlin", Daily("02:00-03:00"));
        Assert.That(Changes(hours, "2026-03-28T12:00:00Z", 1), Is.EqualTo(Times("2026-03-30T02:00:00+02:00")));
        Assert.That(Changes(Hours("Europe/Berlin", Daily("02:15-02:45")), "2026-03-28T12:00:00Z", 1),
            Is.EqualTo(Times("2026-03-30T02:15:00+02:00")));
    }

    [Test]
    public void A_span_that_begins_or_ends_in_the_skipped_hour_does_so_where_the_clock_jumps()
    {
        Assert.That(Changes(Hours("Europe/Berlin", Daily("02:30-05:00")), "2026-03-29T00:00:00Z", 2),
            Is.EqualTo(Times("2026-03-29T03:00:00+02:00", "2026-03-29T05:00:00+02:00")));
        Assert.That(Changes(Hours("Europe/Berlin", Daily("01:00-02:30")), "2026-03-28T22:00:00Z", 2),
            Is.EqualTo(Times("2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00")));
    }

    [Test]
    public void A_span_in_the_hour_that_comes_twice_is_open_twice()
    {
        // On 1 November 2026 at 06:00Z, clocks in New York go from 02:00 back to 01:00.
        Assert.That(Changes(Hours("America/New_York", Daily("01:15-01:45")), "2026-11-01T04:00:00Z", 4),
            Is.EqualTo(Times(
                "2026-11-01T01:15:00-04:00", "2026-11-01T01:45:00-04:00", "2026-11-01T01:15:00-05:00",
                "2026-11-01T01:45:00-05:00")));
        Assert.That(Changes(Hours("America/New_York", Daily("01:00-02:00")), "2026-11-01T04:00:00Z", 2),
            Is.EqualTo(Times("2026-11-01T01:00:00-04:00", "2026-11-01T02:00:00-05:00")), "two hours on end");
    }

    [Test]
    public void A_clock_that_jumps_half_an_hour_is_followed()
    {
        // On 5 April 2026 Lord Howe goes from 02:00 back to 01:30, and on 4 October from 02:00 to 02:30.
        Assert.That(Changes(Hours("Australia/Lord_Howe", Daily("01:00-01:45")), "2026-04-04T12:00:00Z", 4),
            Is.EqualTo(Times(
                "2026-04-05T01:00:00+11:00", "2026-04-05T01:45:00+11:00", "2026-04-05T01:30:00+10:30",
                "2026-04-05T01:45:00+10:30")));
        Assert.That(Changes(Hours("Australia/Lord_Howe", Daily("02:00-02:45")), "2026-10-03T12:00:00Z", 2),
            Is.EqualTo(Times("2026-10-04T02:30:00+11:00", "2026-10-04T02:45:00+11:00")));
    }

    [Test]
    public void A_holiday_is_closed_all_day_and_the_ends_of_a_range_are_holidays_too()
    {
        var hours = Hours(
            "Asia/Shanghai", Daily("00:00-24:00"), "2026-10-01/2026-10-07", "2026-12-25", "2026-12-24/2026-12-25");
        Assert.That(Changes(hours, "2026-09-30T00:00:00+08:00", 4), Is.EqualTo(Times(
            "2026-10-01T00:00:00+08:00", "2026-10-08T00:00:00+08:00", "2026-12-24T00:00:00+08:00",
            "2026-12-26T00:00:00+08:00")));
        Assert.That(hours.IsOpen(At("2026-10-07T23:59:59+08:00")), Is.False);
    }

    [Test]
    public void A_leap_day_is_a_day_and_can_be_a_holiday()
    {
        // 29 February 2028 is a Tuesday.
        Assert.That(Changes(Hours("Europe/Berlin", ["tue 10:00-11:00"]), "2028-02-28T12:00:00Z", 1),
            Is.EqualTo(Times("2028-02-29T10:00:00+01:00")));
        Assert.That(Changes(Hours("Europe/Berlin", ["tue 10:00-11:00"], "2028-02-29"), "2028-02-28T12:00:00Z", 1),
            Is.EqualTo(Times("2028-03-07T10:00:00+01:00")));
    }

    [Test]
    public void What_never_changes_within_a_year_says_so()
    {
        var now = At("2026-01-12T00:00:00Z");
        Assert.That(OpeningHours.TryParse(null, out var always, out var problem), Is.True);
        Assert.That((always, problem), Is.EqualTo((OpeningHours.Always, "")));
        Assert.That((always!.IsOpen(now), always.NextChange(now)), Is.EqualTo((true, (DateTimeOffset?)null)));

        var never = Hours("Europe/Berlin", []);
        Assert.That((never.IsOpen(now), never.NextChange(now)), Is.EqualTo((false, (DateTimeOffset?)null)));

        var late = Hours("Asia/Shanghai", Daily("00:00-24:00"), "2026-01-01/2027-01-31");
        Assert.That(late.NextChange(now), Is.Null, "384 days ahead");
        Assert.That(late.NextChange(At("2026-02-01T00:00:00Z")), Is.EqualTo(At("2027-02-01T00:00:00+08:00")));
    }

    [Test]
    public void Step_by_step_the_same_changes_are_found([Values(
        "Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Atlantic/Azores", "Africa/Casablanca")]
        string zone)
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var starts = Times(
            "2026-02-13T00:00:00Z", "2026-03-07T00:00:00Z", "2026-03-28T00:00:00Z", "2026-04-04T00:00:00Z",
            "2026-10-03T00:00:00Z", "2026-10-24T00:00:00Z", "2026-10-31T00:00:00Z");
        for (var round = 0; round < 10; round++)
        {
            // Many short spans in the small hours, where clocks jump.
            var spans = Days.SelectMany(day => Enumerable.Range(0, 16).Where(_ => random.Next(2) == 0)
                .Select(n => $"{day} {Clock(n * 15)}-{Clock((n * 15) + random.Next(1, 16))}"));
            var hours = Hours(zone, [.. spans, "sat 22:00-24:00"], "2026-03-30", "2026-10-26");
            foreach (var start in starts)
            {
                var expected = new List<DateTimeOffset>();
                var isOpen = hours.IsOpen(start);
                for (var at = start.AddMinutes(1); at < start.AddDays(3); at = at.AddMinutes(1))
                {
                    if (hours.IsOpen(at) == isOpen) continue;
                    isOpen = !isOpen;
                    expected.Add(at);
                }
                Assert.That(Changes(hours, start, expected.Count), Is.EqualTo(expected));
            }
        }
    }

    private static string Clock(int minutes) => TimeSpan.FromMinutes(minutes).ToString(@"hh\:mm", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset[] Times(params string[] texts) => Array.ConvertAll(texts, At);

    private static string[] Daily(string span) => Array.ConvertAll(Days, day => $"{day} {span}");

    private static OpeningHours Hours(string zone, string[] spans, params string[] holidays)
    {
        var settings = new HoursSettings
        {
            TimeZone = zone,
            Week = spans.Select(span => span.Split(' ')).GroupBy(parts => parts[0], parts => parts[1])
                .ToDictionary(day => day.Key, day => (IReadOnlyList<string>)[.. day]),
            Holidays = holidays,
        };
        Assert.That(OpeningHours.TryParse(settings, out var hours, out var problem), Is.True, problem);
        return hours!;
    }

    private static List<DateTimeOffset> Changes(OpeningHours hours, string from, int count) => Changes(hours, At(from), count);

    private static List<DateTimeOffset> Changes(OpeningHours hours, DateTimeOffset from, int count)
    {
        var changes = new List<DateTimeOffset>();
        while (changes.Count < count) changes.Add(from = hours.NextChange(from)!.Value);
        return changes;
    }
}
