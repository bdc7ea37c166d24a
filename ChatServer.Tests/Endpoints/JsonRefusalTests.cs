using System.Net.WebSockets;
using System.Text.Json;
using ChatServer.Tests.Rooms;
using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

/// <summary>Every error code of docs/protocol.md; the connection works after each.</summary>
public sealed class JsonRefusalTests
{
    private TestServer _server = null!;
    private ChatPeer _peer = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _server = await TestServer.StartAsync();
        _peer = await ChatPeer.JoinAsync(_server, "lobby", "Ann");
    }

    [TearDown]
    public async Task StopAsync()
    {
        await ExpectAliveAsync();
        await _peer.DisposeAsync();
        Assert.That(_server.Errors, Is.Empty);
        await _server.DisposeAsync();
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("hi")]
    [TestCase("{")]
    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("7")]
    [TestCase("\"say\"")]
    [TestCase("{\"type\":null}")]
    [TestCase("{\"type\":7}")]
    [TestCase("{\"type\":[\"say\"]}")]
    [TestCase("{\"type\":\"say\"}")]
    [TestCase("{\"type\":\"say\",\"room\":\"lobby\"}")]
    [TestCase("{\"type\":\"say\",\"room\":\"lobby\",\"text\":7}")]
    [TestCase("{\"type\":\"say\",\"room\":\"lobby\",\"text\":null}")]
    [TestCase("{\"type\":\"say\",\"room\":\"lobby\",\"text\":\"hi\"")]
    [TestCase("{\"type\":\"say\",\"room\":\"lobby\",\"text\":\"hi\"} {}")]
    [TestCase("{\"type\":\"say\",\"room\":\"lobby\",\"text\":\"hi\",}")]
    [TestCase("{'type':'say'}")]
    [TestCase("{\"type\":\"say\",/* no */\"room\":\"lobby\",\"text\":\"hi\"}")]
    [TestCase("{\"type\":\"say\",\"room\":\"lobby\",\"text\":\"a raw \n newline\"}")]
    [TestCase("{\"type\":\"say\",\"room\":\"lobby\",\"text\":\"half a pair: \\ud83d\"}")]
    [TestCase("{\"type\":\"say\",\"room\":\"lobby\",\"text\":\"the other: \\ude00 \"}")]
    [TestCase("{\"type\":\"say\",\"room\":\"\\ud83d\",\"text\":\"hi\"}")]
    [TestCase("{\"type\":\"say\",\"\\ud83d\":1,\"room\":\"lobby\",\"text\":7}")]
    [TestCase("{\"type\":\"join\",\"room\":\"lobby\",\"after\":\"1\"}")]
    [TestCase("{\"type\":\"join\",\"room\":\"lobby\",\"after\":1.5}")]
    [TestCase("{\"type\":\"join\",\"room\":\"lobby\",\"after\":-1}")]
    [TestCase("{\"type\":\"join\",\"room\":\"lobby\",\"after\":9223372036854775808}")]
    [TestCase("{\"type\":\"join\",\"room\":\"lobby\",\"after\":1e400}")]
    [TestCase("{\"type\":\"history\",\"room\":\"lobby\"}")]
    [TestCase("{\"type\":\"history\",\"room\":\"lobby\",\"after\":1,\"before\":2}")]
    [TestCase("{\"type\":\"history\",\"room\":\"lobby\",\"after\":-1}")]
    [TestCase("{\"type\":\"history\",\"room\":\"lobby\",\"before\":-1}")]
    [TestCase("{\"type\":\"history\",\"room\":\"lobby\",\"before\":5,\"limit\":0}")]
    [TestCase("{\"type\":\"history\",\"room\":\"lobby\",\"before\":5,\"limit\":201}")]
    [TestCase("{\"type\":\"history\",\"room\":\"lobby\",\"before\":5,\"limit\":2147483648}")]
    public Task What_is_not_of_the_shapes_is_bad_message(string text) => ExpectAsync("bad_message", text);

    [TestCase("[", "]")]
    [TestCase("{\"a\":", "}")]
    public async Task Ten_thousand_levels_of_nesting_are_bad_message(string open, string close)
    {
        const int levels = 10_000;
        var nested = string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels));
        await ExpectAsync("bad_message", nested);
        await ExpectAsync("bad_message", $$"""{"type":"say","room":"lobby","text":"hi","x":{{nested}} }""");
    }

    [Test]
    public async Task A_binary_frame_is_bad_message()
    {
        await _peer.Socket.SendAsync("{\"type\":\"rooms\"}"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);

        Assert.That((string?)(await _peer.ExpectAsync("error"))["code"], Is.EqualTo("bad_message"));
    }

    [TestCase("shout")]
    [TestCase("Say")]
    [TestCase("")]
    [TestCase("welcome")]
    public Task A_type_that_is_not_there_is_unknown_type(string type) => ExpectAsync("unknown_type", new { type });

    [Test]
    public async Task Anything_before_hello_is_hello_first()
    {
        await using var silent = await ChatPeer.OpenAsync(_server);
        foreach (var type in (string[])["join", "leave", "say", "history", "rename", "rooms"])
        {
            await silent.SendAsync(new { type, id = type, room = "lobby", text = "hi", name = "Bob", after = 0 });
            var error = await silent.ExpectAsync("error");
            Assert.That(((string?)error["code"], (string?)error["re"]), Is.EqualTo(("hello_first", type)));
        }
        await silent.SendAsync(new { type = "hello" });
        await silent.ExpectAsync("welcome");
    }

    [Test]
    public Task A_second_hello_is_already_welcome() => ExpectAsync("already_welcome", new { type = "hello", id = "c", name = "Bob" }, "c");

    [Test]
    public async Task An_id_has_1_to_64_characters()
    {
        await ExpectAsync("bad_id", new { type = "rooms", id = "" });
        await ExpectAsync("bad_id", new { type = "rooms", id = new string('y', 65) });
        await _peer.SendAsync(new { type = "rooms", id = new string('y', 64) });
        Assert.That((string?)(await _peer.ExpectAsync("rooms"))["re"], Is.EqualTo(new string('y', 64)));
    }

    [TestCase("")]
    [TestCase("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy")]
    [TestCase("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy")]
    [TestCase("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy+")]
    [TestCase("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy ")]
    public async Task A_token_is_43_characters_of_base64url(string token)
    {
        await using var other = await ChatPeer.OpenAsync(_server);
        await other.SendAsync(new { type = "hello", token });
        Assert.That((string?)(await other.ExpectAsync("error"))["code"], Is.EqualTo("bad_token"));
        await other.SendAsync(new { type = "hello" });
        await other.ExpectAsync("welcome");
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a/b")]
    [TestCase("#lobby")]
    [TestCase(":names")]
    [TestCase("a\u0000b")]
    [TestCase("\u0301a")]
    [TestCase("😀")]
    public Task A_room_name_has_letters_digits_and_two_signs(string? room) => ExpectAsync("bad_room", new { type = "join", room });

    [Test]
    public async Task A_room_name_has_64_characters_at_most()
    {
        await ExpectAsync("bad_room", new { type = "join", room = new string('y', 65) });
        await ExpectAsync("bad_room", new { type = "join", room = new string('y', 60_000) });
        foreach (var room in (string[])[new string('y', 64), "大厅-2_b", string.Concat(Enumerable.Repeat("𐐨", 64))])
        {
            await _peer.SendAsync(new { type = "join", room });
            Assert.That((string?)(await _peer.ExpectAsync("joined"))["room"], Is.EqualTo(room));
        }
    }

    [Test]
    public async Task Fixed_rooms_are_all_there_are()
    {
        await using var server = await TestServer.StartAsync(settings => settings with { Limits = settings.Limits with { FixedRooms = true } });
        await using var peer = await ChatPeer.JoinAsync(server, "random", "Ann");
        await peer.SendAsync(new { type = "join", room = "other" });
        Assert.That((string?)(await peer.ExpectAsync("error"))["code"], Is.EqualTo("no_such_room"));
    }

    [Test]
    public async Task A_connection_is_in_50_rooms_at_most()
    {
        for (var i = 2; i <= 50; i++)
        {
            await _peer.SendAsync(new { type = "join", room = $"r{i}" });
            await _peer.ExpectAsync("joined");
        }
        await ExpectAsync("too_many_rooms", new { type = "join", room = "r51" });
        await _peer.SendAsync(new { type = "join", room = "r50" });
        await _peer.ExpectAsync("joined");
        await _peer.SendAsync(new { type = "leave", room = "r50" });
        await _peer.ExpectAsync("left");
        await _peer.SendAsync(new { type = "join", room = "r51" });
        await _peer.ExpectAsync("joined");
    }

    [TestCase("random")]
    [TestCase("no such room")]
    public async Task What_is_for_a_room_where_one_is_not_is_not_joined(string room)
    {
        var error = await ExpectAsync("not_joined", new { type = "say", id = "c", room, text = "hi" }, "c");
        Assert.That(error, Is.EqualTo(room));
        await ExpectAsync("not_joined", new { type = "leave", room });
        await ExpectAsync("not_joined", new { type = "history", room, after = 0 });
    }

    [TestCase("")]
    [TestCase(" \t\r\n")]
    [TestCase("\u200B\u00A0\u3164")]
    public Task A_text_without_ink_is_empty_text(string text) => ExpectAsync("empty_text", new { type = "say", room = "lobby", text });

    [TestCase("")]
    [TestCase("a")]
    [TestCase("👍👍")]
    [TestCase("👍a")]
    [TestCase("\u200D", Description = "what joins emoji, alone")]
    [TestCase("\uFE0F")]
    [TestCase("\U000E0061", Description = "a tag of a flag, alone")]
    [TestCase("1")]
    [TestCase("a\u20E3")]
    [TestCase("1\u0301\u0301\u0301\u20E3", Description = "a key under a tower of marks")]
    public Task What_is_not_one_emoji_is_no_reaction(string text) =>
        ExpectAsync("bad_reaction", new { type = "react", id = "r", room = "lobby", target = 1, text }, "r");

    [TestCase("👍🏽")]
    [TestCase("❤️")]
    [TestCase("1️⃣")]
    [TestCase("#\u20E3")]
    [TestCase("🏳️‍🌈")]
    [TestCase("👨‍👩‍👧")]
    [TestCase("🇨🇳")]
    [TestCase("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    public async Task An_emoji_of_any_make_is_a_reaction(string text)
    {
        await _peer.SayAsync("lobby", "hi");
        await _peer.SendAsync(new { type = "react", id = "r", room = "lobby", target = 1, text });
        Assert.That((string?)(await _peer.ExpectAsync("event", "error"))["text"], Is.EqualTo(text));
    }

    [TestCase("y", 16384)]
    [TestCase("完", 5461)]
    [TestCase("😀", 4096)]
    public async Task A_text_has_16_kib_of_utf8_at_most(string character, int count)
    {
        var text = string.Concat(Enumerable.Repeat(character, count));
        await _peer.SendAsync(new { type = "say", room = "lobby", text });
        Assert.That((string?)(await _peer.ExpectAsync("event"))["text"], Is.EqualTo(text));
        var over = text + new string('y', 16384 - System.Text.Encoding.UTF8.GetByteCount(text) + 1);
        await ExpectAsync("too_long", new { type = "say", room = "lobby", text = over });
        await ExpectAsync("too_long", JsonSerializer.Serialize(new { type = "say", room = "lobby", text = new string('y', 60_000) }));
    }

    private Task<string?> ExpectAsync(string code, object request, string? re = null) => ExpectAsync(code, JsonSerializer.Serialize(request), re);

    private async Task<string?> ExpectAsync(string code, string request, string? re = null)
    {
        await _peer.SendTextAsync(request);
        var error = await _peer.ExpectAsync("error");
        Assert.That(((string?)error["code"], (string?)error["re"]), Is.EqualTo((code, re)));
        Assert.That((string?)error["message"], Is.Not.Empty);
        return (string?)error["room"];
    }

    private async Task ExpectAliveAsync()
    {
        var text = Guid.NewGuid().ToString();
        await _peer.SendAsync(new { type = "say", room = "lobby", text });
        while ((string?)(await _peer.ExpectAsync("event"))["text"] != text)
        {
        }
    }
}
