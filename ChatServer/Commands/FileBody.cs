using System.Net;

namespace ChatServer.Commands;

/// <summary>A file as the body of a request; a bar shows how much of it is sent.</summary>
internal sealed class FileBody(FileStream file, ProgressBar progress) : HttpContent
{
    private const int BufferBytes = 64 * 1024;

    // A pipe has none.
    private readonly long? _length = file.CanSeek ? file.Length : null;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var (buffer, sent) = (new byte[BufferBytes], 0L);
        while (await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var length)
        {
            await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
            progress.ShowBytes(sent += length, _length);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length is not null;
    }
}
