using System.Buffers;
using System.Text;
using ChatServer.Files;
using ChatServer.Protocol;
using ChatServer.Rooms;

namespace ChatServer.Site.Api;

/// <summary>
/// A message with files, as it comes in a form: the files go to the disk on the way, and are gone again if no
/// message gets them. Belongs to one request.
/// </summary>
/// <param name="files">Where they go.</param>
/// <param name="textBytes">Longest text.</param>
internal sealed class MultipartPublication(FileStore files, int textBytes) : IDisposable
{
    private const int MaxFiles = HouseLimits.MessageFiles;
    /// <summary>Longest field that isn't the text, in bytes: a name, an id, a number.</summary>
    private const int MaxFieldBytes = 512;

    private static readonly string[] Fields = ["text", "name", "key", "id", "reply"];

    private readonly List<HeldFile> _held = [];
    private readonly List<Attachment> _attachments = [];
    private readonly Dictionary<string, string> _fields = [];

    /// <exception cref="FileException">A file can't be taken.</exception>
    /// <returns><c>null</c> and the publication; or why it can't be.</returns>
    public async Task<(Refusal? Refusal, Publication Publication)> ReadAsync(Exchange exchange)
    {
        var nothing = new Publication();
        var boundary = exchange.BodyParameter("boundary");
        if (!MultipartReader.IsBoundary(boundary))
            return (new Refusal(ErrorCode.BadMessage, "a form in parts needs its boundary"), nothing);
        try
        {
            var parts = new MultipartReader(exchange.ReadBodyPartAsync, boundary!);
            while (await parts.NextAsync().ConfigureAwait(false) is { } part)
            {
                if (await TakeAsync(parts, part).ConfigureAwait(false) is { } refusal)
                    return (refusal, nothing);
            }
        }
        catch (FormatException e)
        {
            return (new Refusal(ErrorCode.BadMessage, e.Message), nothing);
        }
        var publication = PublicationReader.Of(_fields);
        return (null, publication with { Files = _attachments.Count == 0 ? null : _attachments });
    }

    /// <summary>A message has the files now.</summary>
    public void WereUsed()
    {
        foreach (var file in _held) file.IsUsed = true;
    }

    /// <summary>Lets the files go.</summary>
    public void Dispose()
    {
        foreach (var file in _held) file.Dispose();
    }

    private async Task<Refusal?> TakeAsync(MultipartReader parts, MultipartPart part)
    {
        if (part.FileName is not null) return await TakeFileAsync(parts, part).ConfigureAwait(false);
        if (!Fields.Contains(part.Name)) return null; // somebody else's
        var limitBytes = part.Name == "text" ? textBytes : MaxFieldBytes;
        var text = new ArrayBufferWriter<byte>();
        while (await parts.ReadAsync().ConfigureAwait(false) is { IsEmpty: false } piece)
        {
            if (text.WrittenCount + piece.Length > limitBytes)
            {
                return new Refusal(
                    ErrorCode.TooLong, $"the field {part.Name} may have {limitBytes} bytes of UTF-8");
            }
            text.Write(piece.Span);
        }
        try
        {
            // Of one that stands twice the first counts, as in a query.
            _fields.TryAdd(part.Name, PublicationReader.Strict.GetString(text.WrittenSpan));
            return null;
        }
        catch (DecoderFallbackException)
        {
            return new Refusal(ErrorCode.BadMessage, $"the field «{part.Name}» isn't UTF-8");
        }
    }

    private async Task<Refusal?> TakeFileAsync(MultipartReader parts, MultipartPart part)
    {
        var piece = await parts.ReadAsync().ConfigureAwait(false);
        // A form's field in which nothing was chosen.
        if (piece.IsEmpty && part.FileName!.Length == 0) return null;
        if (_attachments.Count == MaxFiles)
            return new Refusal(ErrorCode.TooLong, $"a message may have {MaxFiles} files");
        await using var upload = await files.BeginAsync().ConfigureAwait(false);
        while (!piece.IsEmpty)
        {
            await upload.WriteAsync(piece).ConfigureAwait(false);
            piece = await parts.ReadAsync().ConfigureAwait(false);
        }
        var held = await upload.CompleteAsync().ConfigureAwait(false);
        _held.Add(held);
        var type = held.Picture?.Type ?? FileName.CleanType(part.Type);
        _attachments.Add(new Attachment(FileName.Clean(part.FileName!), type, held.Bytes, held.Sha256)
        {
            Width = held.Picture?.Width,
            Height = held.Picture?.Height,
        });
        return null;
    }
}
