using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// Waits for the next event of a room: a long-poll that has nothing to answer yet. It holds no thread.
/// </summary>
internal sealed class Arrival : IOutlet
{
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits until there is something, the time is over, or nobody waits any more.</summary>
    public async Task WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            await _came.Task.WaitAsync(time, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Then the answer is empty.
        }
    }

    void IOutlet.Broadcast(ReadOnlyMemory<byte> bytes) => _came.TrySetResult();

    ValueTask IOutlet.SendAsync(ReadOnlyMemory<byte> bytes) => ValueTask.CompletedTask;

    /// <summary>That there is an event is all it is told.</summary>
    public sealed class Bell : IEncoding
    {
        public static readonly Bell Instance = new();

        private static readonly byte[] Rung = [1];

        public ReadOnlyMemory<byte> Encode(IReadOnlyList<RoomEvent> events) => Rung;

        public ReadOnlyMemory<byte> Encode(PeopleDelta delta) => ReadOnlyMemory<byte>.Empty;

        public ReadOnlyMemory<byte> Encode(Typing typing) => ReadOnlyMemory<byte>.Empty;
    }
}
