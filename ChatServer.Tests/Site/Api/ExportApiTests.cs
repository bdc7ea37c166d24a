using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>A room as a file: formats, rights, hostile content.</summary>
public sealed class ExportApiTests : ApiTest
{
    private const string Hostile =
        "<script>alert(1)</script>\n# no heading\n</p></article><img src=x onerror=alert(1)> [x](javascript:alert(1)) ![p](http://evil.example/p.png)\n[x]: javascript:alert(1)\n\u202Etxet";

    private protected override Settings Set(Settings settings) =>
        settings with { Limits = settings.Limits with { MessagesPerSecond = 0 } };

    [Test]
    public async Task Lines_of_json_have_a_head_every_event_as_it_stands_and_an_end()
    {
        await using var admin = await AdminAsync();
        await SayAsync("40 %", query: "?key=k");
        await SayAsync("finished", query: "?key=k"); // 2, an edit
        await SayAsync("taken back");
        await admin.AskAsync(new { type = "delete", id = "d", room = "lobby", target = 3 });
        await admin.AskAsync(new { type = "react", id = "r", room = "lobby", target = 1, text = "👍" });
        await ActAsync(admin, "password", new { text = "sesame-open" });
        var answer = await Api.GetAsync("/api/rooms/lobby/export", $"Authorization: Bearer {admin.Token}");
        Assert.That(answer.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(answer.ContentHeaders.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));
        Assert.That(answer.ContentHeaders.ContentDisposition.FileNameStar, Is.EqualTo("lobby.jsonl"));
        var lines = Lines(answer);
        Assert.That(((string?)lines[0]["type"], (int)lines[0]["version"]!, (string?)lines[0]["room"], (long)lines[0]["head"]!), Is.EqualTo(("export", 1, "lobby", 6L)));
        Assert.That(lines[0]["epoch"], Is.Not.Null);
        Assert.That((long)lines[0]["at"]!, Is.EqualTo(Time.GetUtcNow().ToUnixTimeMilliseconds()));
        Assert.That(lines[1..^1].Select(line => (long)line["seq"]!), Is.EqualTo(new[] { 1L, 3L, 6L }));
        Assert.That(((string?)lines[1]["text"], lines[1]["edited"] is not null, (string?)lines[1]["reactions"]![0]!["emoji"]), Is.EqualTo(("finished", true, "👍")));
        Assert.That(((string?)lines[2]["text"], lines[2]["deleted"] is not null), Is.EqualTo(("", true)));
        Assert.That(lines[^1].ToJsonString(), Is.EqualTo("""{"type":"end","events":3}"""));
        Assert.That(answer.Text, Does.Not.Contain("hash").And.Not.Contain("sesame").And.Not.Contain("taken back").And.Not.Contain("members"));
    }

    [Test]
    public async Task Every_page_of_a_long_room_comes_once_and_in_order()
    {
        var texts = Enumerable.Range(1, 2_500).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToList();
        foreach (var batch in texts.Chunk(100)) await Task.WhenAll(batch.Select(text => SayAsync(text)));
        var lines = Lines(await Api.GetAsync("/api/rooms/lobby/export?format=jsonl"));
        Assert.That(lines[1..^1].Select(line => (long)line["seq"]!), Is.EqualTo(Enumerable.Range(1, 2_500)));
        Assert.That(lines[1..^1].Select(line => (string?)line["text"]), Is.EquivalentTo(texts));
    }

    [Test]
    public async Task A_document_has_nothing_that_runs_or_loads()
    {
        await SayAsync(Hostile, query: "?name=%3Cb%3EAnn");
        var answer = await Api.GetAsync("/api/rooms/lobby/export?format=html");
        Assert.That(answer.ContentHeaders.ContentType!.MediaType, Is.EqualTo("text/html"));
        Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Is.EqualTo("default-src 'none'; style-src 'unsafe-inline'; sandbox"));
        Assert.That(answer.ContentHeaders.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));
        Assert.That(answer.Text, Does.Not.Contain("<script").And.Not.Contain("<img").And.Not.Contain("<b>Ann").And.Not.Contain('\u202E'));
        Assert.That(answer.Text, Does.Contain("&lt;script&gt;alert(1)&lt;/script&gt;\n# no heading\n&lt;/p&gt;"));
        Assert.That(answer.Text.Split("</article>"), Has.Length.EqualTo(2));
        Assert.That(answer.Text, Does.EndWith("1 events.</p>\n</html>\n"));
    }

    [Test]
    public async Task Markdown_is_quoted_and_has_neither_html_nor_links_of_its_own()
    {
        await SayAsync("**bold**\n```\nopen fence");
        await SayAsync(Hostile, query: "?name=*%23x");
        var text = (await Api.GetAsync("/api/rooms/lobby/export?format=md")).Text;
        Assert.That(text, Does.StartWith("# lobby\n").And.Contain("> **bold**\n> ```\n> open fence\n"));
        Assert.That(text, Does.Not.Contain('<').And.Not.Contain("](").And.Not.Contain("]:").And.Not.Contain('\u202E'));
        Assert.That(text, Does.Contain("\n> # no heading\n").And.Contain("**&#42;&#35;x**"));
        Assert.That(text.Split('\n').Where(line => line.StartsWith('#')).Count(), Is.EqualTo(2), "the room's, and the day's");
        Assert.That(text, Does.EndWith("\n---\n\nEnd of the export: 2 events.\n"));
    }

    [Test]
    public async Task Who_may_not_read_the_room_gets_no_export_of_it()
    {
        await using var admin = await AdminAsync();
        await SayAsync("secret");
        await ActAsync(admin, "password", new { text = "sesame-open" });
        Assert.That((await Api.GetAsync("/api/rooms/lobby/export")).Problem, Is.EqualTo((401, "password_needed")));
        Assert.That((await Api.GetAsync("/api/rooms/lobby/export?room-password=wrong")).Problem, Is.EqualTo((401, "bad_password")));
        Assert.That((await Api.GetAsync("/api/rooms/lobby/export?room-password=sesame-open")).Text, Does.Contain("secret"));
        Assert.That((await Api.GetAsync("/api/rooms/nowhere/export")).Problem, Is.EqualTo((404, "no_such_room")));
        Assert.That((await Api.GetAsync("/api/rooms/@a.b/export")).Problem, Is.EqualTo((404, "no_such_room")));
        Assert.That((await Api.GetAsync("/api/rooms/random/export?format=pdf")).Problem, Is.EqualTo((400, "bad_message")));
    }

    [Test]
    public async Task A_room_with_nothing_in_it_is_a_head_and_an_end() =>
        Assert.That(Lines(await Api.GetAsync("/api/rooms/random/export")).Select(line => (string?)line["type"]), Is.EqualTo(new[] { "export", "end" }));

    private static List<JsonObject> Lines(ApiAnswer answer)
    {
        Assert.That(answer.Text, Does.EndWith("}\n"));
        return [.. answer.Text.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!.AsObject())];
    }
}
