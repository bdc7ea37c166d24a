using System.Text.Json;
using ChatServer.Log;
using ChatServer.Protocol;
using ChatServer.Support;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.SupportDesk;

/// <summary>The desk on a real log, with a clock that the test turns: who waits, who has whom, and who was too late.</summary>
public sealed class DeskTests
{
    private static readonly Sender Ann = new("agent-a", "Ann");
    private static readonly Sender Ben = new("agent-b", "Ben");

    private CollectedLog _collected = null!;
    private FakeTimeProvider _time = null!;
    private SqliteEventLog _log = null!;
    private Desk _desk = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        _collected = new CollectedLog();
        _time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _log = SqliteEventLog.InMemory(_time, _collected.Logger);
        _desk = await Desk.LoadAsync(_log, _time, _collected.Logger);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await _desk.WhenIdleAsync();
        await _log.DisposeAsync();
        Assert.That(_collected.Errors, Is.Empty);
    }

    [Test]
    public async Task A_ticket_waits_is_taken_answered_and_closed_and_is_rated_then()
    {
        var asked = await _desk.OpenAsync(
            Visitor(1), "v-1", "where is my order?", new DeskDetail { Department = "sales", Page = "/cart", Language = "zh" });
        var ticket = asked.Ticket!;
        Assert.That((ticket.State, ticket.Question, ticket.Department, ticket.Page, ticket.Language),
            Is.EqualTo((TicketState.Waiting, "where is my order?", "sales", "/cart", "zh")));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await OutcomeAsync(_desk.ClaimAsync(Ann, ticket.Number)), Is.EqualTo(DeskOutcome.Done));
        _time.Advance(TimeSpan.FromSeconds(5));
        await _desk.AnswerAsync(Ann, ticket.Number);
        Assert.That(await OutcomeAsync(_desk.RateAsync(Visitor(1), ticket.Number, 5, "")), Is.EqualTo(DeskOutcome.NotClosed));
        await _desk.CloseAsync(Ann, ticket.Number, "order");
        await _desk.RateAsync(Visitor(1), ticket.Number, 5, "quick");
        ticket = _desk.Find(ticket.Number)!;
        Assert.That((ticket.State, ticket.Agent, ticket.Tag, ticket.Rating, ticket.Comment),
            Is.EqualTo((TicketState.Closed, Ann, "order", 5, "quick")));
        Assert.That((ticket.AssignedAt - ticket.OpenedAt, ticket.AnsweredAt - ticket.OpenedAt), Is.EqualTo((30_000L, 35_000L)));
        Assert.That(ticket.Acts.Select(act => act.Kind), Is.EqualTo(new[] { DeskAction.Claim, DeskAction.Close, DeskAction.Rate }));
        Assert.That(_desk.NewestOf(Visitor(1).Id), Is.EqualTo(ticket));
    }

    [Test]
    public async Task Of_fifty_who_claim_at_once_one_has_it_and_each_of_the_others_is_told()
    {
        for (var round = 0; round < 20; round++)
        {
            var ticket = (await AskAsync(round)).Number;
            var agents = Enumerable.Range(0, 50).Select(n => new Sender($"agent-{n}", $"A{n}")).ToList();
            var claims = await Task.WhenAll(agents.Select(agent => Task.Run(() => _desk.ClaimAsync(agent, ticket))));
            Assert.That(claims.Count(claim => claim.Outcome == DeskOutcome.Done), Is.EqualTo(1));
            Assert.That(claims.Count(claim => claim.Outcome == DeskOutcome.Taken), Is.EqualTo(49));
            var winner = agents[Array.FindIndex(claims, claim => claim.Outcome == DeskOutcome.Done)];
            Assert.That(_desk.Find(ticket)!.Agent, Is.EqualTo(winner));
            Assert.That(await OutcomeAsync(_desk.ClaimAsync(winner, ticket)), Is.EqualTo(DeskOutcome.Done), "they have it already");
        }
    }

    [Test]
    public async Task A_first_word_that_the_desk_hears_of_after_the_end_counts_all_the_same()
    {
        var ticket = (await AskAsync(1)).Number;
        await _desk.ClaimAsync(Ann, ticket);
        await _desk.CloseAsync(Ann, ticket, tag: null);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await OutcomeAsync(_desk.AnswerAsync(Ben, ticket)), Is.EqualTo(DeskOutcome.Closed));
        Assert.That(await OutcomeAsync(_desk.AnswerAsync(Ann, ticket)), Is.EqualTo(DeskOutcome.Done));
        var closed = _desk.Find(ticket)!;
        Assert.That((closed.State, closed.AnsweredAt), Is.EqualTo((TicketState.Closed, closed.ClosedAt)));
        Assert.That(await OutcomeAsync(_desk.AnswerAsync(Ann, ticket)), Is.EqualTo(DeskOutcome.Closed), "once");

        var left = (await AskAsync(2)).Number;
        await _desk.CloseAsync(Visitor(2), left, tag: null);
        Assert.That(await OutcomeAsync(_desk.AnswerAsync(Ann, left)), Is.EqualTo(DeskOutcome.Closed), "nobody had it");
    }

    [Test]
    public async Task What_a_timer_decides_to_close_stays_open_if_somebody_has_taken_it_up()
    {
        var left = await AskAsync(1);
        await _desk.ClaimAsync(Ann, left.Number);
        Assert.That(await OutcomeAsync(_desk.AbandonAsync(left.Number, left.Turn)), Is.EqualTo(DeskOutcome.Stale));
        var turn = _desk.Find(left.Number)!.Turn;
        Assert.That(await OutcomeAsync(_desk.AbandonAsync(left.Number, turn)), Is.EqualTo(DeskOutcome.Done));
        Assert.That(_desk.Find(left.Number), Has.Property("ClosedBy").EqualTo(Desk.Itself).And.Property("Tag").Null);
    }

    [Test]
    public async Task A_visitor_has_one_open_ticket_and_a_repeat_is_the_first_one()
    {
        var first = await _desk.OpenAsync(Visitor(1), "v-1", "hello?", new DeskDetail());
        Assert.That(await _desk.OpenAsync(Visitor(1), "v-1", "hello?", new DeskDetail()), Is.EqualTo(first));
        var second = await _desk.OpenAsync(Visitor(1), "v-2", "anybody?", new DeskDetail());
        Assert.That((second.Outcome, second.Ticket!.Number), Is.EqualTo((DeskOutcome.AlreadyOpen, first.Ticket!.Number)));
        await _desk.CloseAsync(Visitor(1), first.Ticket.Number, tag: null);
        Assert.That((await _desk.OpenAsync(Visitor(1), "v-3", "again", new DeskDetail())).Outcome, Is.EqualTo(DeskOutcome.Done));
    }

    [Test]
    public async Task The_queue_is_in_order_and_who_was_given_back_comes_first()
    {
        var (one, two, three) = (await AskAsync(1), await AskAsync(2), await AskAsync(3));
        var urgent = (await _desk.OpenAsync(Visitor(4), null, "fire", new DeskDetail { Priority = 1 })).Ticket!;
        var other = (await _desk.OpenAsync(Visitor(5), null, "bill", new DeskDetail { Department = "billing" })).Ticket!;
        Assert.That(Numbers(), Is.EqualTo(new[] { urgent.Number, one.Number, two.Number, three.Number, other.Number }));

        var claimed = (await _desk.ClaimAsync(Ann, two.Number)).Ticket!;
        await _desk.ReturnAsync(Ann, claimed.Number, claimed.Turn, "can't help");
        Assert.That(Numbers(), Is.EqualTo(new[] { urgent.Number, two.Number, one.Number, three.Number, other.Number }));
    }

    [Test]
    public async Task A_ticket_is_handed_to_an_agent_or_a_department_by_who_has_it()
    {
        var ticket = (await AskAsync(1)).Number;
        Assert.That(await OutcomeAsync(_desk.TransferAsync(Ann, ticket, Ben, "")), Is.EqualTo(DeskOutcome.NotYours));
        await _desk.ClaimAsync(Ann, ticket);
        Assert.That(await OutcomeAsync(_desk.TransferAsync(Ben, ticket, Ben, "")), Is.EqualTo(DeskOutcome.NotYours));
        await _desk.TransferAsync(Ann, ticket, Ben, "knows more");
        Assert.That(_desk.Find(ticket)!.Agent, Is.EqualTo(Ben));
        await _desk.TransferAsync(Ben, ticket, "billing", "a bill");
        Assert.That(_desk.Find(ticket), Has.Property("State").EqualTo(TicketState.Waiting).And.Property("Department").EqualTo("billing"));
        await _desk.TakeOverAsync(Ann, ticket);
        Assert.That(await OutcomeAsync(_desk.CloseAsync(Ben, ticket, null)), Is.EqualTo(DeskOutcome.NotYours));
        Assert.That(await OutcomeAsync(_desk.CloseAsync(Ben, ticket, null, isSupervisor: true)), Is.EqualTo(DeskOutcome.Done));
        Assert.That(await OutcomeAsync(_desk.TakeOverAsync(Ann, ticket)), Is.EqualTo(DeskOutcome.Closed));
        Assert.That(await OutcomeAsync(_desk.ClaimAsync(Ann, 99)), Is.EqualTo(DeskOutcome.NoSuchTicket));
    }

    [Test]
    public async Task Nobody_claims_more_than_their_limit_however_many_they_claim_at_once()
    {
        var tickets = new List<long>();
        for (var n = 0; n < 20; n++) tickets.Add((await AskAsync(n)).Number);
        var claims = await Task.WhenAll(tickets.Select(ticket => Task.Run(() => _desk.ClaimAsync(Ann, ticket, limit: 4))));
        Assert.That(claims.Count(claim => claim.Outcome == DeskOutcome.Done), Is.EqualTo(4));
        Assert.That(claims.Count(claim => claim.Outcome == DeskOutcome.AtLimit), Is.EqualTo(16));
        Assert.That((_desk.LoadOf(Ann.Id), _desk.Assigned.Count), Is.EqualTo((4, 4)));
        await _desk.CloseAsync(Ann, _desk.Assigned[0].Number, null);
        Assert.That(await OutcomeAsync(_desk.ClaimAsync(Ann, _desk.Waiting[0].Number, limit: 4)), Is.EqualTo(DeskOutcome.Done));
    }

    [Test]
    public async Task Whose_turn_it_is_to_speak_goes_to_and_fro()
    {
        var ticket = (await AskAsync(1)).Number;
        await _desk.ClaimAsync(Ann, ticket);
        Assert.That(_desk.Find(ticket)!.AwaitingSince, Is.EqualTo(_desk.Find(ticket)!.OpenedAt));
        await _desk.AnswerAsync(Ann, ticket);
        Assert.That(_desk.Find(ticket), Has.Property("IsAnswered").True);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _desk.AwaitAsync(Visitor(1), ticket);
        Assert.That(_desk.Find(ticket)!.AwaitingSince, Is.EqualTo(_time.GetUtcNow().ToUnixTimeMilliseconds()));
        Assert.That(await OutcomeAsync(_desk.AwaitAsync(Visitor(2), ticket)), Is.EqualTo(DeskOutcome.NotYours));
        Assert.That(await OutcomeAsync(_desk.AnswerAsync(Ben, ticket)), Is.EqualTo(DeskOutcome.NotYours));
    }

    [Test]
    public async Task An_answer_that_comes_first_makes_the_taking_back_stale_and_the_other_way_round()
    {
        var ticket = (await _desk.ClaimAsync(Ann, (await AskAsync(1)).Number)).Ticket!;
        await _desk.AnswerAsync(Ann, ticket.Number);
        Assert.That(await OutcomeAsync(_desk.ReturnAsync(Desk.Itself, ticket.Number, ticket.Turn, TakeBack.Silence)), Is.EqualTo(DeskOutcome.Stale));
        var other = (await _desk.ClaimAsync(Ann, (await AskAsync(2)).Number)).Ticket!;
        await _desk.ReturnAsync(Desk.Itself, other.Number, other.Turn, TakeBack.Silence);
        Assert.That(await OutcomeAsync(_desk.AnswerAsync(Ann, other.Number)), Is.EqualTo(DeskOutcome.NotYours));
    }

    [Test]
    public async Task The_same_log_makes_the_same_desk_whatever_was_asked_of_it()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var agents = Enumerable.Range(0, 4).Select(n => new Sender($"agent-{n}", $"A{n}")).ToArray();
        var acts = new List<Task>();
        for (var n = 0; n < 2_000; n++)
        {
            var (agent, other) = (agents[random.Next(4)], agents[random.Next(4)]);
            var number = random.Next(1, 300);
            var known = _desk.Find(number);
            Task act = random.Next(10) switch
            {
                0 or 1 => _desk.OpenAsync(Visitor(random.Next(40)), $"{n}", "?", new DeskDetail { Priority = random.Next(2) }),
                2 or 3 => _desk.ClaimAsync(agent, number),
                4 => _desk.AnswerAsync(agent, number),
                5 => _desk.TransferAsync(agent, number, other, ""),
                6 when known is not null => _desk.ReturnAsync(agent, number, known.Turn, ""),
                7 => _desk.AwaitAsync(Visitor(random.Next(40)), number),
                8 => _desk.PrioritiseAsync(agent, number, random.Next(3)),
                _ => _desk.CloseAsync(agent, number, null),
            };
            acts.Add(act);
            if (random.Next(20) == 0) await Task.WhenAll(acts);
            if (random.Next(10) == 0) _time.Advance(TimeSpan.FromSeconds(1));
        }
        await Task.WhenAll(acts);

        var again = await Desk.LoadAsync(_log, _time, _collected.Logger);
        Assert.That(Written(again.Waiting), Is.EqualTo(Written(_desk.Waiting)));
        Assert.That(Written(again.Assigned), Is.EqualTo(Written(_desk.Assigned)));
        Assert.That(Written(again.Closed), Is.EqualTo(Written(_desk.Closed)));
        foreach (var agent in agents) Assert.That(again.LoadOf(agent.Id), Is.EqualTo(_desk.LoadOf(agent.Id)));
        Assert.That(again.MedianHandling, Is.EqualTo(_desk.MedianHandling));
        Assert.That(_desk.Waiting, Is.Not.Empty);
        Assert.That(_desk.Assigned, Has.All.Property("Agent").Not.Null);
        var open = _desk.Waiting.Concat(_desk.Assigned).ToList();
        Assert.That(open.Select(ticket => ticket.Visitor.Id), Is.Unique, "a visitor has one");
        Assert.That(open.Select(ticket => ticket.Number), Is.Unique, "a ticket is in one place");
    }

    private static string Written(IReadOnlyList<Ticket> tickets) => JsonSerializer.Serialize(tickets);

    private static Sender Visitor(int n) => new($"visitor-{n}", $"V{n}");

    private static async Task<DeskOutcome> OutcomeAsync(Task<DeskReceipt> act) => (await act.WaitAsync(ChatPeer.Patience)).Outcome;

    private async Task<Ticket> AskAsync(int visitor) =>
        (await _desk.OpenAsync(Visitor(visitor), null, "hello?", new DeskDetail())).Ticket!;

    private long[] Numbers() => [.. _desk.Waiting.Select(ticket => ticket.Number)];
}
