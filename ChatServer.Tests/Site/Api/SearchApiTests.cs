using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>Finding over plain HTTP.</summary>
public sealed class SearchApiTests : ApiTest
{
    [Test]
    public async Task Finds_in_a_room_and_in_all()
    {
        await SayAsync("build 40 %");
        await SayAsync("构建完成 build", "ci");
        Assert.That(await FindAsync("q=build"), Is.EquivalentTo(new[] { "构建完成 build", "build 40 %" }));
        Assert.That(await FindAsync("q=build&room=ci"), Is.EqualTo(new[] { "构建完成 build" }));
        Assert.That(await FindAsync($"q={Uri.EscapeDataString("完成")}"), Is.EqualTo(new[] { "构建完成 build" }));
        Assert.That(await FindAsync($"q={Uri.EscapeDataString("40 %")}"), Is.EqualTo(new[] { "build 40 %" }));
        Assert.That((await Api.GetAsync("/api/search?q=40", "Accept: text/plain")).Text, Is.EqualTo("[lobby] bot: build 40 %\n"));
    }

    [Test]
    public async Task Pages()
    {
        for (var n = 0; n < 5; n++) await SayAsync($"needle {n}");
        var first = (await Api.GetAsync("/api/search?q=needle&limit=3")).Json;
        Assert.That((bool)first["more"]!);
        var rest = await FindAsync($"q=needle&limit=3&before={Uri.EscapeDataString((string)first["next"]!)}");
        Assert.That(rest, Is.EqualTo(new[] { "needle 1", "needle 0" }));
    }

    [Test]
    public async Task What_two_say_is_found_by_the_two_alone()
    {
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        await using var ben = await Guest.ComeAsync(Server, "Ben");
        await using var cem = await Guest.ComeAsync(Server, "Cem");
        var room = (string)(await ann.AskAsync(new { type = "direct", id = "d", person = ben.Id }))["room"]!;
        await ann.AskAsync(new { type = "join", id = "j", room });
        await ann.AskAsync(new { type = "say", id = "s", room, text = "the needle" });
        var inRoom = $"q=needle&room={Uri.EscapeDataString(room)}";
        foreach (var query in (string[])["q=needle", inRoom])
        {
            foreach (var one in (Guest[])[ann, ben])
                Assert.That(await FindAsync(query, Bearer(one)), Is.EqualTo(new[] { "the needle" }));
        }
        Assert.That(await FindAsync("q=needle", Bearer(cem)), Is.Empty);
        Assert.That(await FindAsync("q=needle"), Is.Empty);
        foreach (var headers in (string[][])[[], [Bearer(cem)]])
            Assert.That((await Api.GetAsync($"/api/search?{inRoom}", headers)).Problem, Is.EqualTo((404, "no_such_room")));
    }

    [Test]
    public async Task Finds_nothing_of_rooms_that_keep_readers_out()
    {
        await using var admin = await AdminAsync();
        await using var ben = await Guest.ComeAsync(Server, "Ben");
        await admin.AskAsync(new { type = "say", id = "t", room = "lobby", text = "the needle in the lobby" });
        await ActAsync(admin, "password", new { text = "sesame" });
        Assert.That(await FindAsync("q=needle"), Is.Empty);
        Assert.That(await FindAsync("q=needle", Bearer(ben)), Is.Empty);
        Assert.That(await FindAsync("q=needle", Bearer(admin)), Is.EqualTo(new[] { "the needle in the lobby" }));
        Assert.That((await Api.GetAsync("/api/search?q=needle&room=lobby")).Problem, Is.EqualTo((401, "password_needed")));
        Assert.That(await FindAsync("q=needle&room=lobby&room-password=sesame"), Is.EqualTo(new[] { "the needle in the lobby" }));
    }

    [TestCase("")]
    [TestCase("q=")]
    [TestCase("q=a&limit=0")]
    [TestCase("q=a&limit=x")]
    [TestCase("q=a&before=7")]
    public async Task What_is_out_of_bounds_is_refused(string query) =>
        Assert.That((await Api.GetAsync($"/api/search?{query}")).Problem, Is.EqualTo((400, "bad_message")));

    [Test]
    public async Task History_around_a_message()
    {
        for (var n = 0; n < 9; n++) await SayAsync($"{n}");
        var page = (await Api.GetAsync("/api/rooms/lobby/messages?around=5&limit=3")).Json;
        Assert.That(page["events"]!.AsArray().Select(e => (int)e!["seq"]!), Is.EqualTo(new[] { 4, 5, 6 }));
        Assert.That(((bool)page["more"]!, (bool)page["newer"]!), Is.EqualTo((true, true)));
        Assert.That((await Api.GetAsync("/api/rooms/lobby/messages?around=5&after=3")).Problem, Is.EqualTo((400, "bad_message")));
    }

    private static string Bearer(Guest guest) => $"Authorization: Bearer {guest.Token}";

    private async Task<IReadOnlyList<string>> FindAsync(string query, params string[] headers)
    {
        var answer = await Api.GetAsync($"/api/search?{query}", headers);
        Assert.That(answer.Problem.Code, Is.Null, answer.Text);
        return [.. answer.Json["results"]!.AsArray().Select(result => (string)result!["event"]!["text"]!)];
    }
}
