using ChatServer.Endpoints;
using ChatServer.Transport;

namespace ChatServer.Tests.Endpoints;

public sealed class InboxTests
{
    [Test]
    public async Task Whoever_writes_waits_until_it_is_under_both_bounds_again()
    {
        var inbox = new Inbox(limitMessages: 4, limitBytes: 100);
        await inbox.PutAsync(Message(1));
        await inbox.PutAsync(Message(1));
        var writing = inbox.PutAsync(Message(120)).AsTask();

        Assert.That(writing.IsCompleted, Is.False);
        for (var taken = 0; taken < 2; taken++)
        {
            Assert.That(inbox.TryRead(out var small) && small.Payload.Length == 1);
            Assert.That(writing.IsCompleted, Is.False, "the large one is still there");
        }
        Assert.That(inbox.TryRead(out var large) && large.Payload.Length == 120);
        await writing.WaitAsync(Support.ChatPeer.Patience);
    }

    private static WebSocketMessage Message(int bytes) => new(IsText: true, new byte[bytes]);
}
