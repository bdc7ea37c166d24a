using System.Text.Json;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>
/// 200 visitors and 20 agents who hang up at random, and a server that is killed in the midst of it: no ticket is lost,
/// none has two owners, and everything that was said stands once.
/// </summary>
public sealed class DeskCrashTests
{
    private const int Visitors = 200;
    private const int Agents = 20;
    private const string AdminKey = "an admin's key";

    /// <summary>For all of it, on a machine that has other work.</summary>
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(4);

    private readonly int _port = ServerProcess.FreePort();

    [Test]
    public async Task Two_hundred_visitors_and_twenty_agents_lose_nothing_when_the_server_is_killed()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        using var temporary = new TemporaryFolder();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {AdminKey}");
        using var end = new CancellationTokenSource(MostTime, TimeProvider.System);
        List<DeskVisitor> visitors;
        List<DeskAgent> agents = [];
        List<Task> running;
        List<Task> waiting;
        await using (var first = await StartAsync(temporary))
        {
            for (var n = 0; n < Agents; n++)
                agents.Add(new DeskAgent(await HireAsync(http, $"A{n}"), _port, new Random(seed + n), end.Token));
            visitors = [.. Enumerable.Range(0, Visitors).Select(n => new DeskVisitor($"V{n}", _port, new Random(seed - n - 1)))];
            waiting = [.. visitors.Select(visitor => visitor.RunAsync(end.Token))];
            running = [.. agents.Select(agent => agent.RunAsync(end.Token))];
            // In the midst of it: some are served, and most still wait.
            await Eventually.IsAsync(async () => await ClosedAsync(http) >= Visitors / 5);
            await first.KillAsync();
        }
        await using var second = await StartAsync(temporary);
        await Task.WhenAll(waiting);
        Assert.That(end.IsCancellationRequested, Is.False, "not all were served in time");
        await end.CancelAsync();
        await Task.WhenAll(running);

        Assert.That(visitors.SelectMany(visitor => visitor.Violations).Concat(agents.SelectMany(agent => agent.Violations)), Is.Empty);
        Assert.That(visitors.Select(visitor => visitor.Ticket), Is.Unique.And.All.Not.Null);
        await AssertLogAsync(http, visitors, [.. agents.SelectMany(agent => agent.Answered)]);
        Assert.That(second.Output, Does.Not.Contain(" ERR ").And.Not.Contain(" FTL "));
    }

    private static async Task AssertLogAsync(HttpClient http, List<DeskVisitor> visitors, List<DeskClaim> answered)
    {
        var supervisor = await HireAsync(http, "Supervisor");
        var closed = await AllClosedAsync(http, supervisor);
        Assert.That(closed.Keys, Is.EquivalentTo(visitors.Select(visitor => visitor.Ticket!.Value)));
        Assert.That(answered, Has.Count.GreaterThan(Visitors / 2), "nearly all answers were lost: they hold nothing");
        Assert.That(
            closed.Values.SelectMany(ticket => ticket["acts"]!.AsArray()).Select(act => (string?)act!["kind"]),
            Has.Some.EqualTo("ticket_return"));
        await using var reader = await ChatPeer.OpenAsync(new Uri($"ws://127.0.0.1:{http.BaseAddress!.Port}/ws"));
        await reader.SendAsync(new { type = "hello", @as = "agent", key = supervisor });
        await reader.ExpectAsync("welcome");
        foreach (var (number, ticket) in closed)
        {
            AssertOneOwner(number, ticket["acts"]!.AsArray(), answered.Where(claim => claim.Ticket == number));
            await reader.SendAsync(new { type = "join", room = $"#{number}" });
            var joined = await reader.ExpectAsync("joined", "error");
            Assert.That(
                joined["events"]!.AsArray().Select(e => (string)e!["text"]!).Order(),
                Is.EqualTo(Enumerable.Range(0, DeskVisitor.Words).SelectMany(n => new[] { $"v-{n}", $"to v-{n}" }).Order()),
                $"ticket {number}");
            await reader.SendAsync(new { type = "leave", room = $"#{number}" });
            await reader.ExpectAsync("left");
        }
    }

    /// <summary>
    /// What the log has made of a ticket: who takes it finds it waiting, and only who has it gives it back or ends it.
    /// And what the agents were answered, by whichever server: each time it was so, and of no claim they heard twice.
    /// </summary>
    private static void AssertOneOwner(long number, JsonArray acts, IEnumerable<DeskClaim> answered)
    {
        var story = acts.ToJsonString();
        var claims = new List<DeskClaim>();
        string? owner = null;
        foreach (var act in acts)
        {
            var (kind, by) = ((string)act!["kind"]!, (string)act["by"]!["id"]!);
            if (kind == "ticket_claim")
            {
                Assert.That(owner, Is.Null, story);
                owner = by;
                claims.Add(new DeskClaim(by, number, (long)act["at"]!));
            }
            else
            {
                Assert.That(kind, Is.AnyOf("ticket_return", "ticket_close"), story);
                Assert.That(by, Is.EqualTo(owner), story);
                owner = null;
            }
        }
        Assert.That((string?)acts[^1]!["kind"], Is.EqualTo("ticket_close"), story);
        Assert.That(answered, Is.SubsetOf(claims), story);
    }

    private static async Task<Dictionary<long, JsonObject>> AllClosedAsync(HttpClient http, string key)
    {
        var all = new Dictionary<long, JsonObject>();
        var before = "";
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/desk/tickets{before}");
            request.Headers.Authorization = new("Bearer", key);
            using var response = await http.SendAsync(request);
            var page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
            foreach (var ticket in page["tickets"]!.AsArray()) all.Add((long)ticket!["number"]!, ticket.AsObject());
            if (!(bool)page["more"]!) return all;
            before = $"?before={(long)page["before"]!}";
        }
    }

    private static async Task<int> ClosedAsync(HttpClient http)
    {
        var report = JsonNode.Parse(await http.GetStringAsync("/api/desk/report?from=0&to=99999999999999"))!;
        return (int)report["total"]!["closed"]!;
    }

    private static async Task<string> HireAsync(HttpClient http, string name)
    {
        using var body = ApiClient.Body(JsonSerializer.Serialize(new { name, supervisor = true }), "application/json");
        using var response = await http.PostAsync("/api/agents", body);
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["key"]!;
    }

    private Task<ServerProcess> StartAsync(TemporaryFolder folder) => ServerProcess.StartAsync(
    [
        "--port", $"{_port}", "--bind", "127.0.0.1", "--data", folder.Path, "--message-rate", "0", "--no-qr",
        "--admin-key", AdminKey,
    ]);
}
