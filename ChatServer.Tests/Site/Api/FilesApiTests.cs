using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ChatServer.Files;
using ChatServer.Rooms;
using ChatServer.Tests.Support;
using ChatServer.Transport;

namespace ChatServer.Tests.Site.Api;

/// <summary>Files of messages, over the wire: sent as parts of a form, had by who may read the room.</summary>
public sealed class FilesApiTests : ApiTest
{
    private const string Messages = "/api/rooms/lobby/messages";

    private protected override Settings Set(Settings settings) => settings with
    {
        Files = new FileLimits { FileBytes = 100_000, StorageBytes = 250_000 },
        Limits = settings.Limits with { TextBytes = 1_000 },
    };

    [Test]
    public async Task A_message_has_its_files_and_they_are_had_as_they_were_sent()
    {
        await using var ann = await ChatPeer.JoinAsync(Server, "lobby", "Ann");
        var picture = RandomNumberGenerator.GetBytes(90_000);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("two files"), "text" },
            { new StringContent("Camera"), "name" },
            { Content(picture, "image/png"), "file", "图.png" },
            { Content("a,b\n"u8.ToArray(), "text/csv; charset=utf-8"), "file", "../b.csv" },
        };
        var sent = await Api.SendAsync(HttpMethod.Post, Messages, form);
        Assert.That(sent.Status, Is.EqualTo(HttpStatusCode.Created), sent.Text);

        var told = await ann.ExpectAsync("event");
        Assert.That(((string?)told["text"], (string?)told["from"]!["name"]), Is.EqualTo(("two files", "Camera")));
        Assert.That(JsonNode.DeepEquals(told["files"], new JsonArray(
            FileOf("图.png", "image/png", picture), FileOf("b.csv", "text/csv", "a,b\n"u8.ToArray()))), $"{told["files"]}");

        var first = await Api.GetAsync($"{Messages}/1/files/1");
        Assert.That(first.Bytes, Is.EqualTo(picture));
        Assert.That(first.ContentHeaders.ContentType!.ToString(), Is.EqualTo("image/png"));
        Assert.That(first.ContentHeaders.ContentLength, Is.EqualTo(picture.Length));
        Assert.That(first.ContentHeaders.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));
        Assert.That(first.ContentHeaders.ContentDisposition.FileNameStar, Is.EqualTo("图.png"));
        Assert.That(first.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
        Assert.That(string.Join(' ', first.Headers.GetValues("Content-Security-Policy")), Does.Contain("sandbox"));
        Assert.That((await Api.GetAsync($"{Messages}/1/files/2")).Text, Is.EqualTo("a,b\n"));

        var tag = first.Headers.ETag!.ToString();
        var known = await Api.GetAsync($"{Messages}/1/files/1", $"If-None-Match: {tag}");
        Assert.That((known.Status, known.Bytes.Length), Is.EqualTo((HttpStatusCode.NotModified, 0)));
        var head = await Api.SendAsync(HttpMethod.Head, $"{Messages}/1/files/1", null);
        Assert.That((head.ContentHeaders.ContentLength, head.Bytes.Length), Is.EqualTo(((long?)picture.Length, 0)));
    }

    [Test]
    public async Task A_file_says_enough_by_itself_and_people_at_terminals_are_told()
    {
        Assert.That((await SendAsync("hello", text: " ")).Status, Is.EqualTo(HttpStatusCode.Created));
        var lines = (await Api.GetAsync($"{Messages}?after=0", "Accept: text/plain")).Text;
        Assert.That(lines, Does.Contain("* bot sent file 1: a.txt, 5 bytes"));
        Assert.That((string?)(await Api.GetAsync(Messages)).Json["events"]![0]!["text"], Is.Empty);
        foreach (var format in new[] { "md", "html" })
        {
            var export = (await Api.GetAsync($"/api/rooms/lobby/export?format={format}")).Text;
            Assert.That(export, Does.Contain("file: a.txt, 5 bytes"), format);
        }
    }

    [TestCase("/api/rooms/lobby/messages/2/files/1", TestName = "Not there: a message that isn't")]
    [TestCase("/api/rooms/lobby/messages/1/files/2", TestName = "Not there: a number that the message hasn't")]
    [TestCase("/api/rooms/lobby/messages/1/files/0", TestName = "Not there: zero")]
    [TestCase("/api/rooms/lobby/messages/-1/files/1", TestName = "Not there: below zero")]
    [TestCase("/api/rooms/lobby/messages/1/files/99999999999", TestName = "Not there: a large number")]
    [TestCase("/api/rooms/lobby/messages/1e0/files/1", TestName = "Not there: no number")]
    [TestCase("/api/rooms/lobby/messages/1/files/..%2F1", TestName = "Not there: a way out")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        await SendAsync("hello");
        Assert.That((await Api.GetAsync(path)).Problem, Is.EqualTo((404, "not_found")));
    }

    [Test]
    public async Task A_file_is_had_only_by_who_may_read_the_room()
    {
        await SendAsync("hello", room: "secret");
        await using var admin = await Guest.ComeAsync(Server, "Ada");
        await admin.AskAsync(new { type = "admin", id = "admin", key = AdminKey });
        await admin.AskAsync(new { type = "join", id = "join", room = "secret" });
        await admin.AskAsync(new { type = "moderate", id = "pw", room = "secret", action = "password", text = "open sesame" });
        const string file = "/api/rooms/secret/messages/1/files/1";
        Assert.That((await Api.GetAsync(file)).Problem, Is.EqualTo((401, "password_needed")));
        Assert.That((await Api.GetAsync($"{file}?room-password=wrong")).Problem, Is.EqualTo((401, "bad_password")));
        Assert.That((await Api.GetAsync($"{file}?room-password=open%20sesame")).Text, Is.EqualTo("hello"));
        Assert.That((await Api.GetAsync(file, $"Authorization: Bearer {admin.Token}")).Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task With_a_deleted_message_its_file_is_gone_at_once_and_soon_from_the_disk()
    {
        await using var ada = await AdminAsync();
        await SendAsync("hello");
        await SendAsync("hello", room: "random");
        await ada.AskAsync(new { type = "delete", id = "d", room = "lobby", target = 1 });
        Assert.That((await Api.GetAsync($"{Messages}/1/files/1")).Problem, Is.EqualTo((404, "not_found")));
        Assert.That((await Api.GetAsync("/api/rooms/random/messages/1/files/1")).Text, Is.EqualTo("hello"));

        await ada.AskAsync(new { type = "join", id = "join2", room = "random" });
        await ada.AskAsync(new { type = "delete", id = "d2", room = "random", target = 1 });
        // The room's watchers know of the deletion when the next post has its answer.
        await SayAsync("next", "random");
        Assert.That(Server.Host.FileBytes, Is.EqualTo(5));
        Time.Advance(FileSweep.Soon);
        await Eventually.IsAsync(() => Server.Host.FileBytes == 0);
    }

    [Test]
    public async Task A_repeat_gives_the_first_message_and_keeps_its_file()
    {
        var first = await SendAsync("hello", id: "upload-1");
        var again = await SendAsync("hello", id: "upload-1");
        Assert.That((first.Status, again.Status), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK)));
        Assert.That((long)again.Json["seq"]!, Is.EqualTo(1));
        Assert.That((await Api.GetAsync($"{Messages}/1/files/1")).Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Too_long_too_many_and_too_much_are_refused_and_nothing_is_said()
    {
        Assert.That((await SendAsync(new string('x', 100_001))).Problem, Is.EqualTo((413, "too_long")));
        Assert.That((await SendAsync("a", text: new string('x', 1_001))).Problem, Is.EqualTo((413, "too_long")));
        using (var form = new MultipartFormDataContent())
        {
            for (var n = 0; n <= HouseLimits.MessageFiles; n++) form.Add(Content("a"u8.ToArray(), null), "file", $"{n}");
            Assert.That((await Api.SendAsync(HttpMethod.Post, Messages, form)).Problem, Is.EqualTo((413, "too_long")));
        }
        for (var n = 0; n < 2; n++)
            Assert.That((await SendAsync(new string((char)('a' + n), 100_000))).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await SendAsync(new string('z', 60_000))).Problem, Is.EqualTo((507, "storage_full")));
        Assert.That((await SendAsync(new string('z', 40_000))).Status, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await Api.GetAsync("/api/rooms/lobby")).Json["head"]!.GetValue<long>(), Is.EqualTo(3));
    }

    [TestCase("multipart/form-data", "x", TestName = "No boundary")]
    [TestCase("multipart/form-data; boundary=", "x", TestName = "An empty boundary")]
    [TestCase("multipart/form-data; boundary=b", "no part of anything", TestName = "No parts")]
    [TestCase("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhalf", TestName = "Cut short")]
    [TestCase("multipart/form-data; boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b--", TestName = "No disposition")]
    public async Task What_is_no_form_is_a_bad_message(string type, string body) =>
        Assert.That((await Api.PostAsync(Messages, body, type)).Problem, Is.EqualTo((400, "bad_message")));

    [Test]
    public async Task A_message_with_a_key_has_no_files_and_an_empty_form_says_nothing()
    {
        Assert.That((await SendAsync("hello", query: "?key=build")).Problem, Is.EqualTo((400, "bad_message")));
        using var empty = new MultipartFormDataContent { { Content([], null), "file", "\"\"" } };
        Assert.That((await Api.SendAsync(HttpMethod.Post, Messages, empty)).Problem, Is.EqualTo((400, "empty_text")));
    }

    [Test]
    public async Task Who_may_not_speak_fills_no_disk_and_what_was_refused_is_gone()
    {
        await using var ada = await AdminAsync();
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        await ActAsync(ada, "hosts_only", new { on = true });
        var token = $"Authorization: Bearer {ann.Token}";
        Assert.That((await SendAsync("hello", token: token)).Problem, Is.EqualTo((403, "hosts_only")));
        Assert.That((await SendAsync("hello")).Problem, Is.EqualTo((403, "hosts_only")), "a bot of this machine, known by its body only");
        await Eventually.IsAsync(() => Server.Host.FileBytes == 0);
    }

    [TestCase("name", 600, 413, "too_long")]
    [TestCase("reply", 600, 413, "too_long")]
    [TestCase("token", 5_000, 201, null, Description = "a field that is nobody's")]
    public async Task Fields_besides_the_text_are_bounded_by_themselves(string field, int bytes, int status, string? code)
    {
        using var form = new MultipartFormDataContent { { new StringContent(new string('x', bytes)), field }, { Content("a"u8.ToArray(), null), "file", "a" } };
        Assert.That((await Api.SendAsync(HttpMethod.Post, Messages, form)).Problem, Is.EqualTo((status, code)));
    }

    [Test]
    public async Task From_elsewhere_a_key_is_needed_before_anything_is_taken()
    {
        using var form = new MultipartFormDataContent { { Content("hello"u8.ToArray(), null), "file", "a" } };
        Assert.That((await Api.SendAsync(HttpMethod.Post, Messages, form, FromElsewhere)).Problem, Is.EqualTo((401, "key_needed")));
        using var again = new MultipartFormDataContent { { Content("hello"u8.ToArray(), null), "file", "a" } };
        var sent = await Api.SendAsync(HttpMethod.Post, Messages, again, FromElsewhere, $"Authorization: Bearer {BotKey}");
        Assert.That((string?)sent.Json["from"]!["name"], Is.EqualTo("ci"));
    }

    [Test]
    public async Task Who_leaves_in_the_middle_of_a_file_leaves_nothing_behind()
    {
        await using (var peer = await RawPeer.ConnectAsync(Server.Port))
        {
            await peer.SendAsync(
                $"POST {Messages} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 90000\r\n\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n" + new string('x', 80_000));
            await Eventually.IsAsync(() => Server.Host.FileBytes > 0);
        }
        await Eventually.IsAsync(() =>
        {
            Time.Advance(HttpRelay.HalfCloseGrace);
            return Server.Host.FileBytes == 0;
        });
        Assert.That((await Api.GetAsync("/api/rooms/lobby")).Json["head"]!.GetValue<long>(), Is.Zero);
    }

    private Task<ApiAnswer> SendAsync(string content, string? text = null, string? id = null, string room = "lobby", string query = "", string? token = null)
    {
        var form = new MultipartFormDataContent { { Content(Encoding.UTF8.GetBytes(content), "text/plain"), "file", "a.txt" } };
        if (text is not null) form.Add(new StringContent(text), "text");
        if (id is not null) form.Add(new StringContent(id), "id");
        return Api.SendAsync(HttpMethod.Post, $"/api/rooms/{room}/messages{query}", form, token is null ? [] : [token]);
    }

    private static ByteArrayContent Content(byte[] bytes, string? type)
    {
        var content = new ByteArrayContent(bytes);
        if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static JsonObject FileOf(string name, string type, byte[] content) => new()
    {
        ["name"] = name,
        ["type"] = type,
        ["bytes"] = content.Length,
        ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(content)),
    };
}
