using System.Net;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Webhooks;

/// <summary>Webhooks made, listed and removed by admins, and by nobody else.</summary>
public sealed class WebhooksApiTests : WebhookTest
{
    [Test]
    public async Task One_is_made_listed_and_removed()
    {
        var made = await MakeAsync(new { url = Receiver.Url, bot = "Helper" });
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That(
            ((string?)made.Json["url"], (string?)made.Json["match"], (string?)made.Json["bot"]!["name"]),
            Is.EqualTo((Receiver.Url, "all", "Helper")));
        var listed = (await ListAsync())[0]!;
        Assert.That(
            ((string?)listed["id"], (string?)listed["url"], (string?)listed["by"]!["name"], (long?)listed["at"]),
            Is.EqualTo(((string?)made.Json["id"], Receiver.Url, "admin", (long?)Time.GetUtcNow().ToUnixTimeMilliseconds())));
        Assert.That((await Api.GetAsync("/api/rooms/lobby/webhooks", Admin, "Accept: text/plain")).Text, Does.Contain("Helper all http://127.0.0.1"));
        Assert.That(await ListAsync("random"), Is.Empty);

        var path = $"/webhooks/{made.Json["id"]}";
        Assert.That((await Api.SendAsync(HttpMethod.Delete, $"/api/rooms/random{path}", null, Admin)).Problem, Is.EqualTo((404, "not_found")));
        Assert.That((await Api.SendAsync(HttpMethod.Delete, $"/api/rooms/lobby{path}", null, Admin)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await Api.SendAsync(HttpMethod.Delete, $"/api/rooms/lobby{path}", null, Admin)).Problem, Is.EqualTo((404, "not_found")));
        Assert.That(await ListAsync(), Is.Empty);
    }

    [Test]
    public async Task Only_admins_may_and_a_person_who_is_one_is_named()
    {
        await using var admin = await Guest.ComeAsync(Server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "a", key = AdminKey });
        var made = await MakeAsync(new { url = Receiver.Url, bot = "x" }, admin: $"Authorization: Bearer {admin.Token}");
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((string?)(await ListAsync())[0]!["by"]!["name"], Is.EqualTo("Ada"));
        var bot = (string)(await Api.PostAsync("/api/keys?name=y", "", "", Admin)).Json["key"]!;
        foreach (var room in new[] { "lobby", "nowhere" })
        {
            foreach (var (method, path) in new[] { ("GET", ""), ("POST", ""), ("DELETE", $"/{made.Json["id"]}") })
            {
                var address = $"/api/rooms/{room}/webhooks{path}";
                var body = method == "POST" ? $$"""{"url":"{{Receiver.Url}}","bot":"z"}""" : null;
                Assert.That((await SendAsync(method, address, body)).Problem, Is.EqualTo((401, "key_needed")));
                foreach (var key in new[] { Ann, bot, (string)made.Json["secret"]! })
                {
                    var answer = await SendAsync(method, address, body, $"Authorization: Bearer {key}");
                    Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Unauthorized).Or.EqualTo(HttpStatusCode.TooManyRequests));
                }
            }
        }
        Assert.That((await Api.GetAsync("/api/rooms/lobby/webhooks", $"Authorization: Bearer {admin.Token}")).Json["webhooks"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [TestCase("nowhere", 404, "no_such_room")]
    [TestCase("@abc", 404, "no_such_room")]
    [TestCase("a%20b", 400, "bad_room")]
    public async Task There_must_be_the_room(string room, int status, string code)
    {
        Assert.That((await MakeAsync(new { url = Receiver.Url, bot = "x" }, room)).Problem, Is.EqualTo((status, code)));
        Assert.That((await Api.GetAsync($"/api/rooms/{room}/webhooks", Admin)).Problem, Is.EqualTo((status, code)));
        Assert.That((await Api.SendAsync(HttpMethod.Delete, $"/api/rooms/{room}/webhooks/x", null, Admin)).Problem, Is.EqualTo((status, code)));
    }

    [TestCase("""{"bot":"x"}""", "bad_url")]
    [TestCase("""{"url":"http://10.0.0.1/"}""", "bad_name")]
    [TestCase("""{"url":"http://10.0.0.1/","bot":" "}""", "bad_name")]
    [TestCase("""{"url":"http://10.0.0.1/","bot":"x","match":"some"}""", "bad_message")]
    [TestCase("""{"url":7,"bot":"x"}""", "bad_message")]
    [TestCase("[]", "bad_message")]
    [TestCase("", "bad_message")]
    [TestCase("null", "bad_message")]
    public async Task What_cannot_be_is_refused(string body, string code)
    {
        Assert.That((await Api.PostAsync("/api/rooms/lobby/webhooks", body, "application/json", Admin)).Problem, Is.EqualTo((400, code)));
        Assert.That(await EventsAsync(), Is.Empty, "the room isn't told");
    }

    [Test]
    public async Task A_name_that_is_somebodys_is_no_bots() =>
        Assert.That((await MakeAsync(new { url = Receiver.Url, bot = "ann" })).Problem, Is.EqualTo((409, "name_taken")));

    [Test]
    public async Task A_room_has_ten_at_most_and_an_archived_one_no_new_one()
    {
        for (var n = 1; n <= 10; n++) await ConnectAsync(bot: $"bot {n}");
        Assert.That((await MakeAsync(new { url = Receiver.Url, bot = "eleven" })).Problem, Is.EqualTo((403, "not_allowed")));
        await SayAsync("hi", "other");
        await using var admin = await Guest.ComeAsync(Server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "a", key = AdminKey });
        await admin.AskAsync(new { type = "join", id = "j", room = "other" });
        await admin.AskAsync(new { type = "moderate", id = "m", room = "other", action = "archive" });
        Assert.That((await MakeAsync(new { url = Receiver.Url, bot = "x" }, "other")).Problem, Is.EqualTo((403, "archived")));
    }

    [Test]
    public async Task There_are_two_hundred_at_most()
    {
        for (var n = 0; n < 200; n++)
        {
            if (n % 10 == 0) await SayAsync("hi", $"room-{n / 10}");
            await ConnectAsync(room: $"room-{n / 10}");
        }
        Assert.That((await MakeAsync(new { url = Receiver.Url, bot = "x" })).Problem, Is.EqualTo((403, "not_allowed")));
    }

    private Task<ApiAnswer> SendAsync(string method, string path, string? body, params string[] headers) =>
        Api.SendAsync(new HttpMethod(method), path, body is null ? null : ApiClient.Body(body, "application/json"), headers);
}
