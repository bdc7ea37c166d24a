using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>Names over the wire: who gets which, and who learns of it.</summary>
public sealed class NameTests
{
    private TestServer _server = null!;
    private ChatPeer _ann = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        _ann = await ChatPeer.JoinAsync(_server, "lobby", "Ann");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _ann.DisposeAsync();
        Assert.That(_server.Errors, Is.Empty);
        await _server.DisposeAsync();
    }

    [TestCase("Ann", "Ann2")]
    [TestCase("ANN", "ANN2")]
    [TestCase("ａｎｎ", "ａｎｎ2", Description = "fullwidth")]
    [TestCase(" Ann ", "Ann2")]
    [TestCase("A nn", "A nn2")]
    [TestCase("Anne", "Anne")]
    public async Task A_name_that_is_taken_or_looks_so_gets_a_number_at_hello(string wanted, string given)
    {
        await using var other = await ChatPeer.OpenAsync(_server);
        await other.SendAsync(new { type = "hello", name = wanted });

        Assert.That((string?)(await other.ExpectAsync("welcome"))["you"]!["name"], Is.EqualTo(given));
    }

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("\u200B")]
    [TestCase("a\u0000")]
    [TestCase("a\nb")]
    [TestCase("a\u202Eb", Description = "turns the direction of writing")]
    [TestCase("\u0301")]
    [TestCase("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy", Description = "33")]
    [TestCase("\u3164\u3164")]
    public async Task A_name_out_of_bounds_is_bad_name_and_no_welcome(string name)
    {
        await using var other = await ChatPeer.OpenAsync(_server);
        await other.SendAsync(new { type = "hello", id = "h", name });
        Assert.That((string?)JsonNode.Parse((await other.ReceiveTextAsync())!)!["code"], Is.EqualTo("bad_name"));
        await _ann.SendAsync(new { type = "rename", name });
        Assert.That((string?)(await _ann.ExpectAsync("error"))["code"], Is.EqualTo("bad_name"));

        await other.SendAsync(new { type = "hello", name = new string('y', 32) });
        await other.ExpectAsync("welcome");
    }

    [TestCase("Ann")]
    [TestCase("aNN")]
    [TestCase("Ａｎｎ")]
    public async Task Renaming_to_a_name_that_is_taken_or_looks_so_is_name_taken(string name)
    {
        await using var bob = await ChatPeer.JoinAsync(_server, "lobby", "Bob");
        await bob.SendAsync(new { type = "rename", id = "r", name });

        var error = await bob.ExpectAsync("error");
        Assert.That(((string?)error["code"], (string?)error["re"]), Is.EqualTo(("name_taken", "r")));
    }

    [Test]
    public async Task All_connections_of_a_person_are_renamed_and_the_room_learns_it()
    {
        await using var phone = await ChatPeer.OpenAsync(_server);
        await phone.SendAsync(new { type = "hello", name = "Bob" });
        var token = (string)(await phone.ExpectAsync("welcome"))["token"]!;
        await using var laptop = await ChatPeer.OpenAsync(_server);
        await laptop.SendAsync(new { type = "hello", token });
        await laptop.ExpectAsync("welcome");
        await laptop.SendAsync(new { type = "join", room = "lobby" });
        var id = (string)(await laptop.ExpectAsync("joined"))["people"]!.AsArray().Single(p => (string?)p!["name"] == "Bob")!["id"]!;
        // His coming has been told before, so that what is told next is the new name.
        await ExpectPeopleAsync(_ann, people => NameOf(people, id) == "Bob");

        await phone.SendAsync(new { type = "rename", id = "r-1", name = "Robert" });

        var here = await phone.ExpectAsync("renamed");
        var there = await laptop.ExpectAsync("renamed");
        Assert.That(((string?)here["re"], (string?)here["you"]!["name"]), Is.EqualTo(("r-1", "Robert")));
        Assert.That((string?)there["you"]!["name"], Is.EqualTo("Robert"));
        Assert.That(there["re"], Is.Null, "it didn't ask");
        Assert.That((string?)there["you"]!["id"], Is.EqualTo(id));
        await ExpectPeopleAsync(_ann, people => NameOf(people, id) == "Robert");
        await laptop.SendAsync(new { type = "say", room = "lobby", text = "hi" });
        Assert.That((string?)(await _ann.ExpectAsync("event"))["from"]!["name"], Is.EqualTo("Robert"));
    }

    [TestCase("admin", "admin2")]
    [TestCase("Admin", "Admin2")]
    [TestCase("аdmin", "аdmin2", Description = "of Cyrillic а")]
    [TestCase("系统", "系统2")]
    [TestCase("You", "You2")]
    [TestCase("Administrative", "Administrative")]
    public async Task A_name_that_would_be_taken_for_the_server_s_is_nobody_s(string wanted, string given)
    {
        await using var other = await ChatPeer.OpenAsync(_server);
        await other.SendAsync(new { type = "hello", name = wanted });
        Assert.That((string?)(await other.ExpectAsync("welcome"))["you"]!["name"], Is.EqualTo(given));
        if (wanted == given) return;
        await _ann.SendAsync(new { type = "rename", name = wanted });
        Assert.That((string?)(await _ann.ExpectAsync("error"))["code"], Is.EqualTo("name_taken"));
    }

    [Test]
    public async Task A_new_name_is_told_in_every_room_but_not_where_nobody_is_and_nothing_was_said()
    {
        foreach (var room in (string[])["ops", "team"])
        {
            await _ann.SendAsync(new { type = "join", room });
            await _ann.ExpectAsync("joined");
        }
        await using var bob = await ChatPeer.JoinAsync(_server, "team", "Bob");
        await _ann.SendAsync(new { type = "rename", name = "Anna" });

        var told = new[] { await _ann.ExpectAsync("event"), await _ann.ExpectAsync("event") };
        Assert.That(told.Select(e => (string?)e["room"]), Is.EquivalentTo(new[] { "lobby", "team" }));
        Assert.That(told.Select(e => ((string?)e["kind"], (string?)e["text"])), Is.All.EqualTo(("rename", "Ann")));
        await _ann.SendAsync(new { type = "say", room = "ops", text = "first" });
        var e = await _ann.ExpectAsync("event");
        Assert.That(((long)e["seq"]!, (string?)e["text"]), Is.EqualTo((1L, "first")));
    }

    [Test]
    public async Task A_person_may_have_five_new_names_at_once()
    {
        for (var i = 0; i < 5; i++)
        {
            await _ann.SendAsync(new { type = "rename", name = $"Ann{i + 2}" });
            await _ann.ExpectAsync("renamed");
        }
        await _ann.SendAsync(new { type = "rename", id = "r", name = "Ann" });

        var error = await _ann.ExpectAsync("error");
        Assert.That(((string?)error["code"], (string?)error["re"]), Is.EqualTo(("rate_limited", "r")));
    }

    [Test]
    public async Task Who_comes_and_who_goes_is_told()
    {
        var bob = await ChatPeer.JoinAsync(_server, "lobby", "Bob");
        var came = await ExpectPeopleAsync(_ann, people => people["joined"]!.AsArray().Any(p => (string?)p!["name"] == "Bob"));
        Assert.That((int)came["count"]!, Is.EqualTo(2));
        var id = (string)came["joined"]!.AsArray().Single(p => (string?)p!["name"] == "Bob")!["id"]!;

        await bob.DisposeAsync();
        var went = await ExpectPeopleAsync(_ann, people => people["left"]!.AsArray().Any(p => (string?)p == id));
        Assert.That((int)went["count"]!, Is.EqualTo(1));
    }

    private static string? NameOf(JsonObject people, string id) =>
        (string?)people["joined"]!.AsArray().LastOrDefault(p => (string?)p!["id"] == id)?["name"];

    private static async Task<JsonObject> ExpectPeopleAsync(ChatPeer peer, Func<JsonObject, bool> isIt)
    {
        JsonObject people;
        do people = await peer.ExpectAsync("people");
        while (!isIt(people));
        return people;
    }
}
