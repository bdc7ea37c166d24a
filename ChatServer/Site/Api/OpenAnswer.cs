using ChatServer.Transport;

namespace ChatServer.Site.Api;

/// <summary>The body of an answer that is written as it comes to be, until its client has left.</summary>
/// <param name="stream">The listener's stream, which doesn't know of cancellation.</param>
/// <param name="ended">Cancelled when nothing more is to be written.</param>
internal sealed class OpenAnswer(Stream stream, CancellationToken ended)
{
    /// <summary>Proxies drop what is silent for longer; some after 30 s.</summary>
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(15);

    /// <exception cref="OperationCanceledException">Nothing more is to be written.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        // The listener takes all that is written for who has left, at once.
        ended.ThrowIfCancellationRequested();
        return stream.WriteAsync(bytes, CancellationToken.None).AsTask().WaitAsync(ended);
    }

    /// <summary>Writes what comes into a queue, to its end.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="keepAlive">Written when nothing has come for 15 s; may be nothing.</param>
    /// <param name="encode">What is written of a part.</param>
    public async Task PassOnAsync(
        StreamQueue queue, ReadOnlyMemory<byte> keepAlive,
        Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> encode)
    {
        while (await queue.TakeAsync(KeepAliveInterval, ended).ConfigureAwait(false) is { } parts)
        {
            if (parts.Count == 0 && !keepAlive.IsEmpty) await WriteAsync(keepAlive).ConfigureAwait(false);
            foreach (var part in parts) await WriteAsync(encode(part)).ConfigureAwait(false);
        }
    }
}
