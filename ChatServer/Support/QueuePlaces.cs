namespace ChatServer.Support;

/// <summary>
/// Everybody's place in the queue, and about how long it will take: of those before somebody, as many go at once as
/// agents have room, and the others follow as tickets are closed. A place frees every (handling time ÷ places of
/// all agents), so the n-th of those that follow waits n times that.
/// </summary>
internal static class QueuePlaces
{
    /// <summary>Estimates are told in steps of this, rounded up, so that they don't jump.</summary>
    private const int StepSeconds = 60;

    /// <summary>Longer ones say nothing any more.</summary>
    private const int MostSeconds = 4 * 3600;

    /// <param name="waiting">In the order in which they are taken.</param>
    /// <param name="agents">Those who take tickets now.</param>
    /// <param name="handling">How long agents have a ticket, as a rule; <c>null</c> if that isn't known.</param>
    /// <returns>By number of the ticket.</returns>
    public static Dictionary<long, QueuePlace> Of(
        IReadOnlyList<Ticket> waiting, IReadOnlyList<AgentLoad> agents, TimeSpan? handling)
    {
        var places = new Dictionary<long, QueuePlace>(waiting.Count);
        foreach (var department in waiting.GroupBy(ticket => ticket.Department))
        {
            var serving = agents.Where(agent => Routing.Serves(agent, department.Key)).ToList();
            var most = serving.Sum(agent => agent.Limit);
            var free = serving.Sum(agent => Math.Max(0, agent.Limit - agent.Load));
            var ahead = 0;
            foreach (var ticket in department)
            {
                places[ticket.Number] = new QueuePlace(ahead, WaitSeconds(ahead + 1 - free, most, handling));
                ahead++;
            }
        }
        return places;
    }

    private static int? WaitSeconds(int follows, int most, TimeSpan? handling)
    {
        if (most == 0 || handling is not { } each) return null;
        var seconds = Math.Max(0, follows) * each.TotalSeconds / most;
        var steps = Math.Max(1, Math.Ceiling(seconds / StepSeconds));
        return steps * StepSeconds > MostSeconds ? null : (int)steps * StepSeconds;
    }
}
