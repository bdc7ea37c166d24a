using System.Text.Json.Nodes;
using ChatServer.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>Finding over the wire: what is found, and that nobody finds what they may not read.</summary>
public sealed class SearchTests : ModerationTest
{
    [Test]
    public async Task Finds_in_a_room_and_everywhere_with_the_place_of_the_words()
    {
        await SayAsync(Ben, Room, "the needle is here");
        await SayAsync(Ben, "other", "another needle, 一根针");
        Assert.That(await FindAsync(Host, "needle", Room), Is.EqualTo(new[] { "the needle is here" }));
        Assert.That(await FindAsync(Host, "needle"), Is.EqualTo(new[] { "another needle, 一根针", "the needle is here" }));
        Assert.That(await FindAsync(Host, "针"), Is.EqualTo(new[] { "another needle, 一根针" }));
        var answer = await AskAsync(Host, new { type = "search", find = "NEEDLE here", room = Room.ToUpperInvariant() });
        var result = answer["results"]!.AsArray().Single()!;
        Assert.That((string?)result["event"]!["room"], Is.EqualTo(Room));
        Assert.That(result["matches"]!.ToJsonString(), Is.EqualTo("""[{"start":4,"length":6},{"start":14,"length":4}]"""));
        Assert.That(((bool)answer["more"]!, answer["next"]), Is.EqualTo((false, (JsonNode?)null)));
    }

    [Test]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        for (var n = 1; n <= 7; n++) await SayAsync(Ben, n % 2 == 0 ? Room : "other", $"needle {n}");
        var (found, next) = (new List<string>(), (string?)null);
        do
        {
            var page = await AskAsync(Host, new { type = "search", find = "needle", limit = 3, from = next });
            found.AddRange(Texts(page));
            next = (string?)page["next"];
        }
        while (next is not null);
        // Those of one instant have no order of time.
        Assert.That(found, Is.EquivalentTo(Enumerable.Range(1, 7).Select(n => $"needle {n}")));
    }

    [Test]
    public async Task Conversations_are_found_by_the_two_alone()
    {
        var room = DirectName.Of(Host.Id, Ben.Id);
        await SayAsync(Host, room, "a secret-4711");
        Assert.That(await FindAsync(Ben, "4711"), Is.EqualTo(new[] { "a secret-4711" }));
        var answer = await AskAsync(Ben, new { type = "search", find = "4711", room });
        Assert.That((string?)answer["results"]![0]!["with"]!["id"], Is.EqualTo(Host.Id));
        Assert.That(await FindAsync(Admin, "4711"), Is.Empty);
        Assert.That((string?)(await AskAsync(Admin, new { type = "search", find = "4711", room }))["code"], Is.EqualTo("no_such_room"));
    }

    [TestCase("lock")]
    [TestCase("password")]
    public async Task Rooms_that_keep_people_out_are_found_by_who_is_in(string action)
    {
        await SayAsync(Ben, Room, "the needle");
        await ActAsync(Host, new { action, text = "sesame" });
        var eve = await ComeAsync("Eve");
        Assert.That(await FindAsync(eve, "needle"), Is.Empty);
        Assert.That(
            (string?)(await AskAsync(eve, new { type = "search", find = "needle", room = Room }))["code"],
            Is.EqualTo(action == "lock" ? "locked" : "password_needed"));
        Assert.That(await FindAsync(Ben, "needle"), Is.EqualTo(new[] { "the needle" }));
    }

    [Test]
    public async Task Who_is_sent_out_finds_nothing_there()
    {
        await SayAsync(Ben, Room, "the needle");
        await ActAsync(Host, new { action = "kick", person = Ben.Id, seconds = 60 });
        Assert.That(await FindAsync(Ben, "needle"), Is.Empty);
        Assert.That((string?)(await AskAsync(Ben, new { type = "search", find = "needle", room = Room }))["code"], Is.EqualTo("kicked"));
    }

    [Test]
    public async Task Tickets_and_logs_of_the_house_are_no_rooms()
    {
        foreach (var room in new[] { "#1", "#1.notes", ":people", "@", "@x", "", "a b" })
        {
            var answer = await AskAsync(Admin, new { type = "search", find = "Ben", room });
            Assert.That((string?)answer["code"], Is.AnyOf("bad_room", "no_such_room"), room);
        }
        Assert.That(await FindAsync(Admin, "Ben"), Is.Empty, "names aren't messages");
    }

    [TestCase(null, null, null)]
    [TestCase("", null, null)]
    [TestCase("a", 0, null)]
    [TestCase("a", 51, null)]
    [TestCase("a", null, "x")]
    [TestCase("a", null, "1.0.class")]
    [TestCase("a", null, "1.2")]
    [TestCase("1 2 3 4 5 6 7 8 9 a b", null, null)]
    public async Task What_is_out_of_bounds_is_refused(string? find, int? limit, string? from) =>
        Assert.That((string?)(await AskAsync(Ben, new { type = "search", find, limit, from }))["code"], Is.EqualTo("bad_message"));

    [Test]
    public async Task A_page_around_a_message_has_both_sides()
    {
        for (var n = 0; n < 20; n++) await SayAsync(Ben, "other", $"message {n}");
        var page = await AskAsync(Ben, new { type = "history", room = "other", around = 10, limit = 5 });
        Assert.That(page["events"]!.AsArray().Select(e => (long)e!["seq"]!), Is.EqualTo(new[] { 8, 9, 10, 11, 12 }));
        Assert.That(((bool)page["more"]!, (bool)page["newer"]!), Is.EqualTo((true, true)));
        var all = await AskAsync(Ben, new { type = "history", room = "other", around = 10, limit = 100 });
        Assert.That((all["events"]!.AsArray().Count, (bool)all["more"]!, (bool)all["newer"]!), Is.EqualTo((20, false, false)));
        foreach (var seq in new[] { 0, 20, 21, long.MaxValue })
            Assert.That((string?)(await AskAsync(Ben, new { type = "history", room = "other", around = seq, limit = 1 }))["type"], Is.EqualTo("history"));
        Assert.That((string?)(await AskAsync(Ben, new { type = "history", room = "other", around = 1, before = 2 }))["code"], Is.EqualTo("bad_message"));
    }

    private async Task<Guest> ComeAsync(string name)
    {
        var guest = await Guest.ComeAsync(Server, name);
        Opened.Add(guest);
        return guest;
    }

    private async Task SayAsync(Guest by, string room, string text)
    {
        await AskAsync(by, new { type = "join", room });
        Assert.That((string?)(await AskAsync(by, new { type = "say", room, text }))["type"], Is.EqualTo("event"));
        Time.Advance(TimeSpan.FromSeconds(1));
    }

    private async Task<IReadOnlyList<string>> FindAsync(Guest by, string find, string? room = null) =>
        Texts(await AskAsync(by, new { type = "search", find, room }));

    private static IReadOnlyList<string> Texts(JsonObject answer)
    {
        Assert.That((string?)answer["type"], Is.EqualTo("search"), answer.ToJsonString());
        return [.. answer["results"]!.AsArray().Select(result => (string)result!["event"]!["text"]!)];
    }
}
