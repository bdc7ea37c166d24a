using System.Text;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Support;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using static ChatServer.Tests.SupportDesk.DeskLog;

namespace ChatServer.Tests.SupportDesk;

/// <summary>What a report says of logs that are written by hand.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DeskReportTests
{
    private static readonly Sender Ann = new("agent-a", "Ann");
    private static readonly Sender Ben = new("agent-b", "Ben");

    private readonly DeskLog _log = new();

    [Test]
    public void A_ticket_is_counted_with_its_times_its_agent_its_tag_and_its_rating()
    {
        var ticket = _log.Open(Visitor(1), "sales");
        _log.After(30).Claim(Ann, ticket);
        _log.After(5.5).Answer(Ann, ticket);
        _log.After(60).Close(Ann, ticket, "order");
        _log.After(1).Rate(Visitor(1), ticket, 4, "quick");
        _log.After(1).Rate(Visitor(1), ticket, 5, "quick indeed");

        const string Tally = """
            {"opened":1,"answered":1,"closed":1,"abandoned":0,"returned":0,"transferred":0,"wait":{"median":30,"p90":30},"firstAnswer":{"median":35.5,"p90":35.5},"handling":{"median":65.5,"p90":65.5},"ratings":{"count":1,"mean":5,"histogram":[0,0,0,0,1]}}
            """;
        var view = _log.Report(1, 2_000_000_000_000).View();
        Assert.That(Encoding.UTF8.GetString(ProtocolJson.Bytes(view, ProtocolJson.Default.DeskReportView)), Is.EqualTo($$$"""
            {"from":1,"to":2000000000000,"timeZone":"UTC","total":{{{Tally}}},"days":[{"day":"2026-03-02","tally":{{{Tally}}}}],"departments":[{"department":"sales","tally":{{{Tally}}}}],"tags":[{"tag":"order","count":1}],"agents":[{"agent":{"id":"agent-a","name":"Ann"},"taken":1,"closed":1,"firstAnswer":5.5,"handling":65.5,"ratings":{"count":1,"mean":5,"histogram":[0,0,0,0,1]},"lostBySilence":0}]}
            """));
    }

    [Test]
    public void With_nothing_in_it_a_report_is_empty()
    {
        var view = _log.Report().View();
        Assert.That((view.Total.Opened, view.Total.Wait, view.Total.Ratings.Mean), Is.EqualTo((0, (Percentiles?)null, (double?)null)));
        Assert.That(view.Days, Is.Empty);
        Assert.That(view.Agents, Is.Empty);
    }

    [Test]
    public void A_ticket_belongs_to_the_period_in_which_it_was_opened_whenever_the_rest_happens()
    {
        var start = _log.Now;
        var before = _log.Open(Visitor(1));
        var first = _log.After(1).Open(Visitor(2));
        var last = _log.After(1).Open(Visitor(3));
        _log.After(1).Open(Visitor(4));
        foreach (var ticket in (long[])[before, first, last]) _log.After(1000).Claim(Ann, ticket);
        _log.Close(Ann, first);
        var report = _log.Report(start + 1_000, start + 3_000);
        Assert.That(report.Tickets.Select(ticket => ticket.Ticket.Number), Is.EqualTo(new[] { first, last }));
        Assert.That((report.View().Total.Closed, report.View().Agents.Single().Taken), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Days_begin_at_midnight_of_the_zone()
    {
        foreach (var at in (string[])["2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z"])
        {
            _log.Now = DateTimeOffset.Parse(at, null).ToUnixTimeMilliseconds();
            _log.Open(Visitor(_log.Events.Count));
        }
        // The day on which clocks go forward has 23 hours.
        var days = _log.Report(timeZone: TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).View().Days;
        Assert.That(days.Select(day => (day.Day, day.Tally.Opened)), Is.EqualTo(new[]
        {
            (new DateOnly(2026, 3, 28), 1), (new DateOnly(2026, 3, 29), 2), (new DateOnly(2026, 3, 30), 1),
        }));
    }

    [Test]
    public void Who_leaves_or_is_closed_by_a_timer_before_an_answer_has_abandoned_it_and_nobody_else_has()
    {
        var waiting = _log.Open(Visitor(1));
        _log.Close(Visitor(1), waiting);
        var silent = _log.Open(Visitor(2));
        _log.Claim(Ann, silent);
        _log.Close(Visitor(2), silent);
        var byTimer = _log.Open(Visitor(3));
        _log.Close(Desk.Itself, byTimer, isSupervisor: true);
        var answered = _log.Open(Visitor(4));
        _log.Claim(Ann, answered);
        _log.Answer(Ann, answered);
        _log.Close(Visitor(4), answered);
        var spam = _log.Open(Visitor(5));
        _log.Claim(Ann, spam);
        _log.Close(Ann, spam, "spam");
        var report = _log.Report();
        Assert.That(report.Tickets.Where(ticket => ticket.IsAbandoned).Select(ticket => ticket.Ticket.Number),
            Is.EqualTo(new[] { waiting, silent, byTimer }));
        var total = report.View().Total;
        Assert.That((total.Opened, total.Closed, total.Abandoned, total.Answered), Is.EqualTo((5, 5, 3, 1)));
    }

    [Test]
    public void Acts_that_came_too_late_count_for_nobody()
    {
        var ticket = _log.Open(Visitor(1));
        _log.Open(Visitor(1)); // has one already
        _log.After(1).Claim(Ann, ticket);
        _log.After(1).Claim(Ben, ticket);
        _log.Claim(Ann, ticket); // again
        _log.Answer(Ben, ticket);
        _log.Rate(Visitor(1), ticket, 1);
        _log.After(1).Answer(Ann, ticket);
        _log.Return(Desk.Itself, ticket, ticket + 2, TakeBack.Silence);
        _log.Transfer(Ben, ticket, Ben);
        _log.Close(Ben, ticket);
        _log.After(1).Close(Ann, ticket);
        _log.After(1).Close(Ann, ticket);
        _log.TakeOver(Ben, ticket);
        var view = _log.Report().View();
        Assert.That(view.Total, Is.EqualTo(new DeskTally(
            1, 1, 1, 0, 0, 0, new Percentiles(1, 1), new Percentiles(3, 3), new Percentiles(3, 3), view.Total.Ratings)));
        Assert.That(view.Total.Ratings.Count, Is.Zero);
        var ann = view.Agents.Single();
        Assert.That((ann.Agent, ann.FirstAnswer, ann.LostBySilence), Is.EqualTo((Ann, 2, 0)));
    }

    [Test]
    public void A_ticket_of_several_agents_counts_for_each_what_they_did()
    {
        var ticket = _log.Open(Visitor(1), "sales");
        _log.After(10).Claim(Ann, ticket);
        _log.After(180).Return(Desk.Itself, ticket, ticket + 1, TakeBack.Silence);
        _log.After(20).Claim(Ben, ticket);
        _log.After(5).Answer(Ben, ticket);
        _log.After(30).Transfer(Ben, ticket, Ann with { Name = "Anna" });
        _log.After(7).Answer(Ann, ticket);
        _log.After(3).Transfer(Ann, ticket, "billing");
        _log.After(40).TakeOver(Ben, ticket);
        _log.After(50).Close(Visitor(1), ticket);
        _log.Rate(Visitor(1), ticket, 2);
        var view = _log.Report().View();
        var total = view.Total;
        Assert.That((total.Returned, total.Transferred), Is.EqualTo((1, 2)));
        Assert.That((total.Wait!.Median, total.FirstAnswer!.Median, total.Handling!.Median), Is.EqualTo((10, 215, 335)));
        Assert.That(view.Departments.Select(department => department.Department), Is.EqualTo(new[] { "billing" }));
        var (ann, ben) = (view.Agents[0], view.Agents[1]);
        Assert.That((ann.Agent.Name, ann.Taken, ann.Closed, ann.FirstAnswer, ann.Handling, ann.Ratings.Mean, ann.LostBySilence),
            Is.EqualTo(("Anna", 1, 0, 7, (double?)null, (double?)null, 1)));
        Assert.That((ben.Agent.Name, ben.Taken, ben.Closed, ben.FirstAnswer, ben.Handling, ben.Ratings.Mean, ben.LostBySilence),
            Is.EqualTo(("Ben", 1, 1, 5, 50, 2, 0)));
    }

    [Test]
    public void What_an_agent_gives_back_is_returned_but_not_lost_by_silence()
    {
        var ticket = _log.Open(Visitor(1));
        _log.Claim(Ann, ticket);
        _log.Return(Ann, ticket, ticket + 1, TakeBack.Silence);
        var view = _log.Report().View();
        Assert.That((view.Total.Returned, view.Agents.Single().LostBySilence), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Percentiles_are_durations_that_occurred()
    {
        for (var n = 1; n <= 10; n++)
        {
            var ticket = _log.Open(Visitor(n));
            _log.After(n).Claim(Ann, ticket);
            if (n is 4 or 10) Assert.That(_log.Report().View().Total.Wait, Is.EqualTo(n == 4 ? new Percentiles(2, 4) : new Percentiles(5, 9)));
        }
    }

    [Test]
    public void A_clock_that_goes_back_makes_no_negative_durations()
    {
        var ticket = _log.Open(Visitor(1));
        _log.After(-60).Claim(Ann, ticket);
        Assert.That(_log.Report().View().Total.Wait, Is.EqualTo(new Percentiles(0, 0)));
    }

    [Test]
    public void The_fifty_tags_that_are_used_most_are_told()
    {
        for (var n = 0; n < 60; n++)
        {
            for (var times = 0; times < (n == 59 ? 3 : n == 58 ? 2 : 1); times++)
            {
                var ticket = _log.Open(Visitor(1));
                _log.Close(Visitor(1), ticket, $"tag {n:00}");
            }
        }
        _log.Close(Visitor(1), _log.Open(Visitor(1)), "");
        var tags = _log.Report().View().Tags;
        Assert.That(tags.Take(3), Is.EqualTo(new TagCount[] { new("tag 59", 3), new("tag 58", 2), new("tag 00", 1) }));
        Assert.That(tags, Has.Count.EqualTo(DeskReport.MaxTags).And.Exactly(1).EqualTo(new TagCount("tag 47", 1)));
    }

    [Test]
    public void A_rating_out_of_range_does_not_count()
    {
        var ticket = _log.Open(Visitor(1));
        _log.Close(Visitor(1), ticket);
        _log.Rate(Visitor(1), ticket, 6);
        Assert.That(_log.Report().View().Total.Ratings.Count, Is.Zero);
    }

    [Test]
    public async Task The_log_of_a_real_desk_is_folded_as_it_is()
    {
        var collected = new CollectedLog();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var log = SqliteEventLog.InMemory(time, collected.Logger);
        var desk = await Desk.LoadAsync(log, time, collected.Logger);
        var ticket = (await desk.OpenAsync(Visitor(1), "v-1", "hello?", new DeskDetail { Department = "sales" })).Ticket!;
        time.Advance(TimeSpan.FromSeconds(30));
        await desk.ClaimAsync(Ann, ticket.Number);
        await desk.CloseAsync(Ann, ticket.Number, "order");
        await desk.WhenIdleAsync();
        var events = WholeStream.ReadAsync(log, log.Open(":desk"));
        var report = await DeskReport.FoldAsync(events, 0, long.MaxValue, TimeZoneInfo.Utc, CancellationToken.None);
        var total = report.View().Total;
        Assert.That((total.Opened, total.Closed, total.Wait), Is.EqualTo((1, 1, new Percentiles(30, 30))));
    }
}
