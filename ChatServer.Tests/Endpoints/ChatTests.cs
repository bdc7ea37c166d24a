using ChatServer.Tests.Support;

namespace ChatServer.Tests.Endpoints;

public sealed class ChatTests
{
    [Test]
    public async Task Two_people_chat_in_a_room()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await ChatPeer.JoinAsync(server, "lobby", "Ann");
        await using var bob = await ChatPeer.JoinAsync(server, "lobby", "Bob");

        await ann.SendAsync(new { type = "say", id = "c-1", room = "lobby", text = "hi" });

        var seen = await bob.ExpectAsync("event");
        Assert.Multiple(() =>
        {
            Assert.That((string?)seen["text"], Is.EqualTo("hi"));
            Assert.That((string?)seen["from"]!["name"], Is.EqualTo("Ann"));
            Assert.That((long?)seen["seq"], Is.EqualTo(1));
        });
        Assert.That((string?)(await ann.ExpectAsync("event"))["id"], Is.EqualTo("c-1"));
        Assert.That(server.Errors, Is.Empty);
    }
}
