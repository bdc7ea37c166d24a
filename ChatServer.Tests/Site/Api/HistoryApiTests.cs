using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>Polling and long-polling, pages of history, and what they spare the network.</summary>
[NonParallelizable] // It counts the threads of the process.
public sealed class HistoryApiTests : ApiTest
{
    private const string Messages = "/api/rooms/lobby/messages";

    private protected override Settings Set(Settings settings) =>
        settings with { Limits = settings.Limits with { MessagesPerSecond = 0 } };

    [Test]
    public async Task Pages_go_back_in_history_and_forwards_from_a_number()
    {
        for (var n = 1; n <= 5; n++) await SayAsync($"{n}");
        var newest = (await Api.GetAsync($"{Messages}?limit=2")).Json;
        Assert.That((newest.Seqs(), (bool)newest["more"]!, (long)newest["head"]!), Is.EqualTo((new long[] { 4, 5 }, true, 5L)));
        var before = (await Api.GetAsync($"{Messages}?before=4&limit=3")).Json;
        Assert.That((before.Seqs(), (bool)before["more"]!), Is.EqualTo((new long[] { 1, 2, 3 }, false)));
        var after = (await Api.GetAsync($"{Messages}?after=1&limit=2")).Json;
        Assert.That(
            (after.Seqs(), (bool)after["more"]!, (bool)after["recovered"]!), Is.EqualTo((new long[] { 2, 3 }, true, true)));
        Assert.That((await Api.GetAsync($"{Messages}?after=5")).Json.Seqs(), Is.Empty);
    }

    [Test]
    public async Task A_poll_gives_every_event_with_its_number_edits_too()
    {
        await SayAsync("40 %", query: "?key=k");
        await SayAsync("90 %", query: "?key=k");
        var all = (await Api.GetAsync($"{Messages}?after=0")).Json["events"]!.AsArray();
        Assert.That(all.Select(e => (string?)e!["kind"]), Is.EqualTo(new[] { "message", "edit" }));
    }

    [Test]
    public async Task Numbers_of_another_epoch_begin_anew()
    {
        await SayAsync("a");
        await SayAsync("b");
        var epoch = (string)(await Api.GetAsync(Messages)).Json["epoch"]!;
        var same = (await Api.GetAsync($"{Messages}?after=1&epoch={epoch}")).Json;
        Assert.That((same.Seqs(), (bool)same["recovered"]!), Is.EqualTo((new long[] { 2 }, true)));
        var other = (await Api.GetAsync($"{Messages}?after=1&epoch=0123456789abcdef")).Json;
        Assert.That((other.Seqs(), (bool)other["recovered"]!), Is.EqualTo((new long[] { 1, 2 }, false)));
        Assert.That((bool)(await Api.GetAsync($"{Messages}?after=99")).Json["recovered"]!, Is.False, "more than there ever was");
    }

    [Test]
    public async Task A_long_poll_answers_at_once_or_as_soon_as_there_is_something()
    {
        await SayAsync("a");
        Assert.That((await Api.GetAsync($"{Messages}?after=0&wait=30")).Json.Seqs(), Is.EqualTo(new long[] { 1 }));
        var waiting = Api.GetAsync($"{Messages}?after=1&wait=30");
        await ListeningAsync(1);
        Assert.That(waiting.IsCompleted, Is.False);
        await SayAsync("b");
        Assert.That((await waiting).Json.Seqs(), Is.EqualTo(new long[] { 2 }));
        await ListeningAsync(0);
    }

    [Test]
    public async Task A_long_poll_is_empty_when_its_time_is_over()
    {
        var waiting = Api.GetAsync($"{Messages}?after=0&wait=30");
        await ListeningAsync(1);
        Time.Advance(TimeSpan.FromSeconds(30));
        var answer = (await waiting).Json;
        Assert.That((answer.Seqs(), (bool)answer["recovered"]!), Is.EqualTo((Array.Empty<long>(), true)));
        await ListeningAsync(0);
    }

    [Test]
    public async Task Who_comes_goes_and_types_wakes_no_long_poll()
    {
        var waiting = Api.GetAsync($"{Messages}?after=0&wait=30");
        await ListeningAsync(1);
        await using var ann = await ChatPeer.JoinAsync(Server, "lobby", "Ann");
        await ann.SendAsync(new { type = "typing", room = "lobby" });
        // Requests are taken one after the other: with this answer, the signal waits for its time.
        await ann.SendAsync(new { type = "rooms" });
        await ann.ExpectAsync("rooms");
        Time.Advance(TimeSpan.FromSeconds(1));
        await ann.ExpectAsync("typing");
        Assert.That(waiting.IsCompleted, Is.False);
        await ann.SayAsync("lobby", "hi");
        Assert.That((await waiting).Json.Seqs(), Is.EqualTo(new long[] { 1 }));
    }

    [Test]
    public async Task Five_hundred_long_polls_hold_no_threads_and_are_forgotten_when_their_clients_leave()
    {
        var peers = new List<RawPeer>();
        var before = ThreadPool.ThreadCount;
        for (var n = 0; n < 500; n++)
        {
            var peer = await RawPeer.ConnectAsync(Server.Port);
            await peer.SendAsync($"GET {Messages}?after=0&wait=60 HTTP/1.1\r\nHost: localhost\r\n\r\n");
            peers.Add(peer);
        }
        await ListeningAsync(500);
        Assert.That(ThreadPool.ThreadCount, Is.LessThan(before + 50));

        foreach (var peer in peers.Take(250)) await peer.DisposeAsync();
        await Eventually.IsAsync(async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1)); // what is closed may still be read for a moment
            return await ListeningAsync() == 250;
        });
        await SayAsync("to all");
        foreach (var peer in peers.Skip(250))
        {
            Assert.That((await peer.ReadAnswerAsync()).Body, Does.Contain("to all"));
            await peer.DisposeAsync();
        }
        await ListeningAsync(0);
    }

    [Test]
    public async Task For_people_there_are_lines()
    {
        await SayAsync("two\nlines", query: "?name=Ben");
        await SayAsync("40 %", query: "?key=k");
        await SayAsync("90 %", query: "?key=k");
        var page = await Api.GetAsync(Messages, "Accept: text/plain");
        Assert.That(page.ContentHeaders.ContentType!.ToString(), Is.EqualTo("text/plain; charset=utf-8"));
        Assert.That(page.Text, Is.EqualTo("Ben: two\n  lines\nbot: 90 %\n"));
        Assert.That(
            (await Api.GetAsync($"{Messages}?after=2", "Accept: text/plain")).Text, Is.EqualTo("bot (edited): 90 %\n"));
        Assert.That((await Api.GetAsync("/api/rooms", "Accept: text/plain")).Text, Is.EqualTo("lobby (0)\nrandom (0)\n"));
    }

    [TestCase("*/*", "application/json")]
    [TestCase("text/html, application/json;q=0.5, text/plain;q=0.4", "application/json")]
    [TestCase("text/*", "text/plain")]
    [TestCase("text/plain, */*;q=0.1", "text/plain")]
    [TestCase("nonsense;q=x", "application/json")]
    public async Task The_type_is_what_the_client_would_rather_have(string accept, string type) =>
        Assert.That((await Api.GetAsync(Messages, $"Accept: {accept}")).ContentHeaders.ContentType!.MediaType, Is.EqualTo(type));

    [Test]
    public async Task What_is_known_does_not_travel_again()
    {
        await SayAsync("a");
        var first = await Api.GetAsync(Messages);
        var tag = first.Headers.ETag!.ToString();
        var again = await Api.GetAsync(Messages, $"If-None-Match: \"x\", {tag}");
        Assert.That((again.Status, again.Bytes.Length), Is.EqualTo((HttpStatusCode.NotModified, 0)));
        await SayAsync("b");
        Assert.That((await Api.GetAsync(Messages, $"If-None-Match: {tag}")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_long_page_travels_compressed_where_that_is_welcome()
    {
        for (var n = 0; n < 20; n++) await SayAsync($"the same text again and again {n}");
        var plain = await Api.GetAsync(Messages);
        var small = await Api.GetAsync(Messages, "Accept-Encoding: br, gzip");
        Assert.That(small.ContentHeaders.ContentEncoding, Is.EqualTo(new[] { "gzip" }));
        Assert.That(small.Bytes.Length, Is.LessThan(plain.Bytes.Length / 4));
        using var unpacked = new GZipStream(new MemoryStream(small.Bytes), CompressionMode.Decompress);
        Assert.That(JsonNode.DeepEquals(await JsonNode.ParseAsync(unpacked), plain.Json));
        Assert.That((await Api.GetAsync(Messages, "Accept-Encoding: gzip;q=0")).ContentHeaders.ContentEncoding, Is.Empty);
        Assert.That((await Api.GetAsync(Messages, "Accept-Encoding: gzip", $"If-None-Match: {plain.Headers.ETag}")).Status, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [TestCase("?after=x", 400, "bad_message")]
    [TestCase("?after=-1", 400, "bad_message")]
    [TestCase("?after=1&before=2", 400, "bad_message")]
    [TestCase("?limit=0", 400, "bad_message")]
    [TestCase("?limit=201", 400, "bad_message")]
    [TestCase("?wait=61", 400, "bad_message")]
    [TestCase("?after=9223372036854775808", 400, "bad_message")]
    public async Task A_query_out_of_bounds_is_a_problem(string query, int status, string code) =>
        Assert.That((await Api.GetAsync(Messages + query)).Problem, Is.EqualTo((status, code)));

    [TestCase("/api/rooms/nowhere/messages", 404, "no_such_room")]
    [TestCase("/api/rooms/nowhere", 404, "no_such_room")]
    [TestCase("/api/rooms/nowhere/events", 404, "no_such_room")]
    [TestCase("/api/rooms/a%20b/messages", 400, "bad_room")]
    [TestCase("/api/rooms/@aaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbb/messages", 404, "no_such_room")]
    [TestCase("/api/nothing", 404, "not_found")]
    public async Task What_is_not_there_is_a_problem(string path, int status, string code) =>
        Assert.That((await Api.GetAsync(path)).Problem, Is.EqualTo((status, code)));

    [Test]
    public async Task A_method_that_an_address_does_not_have_is_a_problem()
    {
        var answer = await Api.SendAsync(HttpMethod.Put, Messages, null);
        Assert.That(answer.Problem, Is.EqualTo((405, "method_not_allowed")));
        Assert.That(answer.ContentHeaders.Allow, Is.EqualTo(new[] { "GET", "HEAD", "POST" }));
    }

    [Test]
    public async Task Conversations_of_two_are_not_there_for_anybody()
    {
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        await using var ben = await Guest.ComeAsync(Server, "Ben");
        var room = (string)(await ann.AskAsync(new { type = "direct", id = "d", person = ben.Id }))["room"]!;
        await ann.AskAsync(new { type = "join", id = "j", room });
        await ann.AskAsync(new { type = "say", id = "s", room, text = "a secret" });

        foreach (var key in new[] { ann.Token, ben.Token, BotKey, AdminKey })
        {
            foreach (var path in new[] { "", "/messages", "/messages?after=0", "/messages?after=0&wait=1", "/events" })
            {
                var answer = await Api.GetAsync($"/api/rooms/{room}{path}", $"Authorization: Bearer {key}");
                Assert.That(answer.Problem, Is.EqualTo(key == AdminKey ? (401, "bad_key") : (404, "no_such_room")), $"{path} with {key}");
            }
        }
        Assert.That((await Api.GetAsync("/api/rooms")).Text, Does.Not.Contain("@"));
        Assert.That((await SayAsync("hi", room)).Problem, Is.EqualTo((404, "no_such_room")));
    }

    [Test]
    public async Task Rooms_that_keep_people_out_keep_readers_out()
    {
        await using var admin = await AdminAsync();
        await ActAsync(admin, "topic", new { text = "the plan" });
        Assert.That((string?)(await Api.GetAsync("/api/rooms/lobby")).Json["topic"], Is.EqualTo("the plan"));
        await ActAsync(admin, "password", new { text = "sesame" });
        foreach (var path in new[] { "", "/messages", "/messages?after=0&wait=1", "/events" })
        {
            Assert.That((await Api.GetAsync($"/api/rooms/lobby{path}")).Problem, Is.EqualTo((401, "password_needed")));
        }
        Assert.That((await Api.GetAsync($"{Messages}?room-password=sesame")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Api.GetAsync(Messages, $"Authorization: Bearer {admin.Token}")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Api.GetAsync("/api/rooms")).Text, Does.Not.Contain("the plan"));
        await ActAsync(admin, "password", new { on = false });
        await ActAsync(admin, "lock");
        Assert.That((await Api.GetAsync(Messages)).Problem, Is.EqualTo((403, "locked")));
    }

    private async Task<int> ListeningAsync() => (int)(await Api.GetAsync("/api/rooms/lobby")).Json["listening"]!;

    private Task ListeningAsync(int count) => Eventually.IsAsync(async () => await ListeningAsync() == count);
}
