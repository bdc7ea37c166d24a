using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>The protocol of /ws without a WebSocket: streams and polls down, POST up.</summary>
public sealed class ConnectionsApiTests : ApiTest
{
    [Test]
    public async Task A_polled_connection_says_hello_joins_and_talks()
    {
        var polled = await OpenAsync();
        await SayAsync(polled, """{"type":"hello","name":"Ann"}""", """{"type":"join","room":"lobby"}""");
        await polled.ExpectAsync("welcome");
        await polled.ExpectAsync("joined");
        await using var ben = await ChatPeer.JoinAsync(Server, "lobby", "Ben");
        await SayAsync(polled, """{"type":"say","id":"1","room":"lobby","text":"hi"}""");
        Assert.That((string?)(await ben.ExpectAsync("event"))["text"], Is.EqualTo("hi"));
        await ben.SendAsync(new { type = "say", room = "lobby", text = "hello" });
        await polled.ExpectAsync("event");
        Assert.That((string?)(await polled.ExpectAsync("event"))["text"], Is.EqualTo("hello"));
    }

    [Test]
    public async Task An_answer_that_got_lost_comes_again_and_no_other()
    {
        var polled = await OpenAsync();
        await SayAsync(polled, """{"type":"hello","name":"Ann"}""");
        var first = (await polled.AskAsync(0, 30)).Json;
        var again = (await polled.AskAsync(0, 30)).Json;
        Assert.That(JsonNode.DeepEquals(first, again));
        Assert.That((long)first["number"]!, Is.EqualTo(1));
        Assert.That((await polled.AskAsync(7, 0)).Problem, Is.EqualTo((400, "bad_message")));
        var empty = (await polled.AskAsync(1, 0)).Json;
        Assert.That(((long)empty["number"]!, empty["messages"]!.AsArray().Count), Is.EqualTo((1L, 0)));
    }

    [Test]
    public async Task Of_two_polls_the_later_one_goes_on()
    {
        var polled = await OpenAsync();
        var first = polled.AskAsync(0, 30);
        var second = polled.AskAsync(0, 30);
        var refused = await await Task.WhenAny(first, second);
        Assert.That(refused.Problem, Is.EqualTo((400, "bad_message")));
        await SayAsync(polled, """{"type":"hello","name":"Ann"}""");
        var answers = await Task.WhenAll(first, second);
        Assert.That(answers.Count(answer => answer.Status == HttpStatusCode.OK), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_polls_no_more_has_left()
    {
        var polled = await OpenAsync();
        await SayAsync(polled, """{"type":"hello","name":"Ann"}""", """{"type":"join","room":"lobby"}""");
        await polled.ExpectAsync("joined");
        Assert.That((int)(await Api.GetAsync("/api/rooms/lobby")).Json["people"]!, Is.EqualTo(1));
        await Eventually.IsAsync(async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            return (int)(await Api.GetAsync("/api/rooms/lobby")).Json["people"]! == 0;
        });
        Assert.That((await polled.AskAsync(1, 0)).Problem, Is.EqualTo((404, "not_found")));
    }

    [Test]
    public async Task A_connection_is_closed_by_whoever_has_its_id_and_nobody_else_has()
    {
        var polled = await OpenAsync();
        await SayAsync(polled, """{"type":"hello","name":"Ann"}""");
        await polled.ExpectAsync("welcome");
        Assert.That((await Api.SendAsync(HttpMethod.Delete, polled.Path + "x", null)).Problem, Is.EqualTo((404, "not_found")));
        Assert.That((await Api.SendAsync(HttpMethod.Delete, polled.Path, null)).Status, Is.EqualTo(HttpStatusCode.NoContent));
        await Eventually.IsAsync(async () => (await polled.AskAsync(1, 0)).Status == HttpStatusCode.NotFound);
        await using var other = await Guest.ComeAsync(Server, "Ann");
        Assert.That(other.Name, Is.Not.EqualTo("Ann"), "the name is kept for the token");
    }

    [Test]
    public async Task How_it_is_closed_is_told()
    {
        var polled = await OpenAsync();
        var tooLong = new string('y', (64 * 1024) + 1);
        await SayAsync(polled, $$"""{"type":"say","text":"{{tooLong}}"}""");
        var closed = (await polled.AskAsync(0, 30)).Json["closed"]!;
        Assert.That((int)closed["code"]!, Is.EqualTo(1009));
    }

    [Test]
    public async Task Bytes_that_are_no_utf8_and_bodies_without_end_are_problems()
    {
        var polled = await OpenAsync();
        Assert.That((await Api.SendAsync(HttpMethod.Post, polled.Path, new ByteArrayContent([0xC3, 0x28]))).Problem, Is.EqualTo((400, "bad_message")));
        Assert.That((await Api.SendAsync(HttpMethod.Post, polled.Path, new ByteArrayContent(new byte[300_000]))).Problem, Is.EqualTo((413, "too_long")));
        await SayAsync(polled, "", "  ", "{");
        Assert.That((string?)(await polled.ExpectAsync("error"))["code"], Is.EqualTo("bad_message"));
    }

    [Test]
    public async Task A_streamed_connection_ends_with_its_stream()
    {
        using (var response = await Api.Http.GetAsync("/api/connections/stream", HttpCompletionOption.ResponseHeadersRead))
        {
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.That(await LineAsync(lines), Is.EqualTo("event: open"));
            var id = (string)JsonNode.Parse((await LineAsync(lines))["data: ".Length..])!["id"]!;
            var body = Encoding.UTF8.GetBytes("{\"type\":\"hello\",\"name\":\"Ann\"}\n{\"type\":\"join\",\"room\":\"lobby\"}\n");
            await Api.SendAsync(HttpMethod.Post, $"/api/connections/{id}", new ByteArrayContent(body));
            Assert.That(await LineAsync(lines), Is.Empty);
            Assert.That(await LineAsync(lines), Does.StartWith("data: {\"type\":\"welcome\""));
            Assert.That(await LineAsync(lines), Is.Empty);
            Assert.That(await LineAsync(lines), Does.StartWith("data: {\"type\":\"joined\""));
        }
        await Eventually.IsAsync(async () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return (int)(await Api.GetAsync("/api/rooms/lobby")).Json["people"]! == 0;
        });
    }

    [Test]
    public async Task A_page_of_another_site_opens_none()
    {
        Assert.That((int)(await Api.PostAsync("/api/connections", "", "", "Origin: http://evil.example")).Status, Is.EqualTo(403));
    }

    private static async Task<string> LineAsync(StreamReader lines) =>
        await lines.ReadLineAsync().WaitAsync(ChatPeer.Patience) ?? throw new AssertionException("the stream ended");

    private async Task<Polled> OpenAsync()
    {
        var opened = await Api.PostAsync("/api/connections", "", "");
        Assert.That(opened.Status, Is.EqualTo(HttpStatusCode.Created));
        return new Polled(Api, $"/api/connections/{(string)opened.Json["id"]!}");
    }

    private async Task SayAsync(Polled polled, params string[] lines) =>
        Assert.That((await Api.PostAsync(polled.Path, string.Join('\n', lines), "application/x-ndjson")).Status, Is.EqualTo(HttpStatusCode.NoContent));

    /// <summary>Polls, and gives one message after the other.</summary>
    private sealed class Polled(ApiClient api, string path)
    {
        private readonly Queue<JsonObject> _messages = [];
        private long _number;

        public string Path => path;

        public Task<ApiAnswer> AskAsync(long after, int wait) => api.GetAsync($"{path}?after={after}&wait={wait}");

        public async Task<JsonObject> ExpectAsync(string type)
        {
            while (true)
            {
                while (_messages.TryDequeue(out var message))
                {
                    if ((string?)message["type"] == type) return message;
                }
                var batch = (await AskAsync(_number, 30)).Json;
                _number = (long)batch["number"]!;
                foreach (var message in batch["messages"]!.AsArray()) _messages.Enqueue(message!.AsObject());
            }
        }
    }
}
