using System.Globalization;
using System.Net;
using System.Text;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Site.Api;

/// <summary>An export brought into a room: equal to what it was, and nothing of a file that is wrong.</summary>
public sealed class ImportApiTests : ApiTest
{
    private const string Admin = $"Authorization: Bearer {AdminKey}";
    private const string Head = """{"type":"export","version":1,"room":"old","epoch":"0123456789abcdef","head":9,"at":1}""";
    private const string End1 = """{"type":"end","events":1}""";
    private const string Good = """{"type":"event","room":"old","seq":3,"at":1000,"kind":"message","from":{"id":"a","name":"Ann"},"text":"hi"}""";

    private protected override Settings Set(Settings settings) =>
        settings with { Limits = settings.Limits with { MessagesPerSecond = 0 } };

    [Test]
    public async Task An_import_of_an_export_gives_an_equal_export()
    {
        await FillAsync();
        var export = await ExportAsync("lobby");
        Time.Advance(TimeSpan.FromDays(3));
        var imported = await ImportAsync("copy", export);
        Assert.That(imported.Status, Is.EqualTo(HttpStatusCode.OK), imported.Text);
        Assert.That(((string?)imported.Json["room"], (long)imported.Json["events"]!), Is.EqualTo(("copy", 5L)));
        Assert.That(Events(await ExportAsync("copy")), Is.EqualTo(Events(export).Select(line => line.Replace("\"room\":\"lobby\"", "\"room\":\"copy\"", StringComparison.Ordinal))));
        // It goes on from there like any room.
        Assert.That((long)(await SayAsync("next", "copy")).Json["seq"]!, Is.EqualTo((long)imported.Json["head"]! + 1));
        Assert.That((string?)(await SayAsync("50 %", "copy", "?key=k")).Json["kind"], Is.EqualTo("edit"), "the key still names its message");
    }

    [Test]
    public async Task What_hosts_did_holds_and_a_password_that_nobody_knows_keeps_the_room_closed()
    {
        await using var admin = await AdminAsync();
        await SayAsync("secret");
        await ActAsync(admin, "topic", new { text = "the topic" });
        await ActAsync(admin, "password", new { text = "sesame-open" });
        var export = (await Api.GetAsync("/api/rooms/lobby/export", $"Authorization: Bearer {admin.Token}")).Text;
        Assert.That((await ImportAsync("copy", export)).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await Api.GetAsync("/api/rooms/copy/messages")).Problem, Is.EqualTo((401, "password_needed")));
        Assert.That((await Api.GetAsync("/api/rooms/copy/messages?room-password=sesame-open")).Problem, Is.EqualTo((401, "bad_password")));
        var seen = await Api.GetAsync("/api/rooms/copy", $"Authorization: Bearer {admin.Token}");
        Assert.That((string?)seen.Json["topic"], Is.EqualTo("the topic"));
    }

    [Test]
    public async Task Webhooks_and_files_come_back_as_they_were_told()
    {
        const string person = "\"person\":{\"id\":\"bot-x\",\"name\":\"helper\"}";
        var sha256 = new string('a', 64);
        string[] lines =
        [
            $$$"""{"type":"event","room":"copy","seq":1,"at":1000,"kind":"webhook","from":{"id":"","name":"admin"},"text":"",{{{person}}}}""",
            $$$"""{"type":"event","room":"copy","seq":2,"at":1000,"kind":"webhook","from":{"id":"a","name":"Ann"},"text":"",{{{person}}},"on":false}""",
            $$$"""{"type":"event","room":"copy","seq":4,"at":1000,"kind":"message","from":{"id":"a","name":"Ann"},"text":"","files":[{"name":"a.txt","type":"text/plain","bytes":5,"sha256":"{{{sha256}}}"}]}""",
        ];
        var imported = await ImportAsync("copy", $"{Head}\n{string.Join('\n', lines)}\n" + """{"type":"end","events":3}""" + "\n");
        Assert.That(imported.Status, Is.EqualTo(HttpStatusCode.OK), imported.Text);
        Assert.That(Events(await ExportAsync("copy")), Is.EqualTo(lines));
        // An export has no contents of files.
        Assert.That((await Api.GetAsync("/api/rooms/copy/messages/4/files/1")).Problem, Is.EqualTo((404, "not_found")));
    }

    [TestCase("\"person\":{\"id\":\"b\",\"name\":\"Ben\"},\"on\":true", null)]
    [TestCase("\"person\":{\"id\":\"b\",\"name\":\"Ben\"},\"on\":false,\"called\":true", null)]
    [TestCase("\"on\":false", null)]
    [TestCase("\"on\":true", "bad_message")]
    [TestCase("\"on\":false,\"called\":true", "bad_message")]
    [TestCase("\"person\":{\"id\":\"b\",\"name\":\"Ben\"},\"on\":true,\"called\":true", "bad_message")]
    public async Task Hands_are_imported_where_they_can_be(string fields, string? code)
    {
        var line = $$$"""{"type":"event","room":"copy","seq":3,"at":1000,"kind":"hand","from":{"id":"a","name":"Ann"},"text":"",{{{fields}}}}""";
        var imported = await ImportAsync("copy", $"{Head}\n{line}\n{End1}\n");
        Assert.That(imported.Status == HttpStatusCode.OK ? null : imported.Problem.Code, Is.EqualTo(code), imported.Text);
        if (code is null) Assert.That(Events(await ExportAsync("copy")), Is.EqualTo(new[] { line }));
    }

    [TestCase("\"files\":[]", TestName = "Files that cannot be: none")]
    [TestCase("\"files\":[null]", TestName = "Files that cannot be: nothing")]
    [TestCase("\"files\":[{\"name\":\"../a\",\"type\":\"text/plain\",\"bytes\":1,\"sha256\":\"HASH\"}]", TestName = "Files that cannot be: a path")]
    [TestCase("\"files\":[{\"name\":\"a\",\"type\":\"text/plain\",\"bytes\":1,\"sha256\":\"../../admin-key\"}]", TestName = "Files that cannot be: a hash that is a path")]
    [TestCase("\"files\":[{\"name\":\"a\",\"type\":\"no type\",\"bytes\":1,\"sha256\":\"HASH\"}]", TestName = "Files that cannot be: no type")]
    [TestCase("\"files\":[{\"name\":\"a\",\"type\":\"text/plain\",\"bytes\":-1,\"sha256\":\"HASH\"}]", TestName = "Files that cannot be: less than nothing")]
    public async Task Files_that_cannot_be_are_not_imported(string files)
    {
        var line = Good.Replace("\"text\"", files.Replace("HASH", new string('a', 64), StringComparison.Ordinal) + ",\"text\"", StringComparison.Ordinal);
        Assert.That((await ImportAsync("copy", $"{Head}\n{line}\n{End1}\n")).Problem, Is.EqualTo((400, "bad_message")));
    }

    [Test]
    public async Task Who_is_in_the_room_sees_that_there_is_more()
    {
        await using var ann = await ChatPeer.JoinAsync(Server, "copy", "Ann");
        Assert.That((await ImportAsync("copy", $"{Head}\n{Good}\n{End1}\n")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((long)(await ann.ExpectAsync("event"))["seq"]!, Is.EqualTo(3));
    }

    [TestCase("", 1, "isn't whole")]
    [TestCase("garbage", 1, "first line")]
    [TestCase("{H2}|{G}|{E1}", 1, "version")]
    [TestCase("{G}|{E1}", 1, "first line")]
    [TestCase("{H}", 1, "isn't whole")]
    [TestCase("{H}|{G}", 2, "isn't whole")]
    [TestCase("{H}|{G", 2, "no event")]
    [TestCase("{H}|{G}||{E1}", 3, "no event")]
    [TestCase("{H}|{E1}", 2, "0 events")]
    [TestCase("{H}|{G}|{G}|{E2}", 3, "after 3")]
    [TestCase("{H}|{G}|{E1}|{G}", 4, "after the end")]
    [TestCase("{H}|{K}|{E1}", 2, "kind")]
    [TestCase("{H}|{N}|{E1}", 2, "needed")]
    [TestCase("{H}|{B}|{E1}", 2, "isn't a person")]
    [TestCase("{H}|{I}|{J}|{E2}", 4, "already")]
    public async Task A_file_that_is_wrong_is_told_with_its_line_and_nothing_of_it_is_kept(string file, int line, string why)
    {
        var text = file.Replace('|', '\n')
            .Replace("{H}", Head, StringComparison.Ordinal)
            .Replace("{H2}", Head.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{G}", Good, StringComparison.Ordinal)
            .Replace("{G", Good[..40], StringComparison.Ordinal)
            .Replace("{K}", Good.Replace("\"message\"", "\"admin\"", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{N}", Good.Replace("\"from\"", "\"form\"", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{B}", Good.Replace("\"a\"", "\"a'; DROP\"", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{I}", Good.Replace("\"text\"", "\"id\":\"x\",\"text\"", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{J}", Good.Replace("\"text\"", "\"id\":\"x\",\"text\"", StringComparison.Ordinal).Replace("\"seq\":3", "\"seq\":4", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{E1}", End1, StringComparison.Ordinal)
            .Replace("{E2}", """{"type":"end","events":2}""", StringComparison.Ordinal);
        var answer = await ImportAsync("copy", text);
        Assert.That(answer.Problem, Is.EqualTo((400, "bad_message")));
        Assert.That((string?)answer.Json["detail"], Does.StartWith($"line {line}: ").And.Contain(why));
        Assert.That((await Api.GetAsync("/api/rooms/copy")).Problem, Is.EqualTo((404, "no_such_room")));
        Assert.That((await ImportAsync("copy", $"{Head}\n{Good}\n{End1}")).Status, Is.EqualTo(HttpStatusCode.OK), "and it may be tried again");
    }

    [Test]
    public async Task A_line_that_is_too_long_is_told_and_not_held()
    {
        var long1 = new string('x', 4 << 20);
        var answer = await ImportAsync("copy", $"{Head}\n{Good}\n{long1}\n{End1}");
        Assert.That(answer.Problem, Is.EqualTo((400, "bad_message")));
        Assert.That((string?)answer.Json["detail"], Does.StartWith("line 3: ").And.Contain("too long"));
        var text = await ImportAsync("copy", $"{Head}\n{Good.Replace("hi", new string('x', 17_000), StringComparison.Ordinal)}\n{End1}");
        Assert.That((string?)text.Json["detail"], Does.StartWith("line 2: ").And.Contain("16384"));
    }

    [Test]
    public async Task A_room_in_which_something_stood_takes_none()
    {
        await SayAsync("hi");
        Assert.That((await ImportAsync("lobby", $"{Head}\n{Good}\n{End1}")).Problem, Is.EqualTo((409, "not_empty")));
        Assert.That(Events(await ExportAsync("lobby")), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_is_said_while_an_import_is_under_way_stays_and_the_import_does_not()
    {
        using var body = new SlowBody();
        var importing = Api.SendAsync(HttpMethod.Post, "/api/rooms/random/import", body, Admin);
        await body.WriteAsync($"{Head}\n{Good}\n");
        await SayAsync("first", "random");
        await body.EndAsync($"{End1}\n");
        Assert.That((await importing).Problem, Is.EqualTo((409, "not_empty")));
        Assert.That(Events(await ExportAsync("random")).Single(), Does.Contain("first"));
    }

    [TestCase("", 401, "key_needed")]
    [TestCase("Authorization: Bearer wrong-key", 401, "bad_key")]
    [TestCase($"Authorization: Bearer {BotKey}", 401, "bad_key")]
    public async Task Only_admins_import(string header, int status, string code)
    {
        var answer = await Api.PostAsync("/api/rooms/copy/import", Head, "application/x-ndjson", header.Length == 0 ? [] : [header]);
        Assert.That(answer.Problem, Is.EqualTo((status, code)));
    }

    [Test]
    public async Task Twenty_thousand_messages_go_out_and_come_in()
    {
        var file = new StringBuilder(Head).Append('\n');
        for (var n = 1; n <= 20_000; n++)
            file.Append(CultureInfo.InvariantCulture, $$$"""{"type":"event","seq":{{{n}}},"at":{{{n}}},"kind":"message","from":{"id":"a","name":"Ann"},"id":"{{{n}}}","text":"message {{{n}}}"}""").Append('\n');
        file.Append("""{"type":"end","events":20000}""");
        Assert.That((await ImportAsync("copy", file.ToString())).Status, Is.EqualTo(HttpStatusCode.OK));
        var events = Events(await ExportAsync("copy"));
        Assert.That(events, Has.Count.EqualTo(20_000));
        Assert.That(events[^1], Does.Contain("\"seq\":20000,\"at\":20000,").And.Contain("message 20000"));
    }

    private async Task FillAsync()
    {
        await using var ann = await Guest.ComeAsync(Server, "Ann");
        await ann.AskAsync(new { type = "join", id = "j", room = "lobby" });
        await ann.AskAsync(new { type = "say", id = "1", room = "lobby", text = "下载 «\"» \u2028 👩‍👧" });
        await SayAsync("40 %", query: "?key=k");
        await SayAsync("90 %", query: "?key=k");
        Time.Advance(TimeSpan.FromSeconds(10));
        await ann.AskAsync(new { type = "say", id = "2", room = "lobby", text = "an answer", reply = 1 });
        await ann.AskAsync(new { type = "say", id = "3", room = "lobby", text = "taken back" });
        await ann.AskAsync(new { type = "delete", id = "4", room = "lobby", target = 5 });
        foreach (var emoji in new[] { "🎉", "👍" }) await ann.AskAsync(new { type = "react", id = emoji, room = "lobby", target = 2, text = emoji });
        await ann.AskAsync(new { type = "rename", id = "5", name = "Anna" });
        await ann.Peer.ExpectAsync("event");
    }

    private async Task<string> ExportAsync(string room) => (await Api.GetAsync($"/api/rooms/{room}/export")).Text;

    private Task<ApiAnswer> ImportAsync(string room, string file) =>
        Api.PostAsync($"/api/rooms/{room}/import", file, "application/x-ndjson", Admin);

    private static List<string> Events(string export) => [.. export.TrimEnd('\n').Split('\n')[1..^1]];

    /// <summary>A body of which the test says when the next part comes.</summary>
    private sealed class SlowBody : HttpContent
    {
        private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task WriteAsync(string part)
        {
            var stream = await _stream.Task.WaitAsync(ChatPeer.Patience);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(part));
            await stream.FlushAsync();
        }

        public async Task EndAsync(string part)
        {
            await WriteAsync(part);
            _end.SetResult();
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            _stream.SetResult(stream);
            return _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
