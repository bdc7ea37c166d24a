using ChatServer.Protocol;

namespace ChatServer.Support;

/// <summary>Counts what became of tickets.</summary>
internal static class ReportTally
{
    /// <summary>Counts tickets.</summary>
    public static DeskTally Of(IReadOnlyCollection<ReportedTicket> tickets) => new(
        Opened: tickets.Count,
        Answered: tickets.Count(ticket => ticket.IsAnswered),
        Closed: tickets.Count(ticket => ticket.IsClosed),
        Abandoned: tickets.Count(ticket => ticket.IsAbandoned),
        Returned: tickets.Sum(ticket => ticket.Returned),
        Transferred: tickets.Sum(ticket => ticket.Transferred),
        Wait: NearestRank.Of(tickets.Select(ticket => ticket.WaitMs)),
        FirstAnswer: NearestRank.Of(tickets.Select(ticket => ticket.FirstAnswerMs)),
        Handling: NearestRank.Of(tickets.Select(ticket => ticket.HandlingMs)),
        Ratings: Ratings(tickets));

    /// <summary>Counts what each agent did, in order of their names.</summary>
    public static IReadOnlyList<AgentTally> Agents(IEnumerable<ReportedTicket> tickets) =>
    [
        .. tickets.SelectMany(ticket => ticket.Parts.Select(part => (Ticket: ticket, Part: part)))
            .GroupBy(pair => pair.Part.Agent.Id, (id, pairs) => Agent(id, [.. pairs]))
            .OrderBy(tally => tally.Agent.Name, StringComparer.Ordinal)
            .ThenBy(tally => tally.Agent.Id, StringComparer.Ordinal),
    ];

    private static AgentTally Agent(string id, List<(ReportedTicket Ticket, AgentPart Part)> had)
    {
        var closed = had.Select(pair => pair.Ticket)
            .Where(ticket => ticket.IsClosed && ticket.HolderId == id).ToList();
        return new AgentTally(
            had[^1].Part.Agent,
            Taken: had.Count,
            Closed: closed.Count,
            FirstAnswer: NearestRank.Of(had.Select(pair => pair.Part.FirstAnswerMs))?.Median,
            Handling: NearestRank.Of(closed.Select(ticket => ticket.HolderMs))?.Median,
            Ratings: Ratings(closed),
            LostBySilence: had.Sum(pair => pair.Part.LostBySilence));
    }

    private static RatingTally Ratings(IEnumerable<ReportedTicket> tickets)
    {
        var histogram = new int[5];
        foreach (var rating in tickets.Select(ticket => ticket.Rating).OfType<int>()) histogram[rating - 1]++;
        var count = histogram.Sum();
        var sum = histogram.Select((times, n) => (n + 1) * times).Sum();
        return new RatingTally(count, count == 0 ? null : (double)sum / count, histogram);
    }
}
