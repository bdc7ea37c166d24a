using ChatServer.Tests.Support;
using ChatServer.Transport;
using Microsoft.Extensions.Time.Testing;

namespace ChatServer.Tests.Endpoints;

/// <summary><c>/rooms/{room}</c>, for websocat and scripts.</summary>
public sealed class PlainTextEndpointTests
{
    [Test]
    public async Task A_frame_in_is_a_message_and_a_frame_out_is_name_and_text()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await ChatPeer.OpenAsync(server, "/rooms/lobby?name=Ann");
        await using var bob = await ChatPeer.JoinAsync(server, "lobby", "Bob");
        await using var carl = await ChatPeer.OpenAsync(server, "/rooms/LOBBY?name=Carl%20C.");

        await ann.SendTextAsync("下载完成");
        Assert.That(await ann.ReceiveTextAsync(), Is.EqualTo("Ann: 下载完成"));
        Assert.That((string?)(await bob.ExpectAsync("event"))["text"], Is.EqualTo("下载完成"));
        await bob.SendAsync(new { type = "say", room = "lobby", text = "two\nCarl: lines\tand \u001b[31mred\u202E" });
        Assert.That(
            await ann.ReceiveTextAsync(), Is.EqualTo("Bob: two\n  Carl: lines\tand [31mred\uFFFD"),
            "nothing moves the cursor, and a further line is nobody else's");
        await carl.SendTextAsync("third");
        Assert.That(await ann.ReceiveTextAsync(), Is.EqualTo("Carl C.: third"));
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task Who_gives_no_name_gets_one_and_who_wants_a_taken_one_gets_the_nearest()
    {
        await using var server = await TestServer.StartAsync();
        await using var guest = await ChatPeer.OpenAsync(server, "/rooms/lobby");
        await guest.SendTextAsync("hi");
        Assert.That(await guest.ReceiveTextAsync(), Does.Match("^guest-[0-9]{4}: hi$"));
        await using var ann = await ChatPeer.OpenAsync(server, "/rooms/random?name=Ann");
        await ann.SendTextAsync("hi");
        Assert.That(await ann.ReceiveTextAsync(), Is.EqualTo("Ann: hi"));
        await using var second = await ChatPeer.OpenAsync(server, "/rooms/random?name=Ann");
        await second.SendTextAsync("hi");
        Assert.That(await second.ReceiveTextAsync(), Is.EqualTo("Ann2: hi"));
    }

    [TestCase("/rooms/a%20b", "! bad_room")]
    [TestCase("/rooms/lobby?name=%20", "! bad_name")]
    [TestCase("/rooms/other", "! no_such_room: there is no room «other»")]
    public async Task An_url_that_can_not_be_is_told_and_closed_with_4500(string path, string line)
    {
        await using var server = await TestServer.StartAsync(
            settings => settings with { Limits = settings.Limits with { FixedRooms = true } });
        await using var peer = await ChatPeer.OpenAsync(server, path);

        Assert.That(await peer.ReceiveTextAsync(), Is.EqualTo(line));
        Assert.That(await peer.ExpectCloseAsync(), Is.EqualTo(4500));
        Assert.That(line, Does.StartWith($"! {peer.CloseReason}"));
    }

    [Test]
    public async Task What_is_refused_comes_back_and_the_connection_lives_on()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(time: time);
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/rooms/lobby?name=Ann");
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, " \t"));
        Assert.That((await peer.ReadMessageAsync()).Text, Does.StartWith("! empty_text: "));
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, new string('y', 16385)));
        Assert.That((await peer.ReadMessageAsync()).Text, Does.StartWith("! too_long: "));
        await peer.SendAsync(WireFrame.Masked(Opcode.Binary, "hi"));
        Assert.That((await peer.ReadMessageAsync()).Text, Does.StartWith("! bad_message: "));
        for (var i = 0; i < 30; i++)
        {
            await peer.SendAsync(WireFrame.Masked(Opcode.Text, $"{i}"));
            Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo($"Ann: {i}"));
        }
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, "one too many"));
        Assert.That((await peer.ReadMessageAsync()).Text, Does.StartWith("! rate_limited: "));

        time.Advance(TimeSpan.FromSeconds(1));
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, "again"));
        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo("Ann: again"));
    }

    [TestCase("Ann: hi", "Ann. hi: yo", Description = "no line of somebody else's")]
    [TestCase("! banned", "_ banned: yo", Description = "no refusal")]
    [TestCase("* Ann", "_ Ann: yo", Description = "nothing that was done")]
    [TestCase("Ann (Edited)", "Ann [edited]: yo", Description = "no changed message")]
    public async Task A_name_does_not_look_like_another_line(string name, string line)
    {
        await using var server = await TestServer.StartAsync();
        await using var peer = await ChatPeer.OpenAsync(server, $"/rooms/lobby?name={Uri.EscapeDataString(name)}");
        await peer.SendTextAsync("yo");
        Assert.That(await peer.ReceiveTextAsync(), Is.EqualTo(line));
    }

    [Test]
    public async Task Of_nonsense_so_much_is_answered_and_no_more()
    {
        var time = new FakeTimeProvider();
        await using var server = await TestServer.StartAsync(time: time);
        await using var peer = await RawPeer.UpgradeAsync(server.Port, "/rooms/lobby?name=Ann");
        for (var i = 0; i < 250; i++) await peer.SendAsync(WireFrame.Masked(Opcode.Text, " "));
        await peer.SendAsync(WireFrame.Masked(Opcode.Text, "hi"));

        for (var i = 0; i < 200; i++) Assert.That((await peer.ReadMessageAsync()).Text, Does.StartWith("! empty_text: "));
        Assert.That((await peer.ReadMessageAsync()).Text, Is.EqualTo("Ann: hi"));
    }
}
