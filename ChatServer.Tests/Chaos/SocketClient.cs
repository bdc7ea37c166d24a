using ChatServer.Tests.Support;

namespace ChatServer.Tests.Chaos;

/// <summary>A WebSocket, resumed by number and epoch.</summary>
internal sealed class SocketClient(int port) : Listening
{
    protected override async Task ListenAsync()
    {
        await using var peer = await ChatPeer.OpenAsync(new Uri($"ws://127.0.0.1:{port}/ws"));
        await peer.SendAsync(new { type = "hello" });
        await peer.SendAsync(new { type = "join", room = "lobby", after = Epoch is null ? (long?)null : Last, epoch = Epoch });
        var joined = await peer.ExpectAsync("joined");
        // A first page has what the edits come to, instead of them: then it begins from nothing.
        if (Epoch is null)
        {
            Epoch = (string)joined["epoch"]!;
            return;
        }
        if (!(bool)joined["recovered"]!) Violations.Enqueue($"not recovered after {Last}");
        foreach (var e in joined["events"]!.AsArray()) Take(e!);
        while (!IsDone) Take(await peer.ExpectAsync("event"));
    }
}
