using ChatServer.Protocol;
using ChatServer.Support;

namespace ChatServer.Tests.SupportDesk;

public sealed class RoutingTests
{
    [Test]
    public void The_longest_idle_gets_the_next_one_and_then_goes_behind_the_others() => Assert.That(
        Given(Waiting(1, 2, 3, 4), Agent("a", idleSince: 30), Agent("b", idleSince: 10), Agent("c", idleSince: 20)),
        Is.EqualTo(new[] { (1L, "b"), (2L, "c"), (3L, "a"), (4L, "b") }));

    [Test]
    public void Nobody_gets_more_than_their_limit_and_the_rest_waits() => Assert.That(
        Given(Waiting(1, 2, 3, 4), Agent("a", load: 3), Agent("b", load: 4), Agent("c", limit: 2)),
        Is.EqualTo(new[] { (1L, "a"), (2L, "c"), (3L, "c") }));

    [Test]
    public void A_department_is_served_by_its_agents_and_by_those_of_all_and_holds_up_no_other()
    {
        var waiting = new[] { Ticket(1) with { Department = "billing" }, Ticket(2), Ticket(3) with { Department = "sales" } };
        Assert.That(Given(waiting, Agent("sales", departments: ["sales"])), Is.EqualTo(new[] { (2L, "sales"), (3L, "sales") }));
        Assert.That(
            Given(waiting, Agent("sales", departments: ["sales"]), Agent("all", idleSince: 5)),
            Is.EqualTo(new[] { (1L, "all"), (2L, "sales"), (3L, "all") }));
    }

    [Test]
    public void Who_has_just_lost_a_ticket_gets_it_again_only_if_there_is_nobody_else()
    {
        var lost = new[] { Ticket(1) with { Agent = new Sender("a", "A"), IsReturned = true } };
        Assert.That(Given(lost, Agent("a", idleSince: 1), Agent("b", idleSince: 2)), Is.EqualTo(new[] { (1L, "b") }));
        Assert.That(Given(lost, Agent("a"), Agent("b", load: 4)), Is.EqualTo(new[] { (1L, "a") }));
    }

    [Test]
    public void With_nobody_there_all_wait() => Assert.That(Given(Waiting(1, 2)), Is.Empty);

    private static (long, string)[] Given(IEnumerable<Ticket> waiting, params AgentLoad[] agents) =>
        [.. Routing.Assign(waiting, agents).Select(pair => (pair.Ticket.Number, pair.AgentId))];

    private static Ticket[] Waiting(params long[] numbers) => Array.ConvertAll(numbers, Ticket);

    private static Ticket Ticket(long number) => new(number, new Sender("v", "V"), "?", 0);

    private static AgentLoad Agent(
        string id, int load = 0, int limit = 4, long idleSince = 0, string[]? departments = null) =>
        new(id, departments ?? [], load, limit, idleSince);
}
