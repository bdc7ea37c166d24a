using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>
/// What became of the tickets that were opened in a period, folded from the desk's whole log: what counts
/// there counts here, and acts that came too late don't. It holds the tickets of the period, those that are
/// open, and the closed ones that <see cref="DeskFold"/> remembers; a rating that comes later doesn't count.
/// Not thread-safe.
/// </summary>
public sealed class DeskReport
{
    /// <summary>Tags that are told, the most used of all.</summary>
    public const int MaxTags = 50;

    private readonly long _from;
    private readonly long _to;
    private readonly TimeZoneInfo _timeZone;
    private readonly DeskFold _fold = new();
    private readonly OrderedDictionary<long, ReportedTicket> _tickets = []; // by number

    /// <param name="from">Where the period begins, in Unix milliseconds.</param>
    /// <param name="to">Where it ends, in Unix milliseconds: that moment is no longer in it.</param>
    /// <param name="timeZone">Whose days they are.</param>
    public DeskReport(long from, long to, TimeZoneInfo timeZone) =>
        (_from, _to, _timeZone) = (from, to, timeZone);

    /// <summary>The tickets of the period, in the order in which they were opened.</summary>
    public IReadOnlyCollection<ReportedTicket> Tickets => _tickets.Values;

    /// <summary>Folds the desk's log, from its first event.</summary>
    /// <param name="log">All of it, in order.</param>
    /// <param name="from">Where the period begins, in Unix milliseconds.</param>
    /// <param name="to">Where it ends, in Unix milliseconds.</param>
    /// <param name="timeZone">Whose days they are.</param>
    /// <param name="cancellationToken">Nobody waits for it any more.</param>
    public static async Task<DeskReport> FoldAsync(
        IAsyncEnumerable<RoomEvent> log, long from, long to, TimeZoneInfo timeZone,
        CancellationToken cancellationToken)
    {
        var report = new DeskReport(from, to, timeZone);
        await foreach (var e in log.WithCancellation(cancellationToken).ConfigureAwait(false))
            report.Apply(e);
        return report;
    }

    /// <summary>Takes the next event of the desk's log.</summary>
    public void Apply(RoomEvent e)
    {
        var before = e.Secret?.Desk?.Ticket is { } number ? _fold.Find(number) : null;
        var (outcome, ticket) = _fold.Apply(e);
        if (outcome != DeskOutcome.Done || ticket is null || ReferenceEquals(ticket, before)) return;
        if (_tickets.TryGetValue(ticket.Number, out var known))
            known.Apply(e, ticket);
        else if (e.Kind == DeskAction.Open && ticket.OpenedAt >= _from && ticket.OpenedAt < _to)
            _tickets.Add(ticket.Number, new ReportedTicket(ticket));
    }

    /// <summary>What is known so far.</summary>
    public DeskReportView View() => new(
        _from, _to, _timeZone.Id, ReportTally.Of(Tickets),
        Days:
        [
            .. Tickets.GroupBy(DayOf).OrderBy(day => day.Key)
                .Select(day => new DeskDay(day.Key, ReportTally.Of([.. day]))),
        ],
        Departments:
        [
            .. Tickets.GroupBy(ticket => ticket.Ticket.Department)
                .OrderBy(department => department.Key, StringComparer.Ordinal)
                .Select(department => new DeskDepartment(department.Key, ReportTally.Of([.. department]))),
        ],
        Tags:
        [
            .. Tickets.Select(ticket => ticket.Ticket.Tag).OfType<string>().Where(tag => tag.Length > 0)
                .CountBy(tag => tag).Select(tag => new TagCount(tag.Key, tag.Value))
                .OrderByDescending(tag => tag.Count).ThenBy(tag => tag.Tag, StringComparer.Ordinal)
                .Take(MaxTags),
        ],
        Agents: ReportTally.Agents(Tickets));

    private DateOnly DayOf(ReportedTicket ticket) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(
        DateTimeOffset.FromUnixTimeMilliseconds(ticket.Ticket.OpenedAt), _timeZone).DateTime);
}
