using ChatServer.Rooms;
using ChatServer.Transport;

namespace ChatServer.Site.Api;

/// <summary>A stream of events as a room sees it.</summary>
internal sealed class StreamOutlet(StreamQueue queue) : IOutlet
{
    public void Broadcast(ReadOnlyMemory<byte> bytes) => queue.Broadcast(bytes);

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => new(queue.SendAsync(bytes));
}
