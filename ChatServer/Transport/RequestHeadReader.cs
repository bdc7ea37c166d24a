using System.Buffers;

namespace ChatServer.Transport;

/// <summary>
/// Reads one request head from a client, bounded in size; the bound in time is the caller's token.
/// </summary>
internal static class RequestHeadReader
{
    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <returns>The head and what came after it; <c>null</c> if the client left without a word.</returns>
    /// <exception cref="RefusedException">The head is malformed or too large.</exception>
    public static async ValueTask<(RequestHead Head, byte[] Early)?> ReadAsync(
        ClientStream client, CancellationToken cancellationToken)
    {
        // Waits without a buffer: a connection that says nothing costs nothing but itself.
        await client.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(RequestHead.LimitBytes);
        try
        {
            for (var length = 0; ;)
            {
                var read = await client.ReadAsync(
                    buffer.AsMemory(length, RequestHead.LimitBytes - length), cancellationToken)
                    .ConfigureAwait(false);
                if (read == 0)
                {
                    return length == 0
                        ? null
                        : throw new RefusedException(400, "The request ended within its head.");
                }
                var searched = Math.Max(0, length - End.Length + 1);
                length += read;
                var end = buffer.AsSpan(searched, length - searched).IndexOf(End);
                if (end >= 0)
                {
                    end += searched + End.Length;
                    return (
                        RequestHead.Parse(buffer.AsSpan(0, end)),
                        buffer.AsSpan(end, length - end).ToArray());
                }
                if (length == RequestHead.LimitBytes)
                    throw new RefusedException(431, $"The head is over {RequestHead.LimitBytes} bytes.");
                RefuseEarly(buffer.AsSpan(0, length));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // What is no HTTP from its first byte on (TLS, or a port scan) needn't be waited out.
    private static void RefuseEarly(ReadOnlySpan<byte> start)
    {
        if (start[0] is < (byte)'!' or > (byte)'~')
            throw new RefusedException(400, "This port speaks HTTP, not TLS or anything else.");
    }
}
