namespace ChatServer.Support;

/// <summary>
/// Everybody's place in the queue, and about how long it will take. All departments wait in one line: before
/// somebody are those who come earlier in it and of whom an agent who is there takes both.
/// </summary>
internal static class QueuePlaces
{
    /// <summary>Estimates are told in steps of this, rounded up, so that they don't jump.</summary>
    private const int StepSeconds = 60;

    /// <summary>Longer ones say nothing any more.</summary>
    private const int MostSeconds = 4 * 3600;

    /// <param name="waiting">In the order in which they are taken.</param>
    /// <param name="agents">Those who take tickets now.</param>
    /// <param name="handling">How long agents have a ticket, as a rule; <c>null</c> if that isn't
    /// known.</param>
    /// <returns>By number of the ticket.</returns>
    public static Dictionary<long, QueuePlace> Of(
        IReadOnlyList<Ticket> waiting, IReadOnlyList<AgentLoad> agents, TimeSpan? handling)
    {
        var places = new Dictionary<long, QueuePlace>(waiting.Count);
        var lines = LinesOf(waiting.Select(ticket => ticket.Department).Distinct(), agents);
        var forecast = handling is { } each ? new Forecast(agents, each) : null;
        foreach (var ticket in waiting)
        {
            var line = lines.Find(line => line.Department == ticket.Department)!;
            var ahead = line.Rivals.Sum(rival => rival.Length);
            places[ticket.Number] = new QueuePlace(ahead, Told(forecast?.Take(line.Agents)));
            line.Length++;
        }
        return places;
    }

    private static List<Line> LinesOf(IEnumerable<string?> departments, IReadOnlyList<AgentLoad> agents)
    {
        var lines = departments.Select(department => new Line(department, agents)).ToList();
        foreach (var line in lines)
            line.Rivals.AddRange(lines.Where(other => other == line || other.Agents.Overlaps(line.Agents)));
        return lines;
    }

    private static int? Told(TimeSpan? wait)
    {
        if (wait is not { TotalSeconds: <= MostSeconds and var seconds }) return null;
        return (int)Math.Max(1, Math.Ceiling(seconds / StepSeconds)) * StepSeconds;
    }

    /// <summary>Those of a department who have come up so far, and who takes them.</summary>
    private sealed class Line(string? department, IEnumerable<AgentLoad> agents)
    {
        public string? Department => department;

        public HashSet<string> Agents { get; } =
            [.. agents.Where(agent => Routing.Serves(agent, department)).Select(agent => agent.Id)];

        /// <summary>This, and those that an agent of it serves, too.</summary>
        public List<Line> Rivals { get; } = [];

        public int Length { get; set; }
    }
}
