using ChatServer.Tests.Support;

namespace ChatServer.Tests.Browser;

/// <summary>Fills a room with messages, as a script would.</summary>
internal static class History
{
    private const int Batch = 500;

    /// <summary>Says <c>m1</c>, <c>m2</c> …; returns when the last of them is in the log.</summary>
    public static async Task WriteAsync(TestServer server, string room, int count)
    {
        await using var writer = await ChatPeer.JoinAsync(server, room, "Olga");
        // Whoever doesn't read is cut off.
        foreach (var batch in Enumerable.Range(1, count).Chunk(Batch))
        {
            foreach (var number in batch) await writer.SendAsync(new { type = "say", room, text = Text(number) });
            foreach (var _ in batch) await writer.ExpectAsync("event");
        }
    }

    /// <summary>What the message with this sequence number says: texts of many lengths.</summary>
    public static string Text(int number) =>
        $"m{number}" + string.Concat(Enumerable.Repeat(" lorem ipsum", number * 7 % 40));
}
