using System.Text;
using System.Text.Json.Nodes;
using ChatServer.Protocol;
using ChatServer.Support;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.SupportDesk;

/// <summary>When nobody is there: opening hours, what is left then, who is told of it, and what is never taken up.</summary>
public sealed class OfflineTests
{
    // A Monday.
    private static readonly DateTimeOffset Morning = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private static readonly HoursSettings Hours = new()
    {
        TimeZone = "UTC",
        Week = new Dictionary<string, IReadOnlyList<string>> { ["mon"] = ["09:00-17:00"] },
    };

    [Test]
    public async Task A_visitor_sees_the_desk_closed_open_and_with_nobody_there_as_it_comes()
    {
        var time = new FakeTimeProvider(Morning);
        await using var desk = await DeskServer.StartAsync(time);
        var key = await desk.HireAsync("Lily");
        await desk.SetAsync(new DeskSettings { Hours = Hours });
        var visitor = await desk.VisitorAsync();
        var view = visitor.Welcome["desk"]!;
        Assert.That(((string?)view["state"], (long?)view["opensAt"]),
            Is.EqualTo(("closed", Morning.AddHours(1).ToUnixTimeMilliseconds())));
        var agent = await desk.AgentAsync(key);
        time.Advance(TimeSpan.FromSeconds(1)); // what was told of the agent
        await visitor.DisposeAsync(); // who is silent for an hour is dropped
        time.Advance(TimeSpan.FromHours(1));
        await agent.DisposeAsync();
        var late = await desk.VisitorAsync();
        await Eventually.IsAsync(() => desk.Server.Host.WebSockets == 1);
        Assert.That((string?)(await desk.VisitorAsync()).Welcome["desk"]!["state"], Is.EqualTo("open"), "they may be back");
        time.Advance(Reception.Grace);
        await late.UntilAsync(told => (string?)told["type"] == "desk" && (string?)told["desk"]!["state"] == "nobody");
        await desk.AgentAsync(key);
        time.Advance(TimeSpan.FromSeconds(1));
        await late.UntilAsync(told => (string?)told["type"] == "desk" && (string?)told["desk"]!["state"] == "open");
    }

    [Test]
    public async Task What_is_asked_while_nobody_is_there_needs_a_contact_where_that_is_set_and_waits_for_the_next_agent()
    {
        await using var desk = await DeskServer.StartAsync();
        var key = await desk.HireAsync("Lily");
        await desk.SetAsync(new DeskSettings { RequireContact = true, Routing = DeskSettings.Auto });
        var visitor = await desk.VisitorAsync();
        Assert.That((string?)visitor.Welcome["desk"]!["state"], Is.EqualTo("nobody"));
        Assert.That(await visitor.CodeAsync(new { type = "ask", name = "Wang", text = "hi" }), Is.EqualTo("contact_needed"));
        Assert.That(await visitor.CodeAsync(new { type = "ask", name = "Wang", text = "hi", contact = "  " }), Is.EqualTo("contact_needed"));
        var told = await visitor.AskAsync(new { type = "ask", name = "Wang", text = "hi", contact = "wang@example.com" });
        Assert.That((bool?)told["ticket"]!["offline"], Is.True);
        var agent = await desk.AgentAsync(key);
        var given = await visitor.TicketAsync(ticket => (string?)ticket["state"] == "assigned");
        Assert.That((string?)given["agent"]!["id"], Is.EqualTo(agent.Id));
        Assert.That((string?)(await agent.TicketAsync(ticket => (string?)ticket["state"] == "assigned"))["contact"], Is.EqualTo("wang@example.com"));
    }

    [Test]
    public async Task Who_asks_while_nobody_is_there_is_told_of_once_in_a_room_and_by_mail_also_after_a_restart()
    {
        using var data = new TemporaryFolder();
        using var mail = new TemporaryFolder();
        Settings Change(Settings settings) => settings with { DataPath = data.Path, DeskMailPath = mail.Path };
        await using (var desk = await DeskServer.StartAsync(change: Change, agents: "Lily"))
        {
            await desk.SetAsync(new DeskSettings { NotifyRoom = "orders", NotifyMail = "shop@example.com" });
            var visitor = await desk.VisitorAsync();
            await visitor.AskAsync(new { type = "ask", name = "王", text = "在吗？\nBcc: all@example.com", contact = "wang@example.com", page = "https://shop.example/" });
            await Eventually.IsAsync(() => Directory.GetFiles(mail.Path).Length == 1);
            await Eventually.IsAsync(async () => (await desk.Api.GetAsync("/api/rooms/orders/messages")).Text.Contains("在吗", StringComparison.Ordinal));
        }
        var file = Directory.GetFiles(mail.Path).Single();
        var text = await File.ReadAllTextAsync(file);
        var head = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        Assert.That(Path.GetFileName(file), Does.Match(@"^ticket-\d+\.eml$"));
        Assert.That(head, Does.Contain("To: shop@example.com").And.Contain("Reply-To: wang@example.com").And.Contain("Message-ID: <ticket-"));
        Assert.That(head, Does.Not.Contain("\nBcc"));
        var body = Encoding.UTF8.GetString(Convert.FromBase64String(text[(head.Length + 4)..]));
        Assert.That(body, Does.Contain("来自: 王").And.Contain("在吗？").And.Contain("https://shop.example/"));
        File.Delete(file);

        await using var again = await DeskServer.StartAsync(change: Change);
        await again.VisitorAsync();
        var messages = (await again.Api.GetAsync("/api/rooms/orders/messages")).Json["events"]!.AsArray();
        Assert.That(messages, Has.Count.EqualTo(1));
        Assert.That((string?)messages[0]!["text"], Does.StartWith("#").And.Contain("王 (wang@example.com): 在吗？"));
        Assert.That(Directory.GetFiles(mail.Path), Is.Empty);
    }

    [Test]
    public async Task Of_a_question_too_long_for_a_message_the_room_has_the_beginning_and_an_archive_nothing()
    {
        await using var desk = await DeskServer.StartAsync(agents: "Lily");
        await desk.SetAsync(new DeskSettings { NotifyRoom = "orders" });
        await (await desk.VisitorAsync()).AskAsync(new { type = "ask", name = "王", text = new string('吗', 16 * 1024 / 3) });
        await Eventually.IsAsync(async () => (await MessagesAsync()).Count == 1);
        var text = (string)(await MessagesAsync())[0]!["text"]!;
        Assert.That(Encoding.UTF8.GetByteCount(text), Is.InRange((16 * 1024) - 3, 16 * 1024));
        Assert.That(text, Does.StartWith("#").And.Contain(" 王: 吗").And.EndWith("吗…"));

        await using var admin = await Guest.ComeAsync(desk.Server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "a", key = DeskServer.AdminKey });
        await admin.AskAsync(new { type = "join", id = "j", room = "orders" });
        await admin.AskAsync(new { type = "moderate", id = "m", room = "orders", action = "archive" });
        await (await desk.VisitorAsync()).AskAsync(new { type = "ask", name = "Li", text = "hello?" });
        await Eventually.IsAsync(() => desk.Server.Lines.Any(line => line.Contains("isn't told")));
        Assert.That(await MessagesAsync(), Has.Count.EqualTo(1));

        async Task<List<JsonNode?>> MessagesAsync() =>
        [
            .. (await desk.Api.GetAsync("/api/rooms/orders/messages")).Json["events"]!.AsArray()
                .Where(e => (string?)e!["kind"] == "message"),
        ];
    }

    [Test]
    public async Task Who_is_away_for_a_day_while_they_wait_has_left_the_queue_and_who_left_a_message_has_not()
    {
        var time = new FakeTimeProvider(Morning);
        await using var desk = await DeskServer.StartAsync(time);
        var key = await desk.HireAsync("Lily");
        var (offline, one) = await desk.AskAsync("Wang");
        await desk.AgentAsync(key);
        var (online, two) = await desk.AskAsync("Li");
        await offline.DisposeAsync();
        await online.DisposeAsync();
        await Eventually.IsAsync(() => desk.Server.Host.WebSockets == 1);
        for (var hour = 0; hour < 26; hour++) time.Advance(TimeSpan.FromHours(1));
        await Eventually.IsAsync(async () =>
            (string?)(await desk.VisitorAsync(online.Token)).Welcome["desk"]!["ticket"]?["state"] == "closed");
        Assert.That((string?)(await desk.VisitorAsync(offline.Token)).Welcome["desk"]!["ticket"]!["state"], Is.EqualTo("waiting"));
        Assert.That(two, Is.GreaterThan(one));
    }
}
