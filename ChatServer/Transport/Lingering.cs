using System.Buffers;

namespace ChatServer.Transport;

/// <summary>
/// Lets a client that has its answer finish what it sends: many read nothing before, and closing with bytes
/// unread makes the kernel reset the connection, so that they never see it. Any thread may call it.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="stopping">Ends all of it.</param>
internal sealed class Lingering(TimeProvider time, CancellationToken stopping)
{
    /// <summary>How long one may go on sending. The lingering_time of nginx.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    /// <summary>The same for who is one too many, and holds a socket that doesn't count.</summary>
    public static readonly TimeSpan CrowdedTime = TimeSpan.FromSeconds(2);

    /// <summary>How long one may be silent meanwhile. The lingering_timeout of nginx.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private const int BufferBytes = 16 * 1024;

    /// <summary>Says that nothing more will come, and reads to the end.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task WaitAsync(ClientStream client, TimeSpan most)
    {
        client.ShutdownWrite();
        using var timeout = new CancellationTokenSource(most, time);
        using var silence = new CancellationTokenSource(Silence, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token, silence.Token, stopping);
        int length;
        do
        {
            silence.CancelAfter(Silence);
            await client.ReadAsync(Memory<byte>.Empty, any.Token).ConfigureAwait(false);
            var discard = ArrayPool<byte>.Shared.Rent(BufferBytes);
            length = await client.ReadAsync(discard, any.Token).ConfigureAwait(false);
            ArrayPool<byte>.Shared.Return(discard);
        }
        while (length > 0);
    }
}
