using ChatServer.Protocol;

namespace ChatServer.Webhooks;

/// <summary>
/// Reads what a receiver answers. What can't be read doesn't matter: the event is delivered, and would come a
/// second time else.
/// </summary>
internal static class AnswerReader
{
    /// <summary>Longest answer that is read, in bytes.</summary>
    public const int LimitBytes = 64 * 1024;

    /// <param name="content">The body.</param>
    /// <param name="end">Cancelled when it takes too long, or the server stops.</param>
    /// <param name="stopping">Cancelled when the server stops.</param>
    /// <returns><c>null</c> if it says nothing: too long, too slow, broken off, or no JSON of the right
    /// shape.</returns>
    /// <exception cref="OperationCanceledException">The server stops.</exception>
    public static async Task<WebhookAnswer?> ReadAsync(
        HttpContent content, CancellationToken end, CancellationToken stopping)
    {
        try
        {
            var body = await content.ReadAsStreamAsync(end).ConfigureAwait(false);
            var buffer = new byte[Math.Min(content.Headers.ContentLength ?? long.MaxValue, LimitBytes + 1)];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, end)
                .ConfigureAwait(false);
            return length > LimitBytes ? null : Parse(buffer.AsSpan(0, length));
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private static WebhookAnswer? Parse(ReadOnlySpan<byte> utf8)
    {
        // «ok» is what most say.
        return utf8.TrimStart(" \t\r\n"u8).StartsWith("{"u8)
            ? ProtocolJson.ReadOrNull(utf8, ProtocolJson.Default.WebhookAnswer)
            : null;
    }
}
