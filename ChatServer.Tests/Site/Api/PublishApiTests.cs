using System.Net;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>Publishing by plain HTTP: bodies, names, keys, repeats, and what is refused.</summary>
public sealed class PublishApiTests : ApiTest
{
    [TestCase("download finished", "application/x-www-form-urlencoded", "download finished", Description = "curl -d")]
    [TestCase("a=b&c", "application/x-www-form-urlencoded", "a=b&c", Description = "no form without a text")]
    [TestCase("100%", "application/x-www-form-urlencoded", "100%")]
    [TestCase("text=50%25+done&x=y", "application/x-www-form-urlencoded", "50% done")]
    [TestCase("下载完成", "text/plain", "下载完成")]
    [TestCase("下载完成\n", "text/plain; charset=UTF-8", "下载完成", Description = "what a command printed")]
    [TestCase("two\nlines\r\n", "", "two\nlines")]
    [TestCase("""{"text":" as it is\n"}""", "application/json", " as it is\n")]
    [TestCase("""{"text":"\ud83d\ude00","other":[1]}""", "application/json;charset=utf-8", "😀")]
    public async Task A_text_a_form_or_json_is_a_message(string body, string type, string text)
    {
        await using var ann = await ChatPeer.JoinAsync(Server, "lobby", "Ann");
        var answer = await Api.PostAsync("/api/rooms/lobby/messages", body, type);

        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.Created), answer.Text);
        var told = await ann.ExpectAsync("event");
        Assert.That((string?)told["text"], Is.EqualTo(text));
        Assert.That((string?)told["from"]!["name"], Is.EqualTo("bot"));
        Assert.That((int)answer.Json["listening"]!, Is.EqualTo(1));
        var same = answer.Json;
        same.Remove("listening");
        Assert.That(JsonNode.DeepEquals(same, told), "the answer is the event");
        var there = await Api.GetAsync(answer.Headers.Location!.ToString());
        Assert.That((string?)there.Json["events"]![0]!["text"], Is.EqualTo(text));
    }

    [Test]
    public async Task A_room_is_made_by_publishing_to_it()
    {
        Assert.That((await SayAsync("hi", "ci")).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await Api.GetAsync("/api/rooms/ci")).Json["head"]!.GetValue<long>(), Is.EqualTo(1));
    }

    [Test]
    public async Task Fields_come_from_body_query_or_header()
    {
        var all = await Api.PostAsync(
            "/api/rooms/lobby/messages", """{"text":"a","name":"Backup","key":"k","id":"i-1","reply":null}""", "application/json");
        Assert.That(
            ((string?)all.Json["from"]!["name"], (string?)all.Json["key"], (string?)all.Json["id"]), Is.EqualTo(("Backup", "k", "i-1")));
        var form = await Api.PostAsync(
            "/api/rooms/lobby/messages", "text=b&name=Backup&id=i-2&reply=1", "application/x-www-form-urlencoded");
        Assert.That(
            ((string?)form.Json["from"]!["name"], (string?)form.Json["id"], (long?)form.Json["reply"]), Is.EqualTo(("Backup", "i-2", (long?)1)));
        var query = await SayAsync("c", query: "?name=Backup&id=i-3&key=other");
        Assert.That(
            ((string?)query.Json["from"]!["name"], (string?)query.Json["id"], (string?)query.Json["key"]), Is.EqualTo(("Backup", "i-3", "other")));
        Assert.That((string?)(await SayAsync("d", headers: "Idempotency-Key: \"i-4\"")).Json["id"], Is.EqualTo("i-4"));
        Assert.That((string?)all.Json["from"]!["id"], Is.EqualTo((string?)query.Json["from"]!["id"]).And.StartsWith("bot-"));
    }

    [Test]
    public async Task A_repeat_is_answered_with_the_first_and_stored_once()
    {
        var first = await SayAsync("once", query: "?id=42");
        var again = await SayAsync("once", headers: "Idempotency-Key: 42");
        Assert.That((first.Status, again.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK)));
        Assert.That((long)again.Json["seq"]!, Is.EqualTo((long)first.Json["seq"]!));
        Assert.That((long)(await Api.GetAsync("/api/rooms/lobby")).Json["head"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task A_key_edits_one_message_in_place_until_it_is_deleted()
    {
        await using var ann = await ChatPeer.JoinAsync(Server, "lobby", "Ann");
        Assert.That((await SayAsync("build 40 %", query: "?key=build&id=a")).Status, Is.EqualTo(HttpStatusCode.Created));
        var edit = await SayAsync("build 90 %", query: "?key=build&id=b");
        Assert.That((edit.Status, (string?)edit.Json["kind"], (long)edit.Json["target"]!), Is.EqualTo((HttpStatusCode.OK, "edit", 1L)));
        Assert.That((long)(await SayAsync("build 90 %", query: "?key=build&id=b")).Json["seq"]!, Is.EqualTo(2), "a repeat of the edit");
        Assert.That((long)(await SayAsync("build 40 %", query: "?key=build&id=a")).Json["seq"]!, Is.EqualTo(1), "a repeat of the first");
        Assert.That((await SayAsync("mine", query: "?key=build&name=another")).Status, Is.EqualTo(HttpStatusCode.Created), "somebody else's key");

        var page = (await Api.GetAsync("/api/rooms/lobby/messages")).Json["events"]!.AsArray();
        Assert.That(page.Select(e => ((long)e!["seq"]!, (string?)e["text"])), Is.EqualTo(new[] { (1L, "build 90 %"), (3L, "mine") }));
        await ann.ExpectAsync("event");
        Assert.That((string?)(await ann.ExpectAsync("event"))["text"], Is.EqualTo("build 90 %"));

        await using var admin = await AdminAsync();
        await admin.AskAsync(new { type = "delete", id = "d", room = "lobby", target = 1 });
        Assert.That((await SayAsync("build 10 %", query: "?key=build")).Status, Is.EqualTo(HttpStatusCode.Created), "it begins anew");
    }

    [Test]
    public async Task The_answer_tells_people_and_streams_that_listen()
    {
        Assert.That((int)(await SayAsync("to nobody")).Json["listening"]!, Is.Zero);
        await using var ann = await ChatPeer.JoinAsync(Server, "lobby", "Ann");
        using var stream = await Api.Http.GetStreamAsync("/api/rooms/lobby/events");
        await Eventually.IsAsync(async () => (int)(await Api.GetAsync("/api/rooms/lobby")).Json["listening"]! == 2);
        Assert.That((int)(await SayAsync("to two")).Json["listening"]!, Is.EqualTo(2));
        var line = await SayAsync("and in words", headers: "Accept: text/plain");
        Assert.That(line.Text, Is.EqualTo("lobby 3, 2 listening\n"));
    }

    [Test]
    public async Task From_elsewhere_a_key_is_needed()
    {
        var refused = await SayAsync("hi", headers: FromElsewhere);
        Assert.That(refused.Problem, Is.EqualTo((401, "key_needed")));
        Assert.That(refused.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
        Assert.That((await SayAsync("hi", headers: [FromElsewhere, "Authorization: Bearer wrong"])).Problem, Is.EqualTo((401, "bad_key")));
        Assert.That((await SayAsync("hi", headers: [FromElsewhere, "Authorization: Basic x"])).Problem, Is.EqualTo((401, "bad_key")));

        var said = await SayAsync("hi", headers: [FromElsewhere, $"Authorization: Bearer {BotKey}"]);
        Assert.That(((int)said.Status, (string?)said.Json["from"]!["name"]), Is.EqualTo((201, "ci")));
        var asAnother = await SayAsync("hi", query: "?name=root2", headers: $"Authorization: Bearer {BotKey}");
        Assert.That(asAnother.Problem, Is.EqualTo((403, "not_allowed")));
    }

    [Test]
    public async Task A_person_publishes_with_their_token_under_their_name()
    {
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        var said = await SayAsync("hi", headers: [FromElsewhere, $"Authorization: Bearer {ann.Token}"]);
        Assert.That(
            ((string?)said.Json["from"]!["name"], (string?)said.Json["from"]!["id"]), Is.EqualTo(("Ann", ann.Id)));
        var stranger = new string('A', 43);
        Assert.That((await SayAsync("hi", headers: $"Authorization: Bearer {stranger}")).Problem, Is.EqualTo((401, "bad_key")));
    }

    [Test]
    public async Task A_wrong_key_may_be_guessed_ten_times()
    {
        for (var n = 0; n < 10; n++)
            Assert.That((await SayAsync("hi", headers: $"Authorization: Bearer guess-{n}")).Problem, Is.EqualTo((401, "bad_key")));
        var refused = await SayAsync("hi", headers: "Authorization: Bearer guess-10");
        Assert.That(refused.Problem, Is.EqualTo((429, "rate_limited")));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(6)));
    }

    [TestCase("Ann", 409, "name_taken")]
    [TestCase("ANN", 409, "name_taken")]
    [TestCase("admin", 409, "name_taken")]
    [TestCase("", 400, "bad_name")]
    [TestCase("%E2%80%8B", 400, "bad_name")]
    public async Task Nobody_publishes_under_somebody_elses_name(string name, int status, string code)
    {
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        Assert.That((await SayAsync("hi", query: $"?name={name}")).Problem, Is.EqualTo((status, code)));
    }

    [Test]
    public async Task Nobody_takes_the_name_of_a_bot()
    {
        await SayAsync("hi", query: "?name=Backup");
        await using var ann = await Guest.ComeAsync(Server, "backup");
        Assert.That(ann.Name, Is.EqualTo("backup2"));
    }

    [TestCase("", "text/plain", 400, "empty_text")]
    [TestCase("\n", "text/plain", 400, "empty_text")]
    [TestCase("\u200B", "text/plain", 400, "empty_text")]
    [TestCase("{", "application/json", 400, "bad_message")]
    [TestCase("[]", "application/json", 400, "bad_message")]
    [TestCase("null", "application/json", 400, "bad_message")]
    [TestCase("{\"text\":7}", "application/json", 400, "bad_message")]
    [TestCase("{}", "application/json", 400, "empty_text")]
    [TestCase("{\"text\":\"x\",\"id\":\"\"}", "application/json", 400, "bad_id")]
    [TestCase("{\"text\":\"x\",\"key\":\"\"}", "application/json", 400, "bad_id")]
    [TestCase("{\"text\":\"x\",\"reply\":99}", "application/json", 404, "no_such_message")]
    [TestCase("{\"text\":\"\\ud83d\"}", "application/json", 400, "bad_message")]
    [TestCase("x", "application/xml", 415, "unsupported_type")]
    [TestCase("x", "text/plain; charset=latin1", 415, "unsupported_type")]
    public async Task What_cannot_be_a_message_is_a_problem(string body, string type, int status, string code) =>
        Assert.That((await Api.PostAsync("/api/rooms/lobby/messages", body, type)).Problem, Is.EqualTo((status, code)));

    [Test]
    public async Task Bytes_that_are_no_utf8_are_a_problem()
    {
        var content = new ByteArrayContent([0xC3, 0x28]);
        Assert.That((await Api.SendAsync(HttpMethod.Post, "/api/rooms/lobby/messages", content)).Problem, Is.EqualTo((400, "bad_message")));
    }

    [TestCase(16 * 1024, 201)]
    [TestCase((16 * 1024) + 1, 413)]
    [TestCase(300_000, 413)]
    public async Task A_text_has_16_kib_at_most(int bytes, int status)
    {
        var answer = await SayAsync(new string('y', bytes));
        Assert.That((int)answer.Status, Is.EqualTo(status));
        if (status == 413) Assert.That(answer.Problem, Is.EqualTo((413, "too_long")));
    }

    [TestCase("..%2Fetc", 400)]
    [TestCase("a%2Fb", 400)]
    [TestCase("a%20b", 400)]
    [TestCase("%2E%2E", 400)]
    [TestCase("..", 400)]
    [TestCase("%FF", 400)]
    [TestCase("a%00b", 400)]
    [TestCase("@aaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbb", 404)]
    public async Task A_room_that_cannot_be_is_a_problem(string room, int status)
    {
        var answer = await RawPeer.AskAsync(
            Server.Port, $"POST /api/rooms/{room}/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi");
        Assert.That(answer.Status, Is.EqualTo(status));
    }

    [Test]
    public async Task A_rate_is_kept_and_the_answer_says_when()
    {
        for (var n = 0; n < 30; n++) Assert.That((int)(await SayAsync($"{n}")).Status, Is.EqualTo(201));
        var refused = await SayAsync("one too many");
        Assert.That(refused.Problem, Is.EqualTo((429, "rate_limited")));
        Assert.That(refused.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That((int)(await SayAsync("again")).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task The_rules_of_a_room_hold_for_bots()
    {
        await using var admin = await AdminAsync();
        foreach (var (action, code) in new[] { ("hosts_only", "hosts_only"), ("archive", "not_allowed") })
        {
            await ActAsync(admin, action);
            if (code == "hosts_only") Assert.That((await SayAsync("hi")).Problem, Is.EqualTo((403, code)));
            await ActAsync(admin, action, new { on = false });
        }
        await ActAsync(admin, "lock");
        Assert.That((await SayAsync("hi")).Problem, Is.EqualTo((403, "locked")));
        await ActAsync(admin, "lock", new { on = false });
        await ActAsync(admin, "password", new { text = "sesame" });
        Assert.That((await SayAsync("hi")).Problem, Is.EqualTo((401, "password_needed")));
        Assert.That((await SayAsync("hi", query: "?room-password=barley")).Problem, Is.EqualTo((401, "bad_password")));
        Assert.That((int)(await SayAsync("hi", query: "?room-password=sesame")).Status, Is.EqualTo(201));
        var bot = (string)(await SayAsync("who am I", query: "?room-password=sesame")).Json["from"]!["id"]!;
        await ActAsync(admin, "mute", new { person = bot });
        Assert.That((await SayAsync("hi", query: "?room-password=sesame")).Problem, Is.EqualTo((403, "muted")));
        await ActAsync(admin, "ban", new { person = bot });
        Assert.That((await SayAsync("hi")).Problem, Is.EqualTo((403, "banned")));
    }

    [Test]
    public async Task A_page_of_another_site_publishes_nothing()
    {
        Assert.That((int)(await SayAsync("hi", headers: "Origin: http://evil.example")).Status, Is.EqualTo(403));
        Assert.That((int)(await SayAsync("hi", headers: $"Origin: http://localhost:{Server.Port}")).Status, Is.EqualTo(201));
        Assert.That((long)(await Api.GetAsync("/api/rooms/lobby")).Json["head"]!, Is.EqualTo(1));
    }

    [Test]
    public async Task A_body_that_ends_too_early_or_never_publishes_nothing()
    {
        await using (var half = await RawPeer.ConnectAsync(Server.Port))
        {
            await half.SendAsync("POST /api/rooms/lobby/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhal");
        }
        await using var slow = await RawPeer.ConnectAsync(Server.Port);
        await slow.SendAsync("POST /api/rooms/lobby/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhal");
        var answering = slow.ReadAnswerAsync();
        await Eventually.IsAsync(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return answering.IsCompleted;
        });
        Assert.That((await answering).Status, Is.EqualTo(408));
        Assert.That((long)(await Api.GetAsync("/api/rooms/lobby")).Json["head"]!, Is.Zero);
    }

    [Test]
    public async Task Hundreds_who_publish_at_once_are_each_answered_with_their_own()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            var seqs = new List<(long, string?)>();
            for (var i = 0; i < 10; i++)
            {
                var answer = await SayAsync($"{n}-{i}", query: $"?name=bot-{n}");
                Assert.That((string?)answer.Json["text"], Is.EqualTo($"{n}-{i}"));
                seqs.Add(((long)answer.Json["seq"]!, $"{n}-{i}"));
            }
            return seqs;
        }));
        var all = (await Api.GetAsync("/api/rooms/lobby/messages?after=0&limit=200")).Json;
        Assert.That(
            all["events"]!.AsArray().Select(e => ((long)e!["seq"]!, (string?)e["text"])),
            Is.EqualTo(answers.SelectMany(one => one).OrderBy(one => one.Item1)));
    }
}
