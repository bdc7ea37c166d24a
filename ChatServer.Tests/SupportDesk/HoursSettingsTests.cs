using System.Text;
using System.Text.Json;
using ChatServer.Protocol;
using ChatServer.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>Opening hours as JSON: what is taken, and what is said of each thing that is wrong.</summary>
public sealed class HoursSettingsTests
{
    private const string Whole = """
        {"timeZone":"Asia/Shanghai","week":{"mon":["09:00-12:00","13:00-24:00"],"sat":[]},"holidays":["2026-10-01/2026-10-07","2026-12-25"]}
        """;

    [Test]
    public void Settings_travel_as_they_are()
    {
        var settings = Read(Whole);
        Assert.That(OpeningHours.TryParse(settings, out var hours, out var problem), Is.True, problem);
        Assert.That((hours!.TimeZone.Id, problem), Is.EqualTo(("Asia/Shanghai", "")));
        var json = Encoding.UTF8.GetString(ProtocolJson.Bytes(settings, ProtocolJson.Default.HoursSettings));
        Assert.That(json, Is.EqualTo(Whole));
    }

    [Test]
    public void Holidays_may_be_absent() =>
        Assert.That(Problem("""{"timeZone":"UTC","week":{}}"""), Is.Empty);

    [TestCase("""{"week":{}}""", "«timeZone» is missing: an id such as Asia/Shanghai.")]
    [TestCase("""{"timeZone":"Mars/Base","week":{}}""", "«Mars/Base» is no time zone: an id such as Asia/Shanghai is expected.")]
    [TestCase("""{"timeZone":"China Standard Time","week":{}}""", "«China Standard Time» is no time zone: an id such as Asia/Shanghai is expected.")]
    [TestCase("""{"timeZone":"../zoneinfo/UTC","week":{}}""", "«../zoneinfo/UTC» is no time zone: an id such as Asia/Shanghai is expected.")]
    [TestCase("""{"timeZone":"UTC\n","week":{}}""", "«UTC » is no time zone: an id such as Asia/Shanghai is expected.")]
    [TestCase("""{"timeZone":"UTC"}""", "«week» is missing: spans by day, such as {\"mon\":[\"09:00-12:00\"]}; {} is never open.")]
    [TestCase("""{"timeZone":"UTC","week":{"Monday":[]}}""", "«Monday» is no day: mon, tue, wed, thu, fri, sat or sun is expected.")]
    [TestCase("""{"timeZone":"UTC","week":{"mon":["9-12"]}}""", "mon «9-12» is no span: two times of a day are expected, such as 09:00-12:00.")]
    [TestCase("""{"timeZone":"UTC","week":{"mon":["24:00-24:00"]}}""", "mon «24:00-24:00» is no span: two times of a day are expected, such as 09:00-12:00.")]
    [TestCase("""{"timeZone":"UTC","week":{"mon":["09:00-24:01"]}}""", "mon «09:00-24:01» is no span: two times of a day are expected, such as 09:00-12:00.")]
    [TestCase("""{"timeZone":"UTC","week":{"mon":[null]}}""", "mon null is no span: two times of a day are expected, such as 09:00-12:00.")]
    [TestCase("""{"timeZone":"UTC","week":{"sun":["22:00-02:00"]}}""", "sun «22:00-02:00» doesn't end after it begins; a night is two spans: until 24:00, and the next day from 00:00.")]
    [TestCase("""{"timeZone":"UTC","week":{"sun":["09:00-09:00"]}}""", "sun «09:00-09:00» doesn't end after it begins; a night is two spans: until 24:00, and the next day from 00:00.")]
    [TestCase("""{"timeZone":"UTC","week":{"sun":["12:00-24:00","08:00-12:01"]}}""", "sun has spans that overlap: 08:00-12:01 and 12:00-24:00.")]
    [TestCase("""{"timeZone":"UTC","week":{},"holidays":["25.12.2026"]}""", "«25.12.2026» is no holiday: 2026-12-25 or 2026-10-01/2026-10-07 is expected.")]
    [TestCase("""{"timeZone":"UTC","week":{},"holidays":["2026-02-29"]}""", "«2026-02-29» is no holiday: 2026-12-25 or 2026-10-01/2026-10-07 is expected.")]
    [TestCase("""{"timeZone":"UTC","week":{},"holidays":["2026-01-01/2026-01-02/2026-01-03"]}""", "«2026-01-01/2026-01-02/2026-01-03» is no holiday: 2026-12-25 or 2026-10-01/2026-10-07 is expected.")]
    [TestCase("""{"timeZone":"UTC","week":{},"holidays":["2026-10-07/2026-10-01"]}""", "«2026-10-07/2026-10-01» ends before it begins.")]
    [TestCase("""{"timeZone":"UTC","week":{},"holidays":[null]}""", "null is no holiday: 2026-12-25 or 2026-10-01/2026-10-07 is expected.")]
    public void What_is_wrong_is_said_in_a_line(string json, string expected) => Assert.That(Problem(json), Is.EqualTo(expected));

    [Test]
    public void A_day_that_is_null_has_no_spans() =>
        Assert.That(Problem("""{"timeZone":"UTC","week":{"mon":null}}"""), Is.Empty);

    [Test]
    public void Counts_and_what_is_quoted_are_bounded()
    {
        var spans = Enumerable.Range(0, HoursReader.MaxSpansPerDay + 1).Select(n => $"00:{n:00}-00:{n + 1:00}").ToArray();
        Assert.That(Problem(Week(spans)), Is.EqualTo("mon has over 24 spans."));
        Assert.That(Problem(Week(spans[1..])), Is.Empty);
        string[] holidays = [.. Enumerable.Repeat("2026-12-25", HoursReader.MaxHolidays + 1)];
        Assert.That(Problem(Week([]) with { Holidays = holidays }), Is.EqualTo("There are over 400 holidays."));
        Assert.That(Problem(Week([]) with { Holidays = holidays[1..] }), Is.Empty);
        Assert.That(Problem(Week([]) with { TimeZone = new string('x', 10_000) }), Has.Length.LessThan(110));
    }

    private static HoursSettings Week(string[] monday) => new()
    {
        TimeZone = "UTC",
        Week = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = monday },
    };

    private static HoursSettings Read(string json) => JsonSerializer.Deserialize(json, ProtocolJson.Default.HoursSettings)!;

    private static string Problem(string json) => Problem(Read(json));

    private static string Problem(HoursSettings settings)
    {
        Assert.That(OpeningHours.TryParse(settings, out _, out var problem), Is.EqualTo(problem.Length == 0));
        return problem;
    }
}
