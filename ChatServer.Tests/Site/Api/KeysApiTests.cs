using System.Net;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>Keys of bots, made and revoked by admins.</summary>
public sealed class KeysApiTests : ApiTest
{
    private const string Admin = $"Authorization: Bearer {AdminKey}";

    [Test]
    public async Task A_key_is_made_told_once_used_and_revoked()
    {
        var made = await Api.PostAsync("/api/keys", """{"name":"Backup"}""", "application/json", Admin);
        Assert.That((made.Status, (string?)made.Json["bot"]!["name"]), Is.EqualTo((HttpStatusCode.Created, "Backup")));
        var key = (string)made.Json["key"]!;
        Assert.That((await Api.GetAsync("/api/keys", Admin)).Text, Does.Contain("Backup").And.Contain("\"ci\"").And.Not.Contain(key));

        string[] asBot = [FromElsewhere, $"Authorization: Bearer {key}"];
        Assert.That((string?)(await SayAsync("hi", headers: asBot)).Json["from"]!["name"], Is.EqualTo("Backup"));
        Assert.That((await Api.SendAsync(HttpMethod.Delete, "/api/keys/backup", null, Admin)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await SayAsync("hi", headers: asBot)).Problem, Is.EqualTo((401, "bad_key")));
        Assert.That((await Api.SendAsync(HttpMethod.Delete, "/api/keys/backup", null, Admin)).Problem, Is.EqualTo((404, "no_such_person")));
    }

    [Test]
    public async Task A_second_key_of_a_name_replaces_the_first()
    {
        var first = (string)(await Api.PostAsync("/api/keys?name=Backup", "", "", Admin)).Json["key"]!;
        var second = await Api.PostAsync("/api/keys?name=backup", "", "", Admin, "Accept: text/plain");
        Assert.That((await SayAsync("hi", headers: $"Authorization: Bearer {first}")).Problem, Is.EqualTo((401, "bad_key")));
        Assert.That((int)(await SayAsync("hi", headers: $"Authorization: Bearer {second.Text.Trim()}")).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task An_admin_needs_no_key_but_their_token_and_nobody_else_has_one_that_does()
    {
        await using var admin = await AdminAsync();
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        var made = await Api.PostAsync("/api/keys?name=x", "", "", $"Authorization: Bearer {admin.Token}");
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.Created));
        foreach (var (method, path) in new[] { ("GET", "/api/keys"), ("POST", "/api/keys?name=y"), ("DELETE", "/api/keys/x") })
        {
            Assert.That((await Api.SendAsync(new HttpMethod(method), path, null)).Problem, Is.EqualTo((401, "key_needed")));
            foreach (var key in new[] { ann.Token, BotKey, (string)made.Json["key"]!, "" })
            {
                var answer = await Api.SendAsync(new HttpMethod(method), path, null, $"Authorization: Bearer {key}");
                Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Unauthorized).Or.EqualTo(HttpStatusCode.TooManyRequests), $"{method} with «{key}»");
            }
        }
    }

    [TestCase("a/b")]
    [TestCase("a%b?c")]
    [TestCase("...")]
    [TestCase("小 明")]
    public async Task A_key_of_any_name_can_be_revoked(string name)
    {
        var made = await Api.PostAsync($"/api/keys?name={Uri.EscapeDataString(name)}", "", "", Admin);
        Assert.That((string?)made.Json["bot"]!["name"], Is.EqualTo(name));
        var revoked = await Api.SendAsync(HttpMethod.Delete, $"/api/keys/{Uri.EscapeDataString(name)}", null, Admin);
        Assert.That(revoked.Status, Is.EqualTo(HttpStatusCode.NoContent));
    }

    [Test]
    public async Task What_says_no_name_is_told_why()
    {
        Assert.That((await Api.PostAsync("/api/keys", "{", "application/json", Admin)).Problem, Is.EqualTo((400, "bad_message")));
        Assert.That((await Api.PostAsync("/api/keys", new string('x', 5_000), "", Admin)).Problem, Is.EqualTo((413, "too_long")));
    }

    [Test]
    public async Task Who_guesses_keeps_nobody_out_whose_key_was_made_here()
    {
        var key = (string)(await Api.PostAsync("/api/keys?name=Backup", "", "", Admin)).Json["key"]!;
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        for (var n = 0; n < 10; n++)
            Assert.That((await SayAsync("hi", headers: "Authorization: Bearer wrong")).Problem, Is.EqualTo((401, "bad_key")));
        Assert.That((await SayAsync("hi", headers: "Authorization: Bearer wrong")).Problem, Is.EqualTo((429, "rate_limited")));
        foreach (var made in new[] { key, ann.Token })
            Assert.That((int)(await SayAsync("hi", headers: $"Authorization: Bearer {made}")).Status, Is.EqualTo(201));
        // A key that somebody thought up can be guessed, so its guesses are counted before they are looked at.
        Assert.That((await SayAsync("hi", headers: $"Authorization: Bearer {BotKey}")).Problem, Is.EqualTo((429, "rate_limited")));
    }

    [TestCase("", 400, "bad_name")]
    [TestCase("..", 400, "bad_name")]
    [TestCase("system", 409, "name_taken", Description = "the page's own")]
    [TestCase("Ann", 409, "name_taken")]
    public async Task A_name_that_cannot_be_or_is_somebodys_gets_no_key(string name, int status, string code)
    {
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        Assert.That((await Api.PostAsync($"/api/keys?name={name}", "", "", Admin)).Problem, Is.EqualTo((status, code)));
    }
}
