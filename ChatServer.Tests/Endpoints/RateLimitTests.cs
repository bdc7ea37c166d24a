using System.Text.Json.Nodes;
using ChatServer.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Endpoints;

public sealed class RateLimitTests
{
    [Test]
    public async Task After_a_burst_of_30_messages_come_10_a_second_and_the_connection_stays()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(time: time);
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        for (var i = 0; i < 30; i++) await ExpectSaidAsync(ann);

        var error = await ExpectLimitedAsync(ann, new { type = "say", id = "c-31", room = "lobby", text = "31" });
        Assert.That(error, Is.EqualTo(("c-31", 1)));
        time.Advance(TimeSpan.FromMilliseconds(100));
        await ExpectSaidAsync(ann);
        await ExpectLimitedAsync(ann, new { type = "say", room = "lobby", text = "again" });
        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++) await ExpectSaidAsync(ann);
        await ExpectLimitedAsync(ann, new { type = "say", room = "lobby", text = "again" });
        time.Advance(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 30; i++) await ExpectSaidAsync(ann);
        await ExpectLimitedAsync(ann, new { type = "say", room = "lobby", text = "again" });
    }

    [Test]
    public async Task Messages_are_counted_a_person_and_not_a_connection()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(time: time);
        await using var phone = await ChatPeer.OpenAsync(server);
        await using var laptop = await ChatPeer.OpenAsync(server);
        await phone.SendAsync(new { type = "hello", name = "Ann" });
        var token = (string)(await phone.ExpectAsync("welcome"))["token"]!;
        await laptop.SendAsync(new { type = "hello", token });
        await laptop.ExpectAsync("welcome");
        foreach (var peer in (ChatPeer[])[phone, laptop])
        {
            await peer.SendAsync(new { type = "join", room = "lobby" });
            await peer.ExpectAsync("joined");
        }
        for (var i = 0; i < 30; i++) await ExpectSaidAsync(i % 2 == 0 ? phone : laptop);

        await ExpectLimitedAsync(phone, new { type = "say", room = "lobby", text = "31" });
        await ExpectLimitedAsync(laptop, new { type = "say", room = "lobby", text = "31" });
        await using var bob = await ChatPeer.JoinAsync(server, "lobby", "Bob");
        await ExpectSaidAsync(bob);
    }

    [Test]
    public async Task Other_requests_have_250_at_once_and_50_a_second()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(time: time);
        await using var peer = await ChatPeer.OpenAsync(server);
        await peer.SendAsync(new { type = "hello" });
        await peer.ExpectAsync("welcome");
        await SpendAsync(249);
        Assert.That(
            await ExpectLimitedAsync(peer, new { type = "direct", name = "Nobody", id = "r" }), Is.EqualTo(("r", 1)));
        await ExpectLimitedAsync(peer, new { type = "no such type" });
        time.Advance(TimeSpan.FromSeconds(1));
        await SpendAsync(50);
        await ExpectLimitedAsync(peer, new { type = "direct", name = "Nobody" });

        async Task SpendAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                await peer.SendAsync(new { type = "direct", name = "Nobody" });
                Assert.That((string?)(await peer.ExpectAsync("error"))["code"], Is.EqualTo("no_such_person"));
            }
        }
    }

    [TestCase(4, """{"type":"join","room":"lobby"}""", "joined")]
    [TestCase(4, """{"type":"history","room":"lobby","before":1}""", "history")]
    [TestCase(4, """{"type":"messages","room":"lobby","seqs":[1]}""", "messages")]
    [TestCase(5, """{"type":"rooms"}""", "rooms")]
    [TestCase(50, """{"type":"handover","token":"x","origin":"http://localhost:8000"}""", "error")]
    public async Task What_is_much_work_counts_for_several(int cost, string request, string answer)
    {
        await using var server = await TestServer.StartAsync(time: new FakeTimeProvider());
        await using var peer = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        const int spentOnComing = 5;
        for (var left = 250 - spentOnComing; left >= cost; left -= cost)
        {
            await peer.SendTextAsync(request);
            var got = await peer.ExpectAsync(answer);
            Assert.That((string?)got["code"], Is.Not.EqualTo("rate_limited"));
        }
        await ExpectLimitedAsync(peer, JsonNode.Parse(request)!);
    }

    [Test]
    public async Task What_cannot_be_said_takes_from_the_other_requests()
    {
        await using var server = await TestServer.StartAsync(time: new FakeTimeProvider());
        await using var peer = await ChatPeer.OpenAsync(server);
        for (var i = 0; i < 125; i++)
        {
            await peer.SendAsync(new { type = "say", room = "lobby", text = "too early" });
            Assert.That((string?)(await peer.ExpectAsync("error"))["code"], Is.EqualTo("hello_first"));
            await peer.SendAsync(new { type = "rooms", id = new string('x', 65) });
            Assert.That((string?)(await peer.ExpectAsync("error"))["code"], Is.EqualTo("bad_id"));
        }

        await ExpectLimitedAsync(peer, new { type = "say", room = "lobby", text = "too early" });
        await ExpectLimitedAsync(peer, new { type = "rooms", id = new string('x', 65) });
    }

    [Test]
    public async Task A_rate_of_0_is_no_limit()
    {
        await using var server = await TestServer.StartAsync(
            settings => settings with { Limits = settings.Limits with { MessagesPerSecond = 0 } }, new FakeTimeProvider());
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        for (var i = 0; i < 300; i++) await ExpectSaidAsync(ann);
    }

    private static async Task ExpectSaidAsync(ChatPeer peer)
    {
        var text = Guid.NewGuid().ToString();
        await peer.SendAsync(new { type = "say", room = "lobby", text });
        string? got;
        do
        {
            var message = JsonNode.Parse((await peer.ReceiveTextAsync())!)!;
            Assert.That((string?)message["type"], Is.Not.EqualTo("error"));
            got = (string?)message["text"];
        }
        while (got != text);
    }

    private static async Task<(string? Re, int? RetryAfter)> ExpectLimitedAsync(ChatPeer peer, object request)
    {
        await peer.SendAsync(request);
        var error = await peer.ExpectAsync("error");
        Assert.That((string?)error["code"], Is.EqualTo("rate_limited"));
        return ((string?)error["re"], (int?)error["retryAfter"]);
    }
}
