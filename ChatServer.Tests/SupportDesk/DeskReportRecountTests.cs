using ChatServer.Protocol;
using ChatServer.Support;
using static ChatServer.Tests.SupportDesk.DeskLog;

namespace ChatServer.Tests.SupportDesk;

/// <summary>
/// A long log of whatever comes to mind, much of it too late, and its report against a recount that goes through
/// the acts that counted anew for each number.
/// </summary>
public sealed class DeskReportRecountTests
{
    private static readonly Sender[] Agents = [.. Enumerable.Range(0, 5).Select(n => new Sender($"agent-{n}", $"A{n}"))];
    private static readonly string[] Words = ["order", "bill", "other"];

    private readonly DeskLog _log = new();
    private readonly DeskFold _fold = new();
    private readonly List<RoomEvent> _counted = [];
    private readonly List<(RoomEvent Return, Sender Agent)> _silences = [];
    private Random _random = null!;

    [Test]
    public void A_report_is_what_a_recount_finds()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        _random = new Random(seed);
        var start = _log.Now;
        while (_log.Events.Count < 180_000) Act();
        var (from, to) = (start + ((_log.Now - start) / 10), start + ((_log.Now - start) / 10 * 9));
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var view = _log.Report(from, to, zone).View();

        var tickets = _counted.GroupBy(Number)
            .Select(acts => acts.ToList()).Where(acts => acts[0].At >= from && acts[0].At < to).ToList();
        Assert.That(_counted.Count(e => e.Kind == DeskAction.Close), Is.GreaterThan(DeskFold.RememberedClosed + 200));
        Assert.That(_counted, Has.Count.LessThan(_log.Events.Count * 4 / 5), "much came too late");
        Same(view.Total, tickets);
        Assert.That(view.Total.Abandoned, Is.Positive);
        Assert.That(view.Total.Ratings.Histogram, Has.All.Positive);

        Assert.That(view.Days, Has.Count.GreaterThan(2));
        foreach (var day in view.Days)
        {
            Same(day.Tally, tickets.Where(acts => day.Day == DateOnly.FromDateTime(
                TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(acts[0].At), zone).DateTime)));
        }
        Assert.That(view.Days.Sum(day => day.Tally.Opened), Is.EqualTo(tickets.Count));

        foreach (var department in view.Departments)
            Same(department.Tally, tickets.Where(acts => DepartmentOf(acts) == department.Department));
        Assert.That(view.Departments.Sum(department => department.Tally.Opened), Is.EqualTo(tickets.Count));

        foreach (var tag in view.Tags)
            Assert.That(tag.Count, Is.EqualTo(tickets.Count(acts => acts.Any(e => e.Secret!.Desk!.Tag == tag.Tag))));
        Assert.That(view.Tags, Has.Count.EqualTo(Words.Length));

        Assert.That(view.Agents.Select(tally => tally.Agent), Is.EqualTo(Agents));
        foreach (var tally in view.Agents) Same(tally, tickets);
    }

    // What is likely, of any ticket, by any agent: what can't be at the time is refused.
    private void Act()
    {
        _log.After(_random.Next(90));
        var open = _fold.Waiting.Concat(_fold.Assigned).ToList();
        var agent = Agents[_random.Next(Agents.Length)];
        if (open.Count == 0 || _random.Next(6) == 0)
        {
            _log.Open(Visitor(_random.Next(40)), _random.Next(3) == 0 ? null : Words[_random.Next(2)]);
        }
        else
        {
            var known = _random.Next(6) == 0
                ? _fold.Find(_random.Next(_log.Events.Count)) ?? open[0]
                : open[_random.Next(open.Count)];
            var number = known.Number;
            if (known.Agent is { } holder && _random.Next(4) > 0) agent = holder;
            switch (_random.Next(12))
            {
                case 0 or 1 or 2:
                    _log.Claim(agent, number);
                    break;
                case 3 or 4:
                    _log.Answer(agent, number);
                    break;
                case 5:
                    _log.Return(_random.Next(3) > 0 ? Desk.Itself : agent, number, known.Turn - _random.Next(2), TakeBack.Silence);
                    break;
                case 6:
                    _log.Transfer(agent, number, Agents[_random.Next(Agents.Length)]);
                    break;
                case 7:
                    _log.Transfer(agent, number, Words[_random.Next(2)]);
                    break;
                case 8 when _random.Next(4) == 0:
                    _log.TakeOver(agent, number);
                    break;
                case 9:
                    _log.Close(agent, number, Words[_random.Next(3)]);
                    break;
                case 10 when _random.Next(2) == 0:
                    _log.Close(_random.Next(2) == 0 ? known.Visitor : Desk.Itself, number, isSupervisor: true);
                    break;
                default:
                    // Of one that is closed, if there is any among a few.
                    var rated = Enumerable.Range(0, 20).Select(_ => _fold.Find(_random.Next(1, _log.Events.Count)))
                        .FirstOrDefault(ticket => ticket?.ClosedAt is not null) ?? known;
                    _log.Rate(rated.Visitor, rated.Number, _random.Next(1, 6));
                    break;
            }
        }
        Fold(_log.Events[^1]);
    }

    private void Fold(RoomEvent e)
    {
        var before = e.Kind == DeskAction.Open ? null : _fold.Find(Number(e));
        var (outcome, after) = _fold.Apply(e);
        if (outcome != DeskOutcome.Done || Equals(before, after)) return;
        _counted.Add(e);
        if (e.Kind == DeskAction.Return && e.From == Desk.Itself) _silences.Add((e, before!.Agent!));
    }

    private static void Same(DeskTally tally, IEnumerable<List<RoomEvent>> recounted)
    {
        var tickets = recounted.ToList();
        Assert.That(tally.Opened, Is.EqualTo(tickets.Count));
        Assert.That(tally.Answered, Is.EqualTo(tickets.Count(acts => Saw(acts, DeskAction.Answer))));
        Assert.That(tally.Closed, Is.EqualTo(tickets.Count(acts => Saw(acts, DeskAction.Close))));
        Assert.That(tally.Abandoned, Is.EqualTo(tickets.Count(acts => !Saw(acts, DeskAction.Answer)
            && acts.Exists(e => e.Kind == DeskAction.Close && !Agents.Contains(e.From)))));
        Assert.That(tally.Returned, Is.EqualTo(tickets.Sum(acts => acts.Count(e => e.Kind == DeskAction.Return))));
        Assert.That(tally.Transferred, Is.EqualTo(tickets.Sum(acts => acts.Count(e => e.Kind == DeskAction.Transfer))));
        Same(tally.Wait, tickets.Select(acts => acts.Find(Gives)?.At - acts[0].At));
        Same(tally.FirstAnswer, tickets.Select(acts => SaidAt(acts, acts.Find(e => e.Kind == DeskAction.Answer)) - acts[0].At));
        Same(tally.Handling, tickets.Select(acts => acts.Find(e => e.Kind == DeskAction.Close)?.At - acts.Find(Gives)?.At));
        Same(tally.Ratings, tickets);
    }

    private void Same(AgentTally tally, List<List<RoomEvent>> all)
    {
        var tickets = all.Where(acts => acts.Exists(e => Gives(e) && TakerOf(e) == tally.Agent)).ToList();
        var closed = tickets.Where(acts => Saw(acts, DeskAction.Close) && HolderAtTheEnd(acts) == tally.Agent).ToList();
        Assert.That((tally.Taken, tally.Closed), Is.EqualTo((tickets.Count, closed.Count)));
        Assert.That(tally.FirstAnswer, Is.EqualTo(Ranked([.. tickets.Select(acts => OwnFirstAnswer(acts, tally.Agent)).OfType<long>()], 50)));
        Assert.That(tally.Handling, Is.EqualTo(Ranked(
            [.. closed.Select(acts => acts.Find(e => e.Kind == DeskAction.Close)!.At - acts.FindLast(Gives)!.At)], 50)));
        Assert.That(tally.LostBySilence, Is.EqualTo(_silences.Count(silence =>
            silence.Agent == tally.Agent && tickets.Exists(acts => acts.Contains(silence.Return)))));
        Same(tally.Ratings, closed);
    }

    private static void Same(RatingTally tally, List<List<RoomEvent>> tickets)
    {
        var ratings = tickets.Select(acts => acts.FindLast(e => e.Kind == DeskAction.Rate)?.Secret!.Desk!.Rating).OfType<int>().ToList();
        Assert.That((tally.Count, tally.Mean), Is.EqualTo((ratings.Count, ratings.Count == 0 ? (double?)null : ratings.Average())));
        Assert.That(tally.Histogram, Is.EqualTo(Enumerable.Range(1, 5).Select(rating => ratings.Count(given => given == rating))));
    }

    private static void Same(Percentiles? percentiles, IEnumerable<long?> milliseconds)
    {
        long[] all = [.. milliseconds.OfType<long>()];
        Assert.That((percentiles?.Median, percentiles?.P90), Is.EqualTo((Ranked(all, 50), Ranked(all, 90))));
    }

    // The least that is no less than that part of all.
    private static double? Ranked(long[] all, int percent) => all.Length == 0
        ? null
        : all.Where(one => all.Count(other => other <= one) * 100 >= percent * all.Length).Min() / 1000.0;

    private static long Number(RoomEvent e) => e.Secret!.Desk!.Ticket ?? e.Seq;

    private static bool Saw(List<RoomEvent> acts, string kind) => acts.Exists(e => e.Kind == kind);

    private static bool Gives(RoomEvent e) =>
        e.Kind is DeskAction.Claim or DeskAction.TakeOver || e is { Kind: DeskAction.Transfer, Person: not null };

    private static bool PutsBack(RoomEvent e) => e.Kind == DeskAction.Return || e is { Kind: DeskAction.Transfer, Person: null };

    private static Sender TakerOf(RoomEvent e) => e.Person ?? e.From;

    private static Sender? HolderAtTheEnd(List<RoomEvent> acts) =>
        acts.FindLast(e => Gives(e) || PutsBack(e)) is { } last && Gives(last) ? TakerOf(last) : null;

    private static string? DepartmentOf(List<RoomEvent> acts) =>
        acts.Last(e => e.Kind == DeskAction.Open || e is { Kind: DeskAction.Transfer, Person: null }).Secret!.Desk!.Department;

    private static long? OwnFirstAnswer(List<RoomEvent> acts, Sender agent)
    {
        var answer = acts.FindIndex(e => e.Kind == DeskAction.Answer && e.From == agent);
        return answer < 0 ? null : SaidAt(acts, acts[answer]) - acts[acts.FindLastIndex(answer, Gives)].At;
    }

    // What the desk hears of after the end was said before it.
    private static long? SaidAt(List<RoomEvent> acts, RoomEvent? answer) =>
        acts.Find(e => e.Kind == DeskAction.Close) is { } end && end.At < answer?.At ? end.At : answer?.At;
}
