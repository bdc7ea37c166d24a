using System.Net;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>Server-sent events: live, resumed, in lines, and what ends them.</summary>
public sealed class EventsApiTests : ApiTest
{
    private protected override Settings Set(Settings settings) =>
        settings with { Limits = settings.Limits with { MessagesPerSecond = 0 } };

    [Test]
    public async Task A_stream_begins_with_where_it_stands_and_goes_on_with_what_happens()
    {
        await SayAsync("before");
        await using var stream = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events");
        Assert.That(stream.ContentType, Is.EqualTo("text/event-stream"));
        var joined = await stream.NextAsync();
        Assert.That((joined.Name, (long)joined.Data["head"]!, (bool)joined.Data["recovered"]!), Is.EqualTo(("joined", 1L, false)));
        await SayAsync("40 %", query: "?key=k");
        await SayAsync("90 %", query: "?key=k");
        var (said, edited) = (await stream.NextAsync(), await stream.NextAsync());
        Assert.That((said.Name, said.Id, (string?)said.Data["text"]), Is.EqualTo(("", $"{joined.Data["epoch"]}:2", "40 %")));
        Assert.That(((string?)edited.Data["kind"], (string?)edited.Data["text"]), Is.EqualTo(("edit", "90 %")));
    }

    [Test]
    public async Task A_stream_resumes_from_its_last_id_without_a_gap()
    {
        string last;
        await using (var stream = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events"))
        {
            last = (await stream.NextAsync()).Id;
            await SayAsync("1");
            last = (await stream.NextAsync()).Id;
        }
        for (var n = 2; n <= 4; n++) await SayAsync($"{n}");
        await using var again = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events", $"Last-Event-ID: {last}");
        var joined = await again.NextAsync();
        Assert.That(((bool)joined.Data["recovered"]!, (long)joined.Data["head"]!), Is.EqualTo((true, 4L)));
        for (var n = 2; n <= 4; n++) Assert.That((string?)(await again.NextAsync()).Data["text"], Is.EqualTo($"{n}"));
        await SayAsync("5");
        Assert.That((string?)(await again.NextAsync()).Data["text"], Is.EqualTo("5"));

        await using var bare = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events", "Last-Event-ID: 4");
        Assert.That((bool)(await bare.NextAsync()).Data["recovered"]!);
        Assert.That((long)(await bare.NextAsync()).Data["seq"]!, Is.EqualTo(5));
        await using var other = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events?after=4&epoch=0123456789abcdef");
        Assert.That((bool)(await other.NextAsync()).Data["recovered"]!, Is.False);
        Assert.That((long)(await other.NextAsync()).Data["seq"]!, Is.EqualTo(1), "the newest page");
    }

    [Test]
    public async Task A_stream_that_saw_nothing_resumes_from_where_it_began()
    {
        await SayAsync("before");
        string id;
        await using (var stream = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events")) id = (await stream.NextAsync()).Id;
        await SayAsync("missed");
        await using var again = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events", $"Last-Event-ID: {id}");
        await again.NextAsync();
        Assert.That((string?)(await again.NextAsync()).Data["text"], Is.EqualTo("missed"));
    }

    [Test]
    public async Task For_people_there_are_lines()
    {
        await SayAsync("before");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/rooms/lobby/events?after=0");
        request.Headers.Accept.ParseAdd("text/plain");
        using var response = await Api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/plain"));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.That(await lines.ReadLineAsync().WaitAsync(ChatPeer.Patience), Is.EqualTo("bot: before"));
        await SayAsync("now");
        Assert.That(await lines.ReadLineAsync().WaitAsync(ChatPeer.Patience), Is.EqualTo("bot: now"));
    }

    [Test]
    public async Task A_silent_stream_is_kept_alive()
    {
        await using var stream = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events");
        await stream.NextAsync();
        var comment = stream.NextCommentAsync();
        await Eventually.IsAsync(() =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return comment.IsCompleted;
        });
        await comment;
    }

    [Test]
    public async Task Who_listens_is_counted_and_is_none_of_the_people()
    {
        await using var stream = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events");
        await stream.NextAsync();
        var room = (await Api.GetAsync("/api/rooms/lobby")).Json;
        Assert.That(((int)room["people"]!, (int)room["listening"]!), Is.EqualTo((0, 1)));
        await stream.DisposeAsync();
        await Eventually.IsAsync(async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return (int)(await Api.GetAsync("/api/rooms/lobby")).Json["listening"]! == 0;
        });
    }

    [Test]
    public async Task A_stream_ends_when_its_person_is_banned_and_does_not_come_back()
    {
        await using var ben = await Guest.ComeAsync(Server, "Ben");
        await using var stream = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events", $"Authorization: Bearer {ben.Token}");
        await stream.NextAsync();
        await using var admin = await AdminAsync();
        await ActAsync(admin, "ban", new { person = ben.Id });
        Assert.That(await stream.ReadToEndAsync(), Does.Contain("\"kind\":\"ban\""));
        Assert.That((await Api.GetAsync("/api/rooms/lobby/events", $"Authorization: Bearer {ben.Token}")).Problem, Is.EqualTo((403, "banned")));
    }

    [Test]
    public async Task A_stream_that_is_not_read_is_ended_and_holds_nobody_up()
    {
        await using var slow = await RawPeer.ConnectAsync(Server.Port, receiveBufferBytes: 4096);
        await slow.SendAsync("GET /api/rooms/lobby/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await using var quick = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events");
        await Eventually.IsAsync(async () => (int)(await Api.GetAsync("/api/rooms/lobby")).Json["listening"]! == 2);
        await quick.NextAsync();
        var text = new string('y', 16_000);
        var said = 0;
        // 64 MiB are more than all buffers on the way; the stream is over before.
        while ((int)(await Api.GetAsync("/api/rooms/lobby")).Json["listening"]! == 2 && said < 4_000)
        {
            for (var n = 0; n < 20; n++, said++)
            {
                await SayAsync(text);
                Assert.That((long)(await quick.NextAsync()).Data["seq"]!, Is.EqualTo(said + 1));
            }
        }
        Assert.That(said, Is.LessThan(4_000));
        Assert.That((await Exposition.GetAsync(Api))["chatserver_slow_closes_total{kind=\"http\"}"], Is.EqualTo(1));
    }

    [TestCase("Last-Event-ID: x")]
    [TestCase("Last-Event-ID: 0123456789abcdef:-1")]
    [TestCase("Last-Event-ID: 99999999999999999999")]
    public async Task An_id_that_no_stream_gave_is_a_problem(string header) =>
        Assert.That((await Api.GetAsync("/api/rooms/lobby/events", header)).Problem, Is.EqualTo((400, "bad_message")));

    [Test]
    public async Task Streams_end_when_the_server_stops()
    {
        await using var stream = await EventStream.OpenAsync(Api, "/api/rooms/lobby/events");
        await stream.NextAsync();
        var stopping = Server.DisposeAsync();
        await stream.ReadToEndAsync();
        await stopping;
    }

    [Test]
    public async Task A_page_of_an_allowed_site_may_read_and_no_other()
    {
        var allowed = await Api.GetAsync("/api/rooms", $"Origin: http://127.0.0.1:{Server.Port}");
        Assert.That(allowed.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo(new[] { $"http://127.0.0.1:{Server.Port}" }));
        var other = await Api.GetAsync("/api/rooms", "Origin: http://evil.example");
        Assert.That(other.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
        var preflight = await Api.SendAsync(
            HttpMethod.Options, "/api/rooms/lobby/messages", null, $"Origin: http://127.0.0.1:{Server.Port}", "Access-Control-Request-Method: POST");
        Assert.That(preflight.Status, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(preflight.Headers.GetValues("Access-Control-Allow-Methods").Single(), Is.EqualTo("GET, HEAD, POST"));
    }
}
