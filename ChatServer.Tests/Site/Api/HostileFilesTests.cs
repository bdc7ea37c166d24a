using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ChatServer.Files;
using ChatServer.Rooms;
using ChatServer.Tests.Browser;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>Files of hostile people: what they call them, and what they say that they are.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed partial class HostileFilesTests : ApiTest, IDisposable
{
    private const string Messages = "/api/rooms/lobby/messages";
    private const int Names = 1_000;

    private readonly TemporaryFolder _folder = new();

    private protected override Settings Set(Settings settings) => settings with
    {
        DataPath = Path.Combine(_folder.Path, "data"),
        Limits = settings.Limits with { MessagesPerSecond = 0 },
        Files = new FileLimits(),
    };

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task A_thousand_hostile_names_are_names_only_and_nothing_is_lost()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var names = HostileNames(new Random(seed)).Take(Names).ToArray();
        Assert.That(names, Has.Length.EqualTo(Names).And.Unique);

        foreach (var (at, ten) in names.Chunk(HouseLimits.MessageFiles).Index())
        {
            var sent = await Api.SendAsync(HttpMethod.Post, Messages, FormOf(ten));
            Assert.That((sent.Status, (int?)sent.Json["seq"]), Is.EqualTo((HttpStatusCode.Created, at + 1)), sent.Text);
        }

        var told = new List<string>();
        for (var seq = 1; seq <= Names / HouseLimits.MessageFiles; seq++)
        {
            var message = (await Api.GetAsync($"{Messages}?after={seq - 1}&limit=1")).Json["events"]![0]!;
            foreach (var (at, file) in message["files"]!.AsArray().Index())
            {
                var name = (string)file!["name"]!;
                var answer = await Api.GetAsync($"{Messages}/{seq}/files/{at + 1}");
                Assert.That(answer.Text, Is.EqualTo(ContentOf(names[told.Count])));
                told.Add(name);
                Assert.That(name, Is.Not.Empty.And.Not.EqualTo(".").And.Not.EqualTo(".."));
                Assert.That(Forbidden().IsMatch(name), Is.False, $"«{name}» of «{names[told.Count - 1]}»");
                Assert.That(Encoding.UTF8.GetByteCount(name), Is.LessThanOrEqualTo(FileName.MaxBytes));
                Assert.That(answer.ContentHeaders.ContentDisposition!.FileNameStar, Is.EqualTo(name));
                Assert.That(answer.Headers.Contains("X-Injected"), Is.False);
            }
        }
        Assert.That(told, Has.Count.EqualTo(Names));

        // On the disk is what was sent, under its hash, and nothing beside it.
        Assert.That(Directory.GetFileSystemEntries(_folder.Path), Has.Length.EqualTo(1));
        var paths = Directory.GetFiles(Path.Combine(_folder.Path, "data", "files"), "*", SearchOption.AllDirectories);
        Assert.That(paths, Has.Length.EqualTo(Names));
        Assert.That(paths.Select(Path.GetFileName), Has.All.Match("^[0-9a-f]{64}$"));
    }

    [TestCase("image/png", "<html><script>hacked=1</script>")]
    [TestCase("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" onload=\"hacked=1\"/>")]
    [TestCase("text/html", "<script>hacked=1</script>")]
    public async Task What_is_no_picture_has_no_size_whatever_it_is_called(string type, string content)
    {
        var file = await SendOneAsync(Encoding.UTF8.GetBytes(content), type);
        Assert.That(((string?)file["type"], file["width"], file["height"]), Is.EqualTo((type, (object?)null, (object?)null)));
    }

    [TestCase("text/html")]
    [TestCase("image/svg+xml")]
    [TestCase(null)]
    public async Task A_picture_is_what_it_is_whatever_it_is_called(string? type)
    {
        var file = await SendOneAsync(TestPicture.Png(40, 30), type);
        Assert.That(
            ((string?)file["type"], (int?)file["width"], (int?)file["height"]), Is.EqualTo(("image/png", 40, 30)));
    }

    private async Task<JsonNode> SendOneAsync(byte[] content, string? type)
    {
        using var form = new MultipartFormDataContent();
        var part = new ByteArrayContent(content);
        if (type is not null) part.Headers.ContentType = new(type);
        form.Add(part, "file", "x");
        var sent = await Api.SendAsync(HttpMethod.Post, Messages, form);
        Assert.That(sent.Status, Is.EqualTo(HttpStatusCode.Created), sent.Text);
        return sent.Json["files"]![0]!;
    }

    private static string ContentOf(string name) => $"content of {name}";

    /// <summary>A form as a browser sends it (the HTML standard, multipart form data), with what it would escape.</summary>
    private static ByteArrayContent FormOf(IEnumerable<string> names)
    {
        var body = new StringBuilder();
        foreach (var name in names)
        {
            var escaped = name.Replace("\r", "%0D").Replace("\n", "%0A").Replace("\"", "%22");
            body.Append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"").Append(escaped)
                .Append("\"\r\nContent-Type: application/octet-stream\r\n\r\n").Append(ContentOf(name)).Append("\r\n");
        }
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.Append("--b--\r\n").ToString()));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        return content;
    }

    private static IEnumerable<string> HostileNames(Random random)
    {
        string[] known =
            [
                ".", "..", "...", " ", "../../etc/passwd", "..\\..\\windows\\system32", "/etc/cron.d/x", "C:\\boot.ini",
                "\\\\evil\\share\\x", "a/../../b", "CON", "NUL.txt", "aux.h", "COM1", "x.", "x ", "x\0.png", "x\u0001y", "\u202Egpj.exe",
                "a\u200Bb.txt", "\uFEFFbom", "x\r\nX-Injected: yes", "x\"; filename=\"y", "x'; filename*=UTF-8''y", "%2e%2e%2f", "%00",
                "~", "~root", "-rf", "--help", "|id", ";id", "$(id)", "`id`", "&calc", "*", "?", "<>", "a\tb", "a:b", "x::$DATA",
                new string('a', 300), new string('长', 200) + ".png", $"x.{new string('y', 300)}", "e\u0301\u0301\u0301", "🤷🏽‍♀️.gif", "name\u2028line",
                "incoming", "chat.db", "../chat.db", "files", ".htaccess", "index.html", "desktop.ini", "\u007f", "\u0085", "\u2066x\u2069",
            ];
        foreach (var name in known.Concat(Payloads.All.Select(payload => payload + ".png")).Distinct()) yield return name;
        for (var n = 0; ; n++)
        {
            var runes = Enumerable.Range(0, random.Next(1, 60)).Select(_ => AnyRune(random));
            yield return $"{string.Concat(runes)} {n}";
        }
    }

    private static Rune AnyRune(Random random)
    {
        while (true)
        {
            var limit = random.Next(3) switch { 0 => 0x80, 1 => 0x3000, _ => 0x110000 };
            if (Rune.TryCreate(random.Next(limit), out var rune)) return rune;
        }
    }

    /// <summary>A way into another folder, a character that isn't seen, or one that turns the text.</summary>
    [GeneratedRegex(@"[/\\\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]")]
    private static partial Regex Forbidden();
}
