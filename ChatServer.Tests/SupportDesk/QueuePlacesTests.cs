using ChatServer.Protocol;
using ChatServer.Support;

namespace ChatServer.Tests.SupportDesk;

/// <summary>How many are before somebody, and about how long it takes, with a ticket taking twelve minutes.</summary>
public sealed class QueuePlacesTests
{
    private static readonly TimeSpan Handling = TimeSpan.FromMinutes(12);

    [Test]
    public void Whom_an_agent_has_room_for_is_told_a_minute() => Assert.That(
        Minutes(Waiting(1, 2), Agent("a", load: 2)), Is.EqualTo(new int?[] { 1, 1 }));

    [Test]
    public void The_others_follow_as_what_agents_have_ends() => Assert.That(
        Minutes(Waiting(1, 2, 3, 4, 5), Agent("a", load: 2, limit: 2), Agent("b", load: 1, limit: 2)),
        // Of three, one ends every four minutes; what is taken at once, and after four, ends twelve later.
        Is.EqualTo(new int?[] { 1, 4, 8, 12, 12 }));

    [Test]
    public void Who_has_more_than_their_limit_has_room_when_enough_of_it_is_over() => Assert.That(
        Minutes(Waiting(1, 2), Agent("a", load: 3, limit: 1)), Is.EqualTo(new int?[] { 12, 24 }));

    [Test]
    public void Without_agents_or_a_known_time_there_is_none()
    {
        Assert.That(Minutes(Waiting(1)), Is.EqualTo(new int?[] { null }));
        var places = QueuePlaces.Of(Waiting(1, 2), [Agent("a")], handling: null);
        Assert.That(places.Values, Is.EqualTo(new QueuePlace[] { new(0, null), new(1, null) }));
    }

    [Test]
    public void What_takes_longer_than_four_hours_is_not_told() => Assert.That(
        Minutes(Waiting([.. Enumerable.Range(1, 22)]), Agent("a", load: 1, limit: 1))[19..],
        Is.EqualTo(new int?[] { 240, null, null }));

    [Test]
    public void Who_waits_for_an_agent_of_several_departments_waits_for_those_of_all_of_them()
    {
        var waiting = new[] { Ticket(1, "sales"), Ticket(2, "billing"), Ticket(3, "sales"), Ticket(4, null) };
        Assert.That(
            Ahead(waiting, Agent("s", departments: ["sales"]), Agent("b", departments: ["billing"])),
            Is.EqualTo(new[] { 0, 0, 1, 3 }));
        Assert.That(Ahead(waiting, Agent("all")), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(Ahead(waiting), Is.EqualTo(new[] { 0, 0, 1, 0 }), "nobody is there to tell who shares an agent");
    }

    [Test]
    public void A_place_of_an_agent_of_all_departments_is_counted_once() => Assert.That(
        Minutes(
            [Ticket(1, "sales"), Ticket(2, "billing"), Ticket(3, "sales")], Agent("all", load: 1, limit: 2),
            Agent("sales", load: 3, limit: 3, departments: ["sales"])),
        // Of all four, one of theirs ends after three minutes; those of sales after six, nine and twelve.
        Is.EqualTo(new int?[] { 1, 3, 6 }));

    private static int[] Ahead(Ticket[] waiting, params AgentLoad[] agents)
    {
        var places = QueuePlaces.Of(waiting, agents, Handling);
        return Array.ConvertAll(waiting, ticket => places[ticket.Number].Ahead);
    }

    private static int?[] Minutes(Ticket[] waiting, params AgentLoad[] agents)
    {
        var places = QueuePlaces.Of(waiting, agents, Handling);
        return Array.ConvertAll(waiting, ticket => places[ticket.Number].WaitSeconds / 60);
    }

    private static Ticket[] Waiting(params int[] numbers) =>
        Array.ConvertAll(numbers, number => Ticket(number, department: null));

    private static Ticket Ticket(long number, string? department) =>
        new(number, new Sender("v", "V"), "?", 0) { Department = department };

    private static AgentLoad Agent(string id, int load = 0, int limit = 4, string[]? departments = null) =>
        new(id, departments ?? [], load, limit, IdleSince: 0);
}
