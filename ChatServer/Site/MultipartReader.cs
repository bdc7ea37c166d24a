using System.Text;

namespace ChatServer.Site;

/// <summary>
/// The parts of a body of <c>multipart/form-data</c> (RFC 7578; the grammar is that of RFC 2046 section
/// 5.1.1), one after the other as they come, of which never more than a piece is held. Belongs to one reader.
/// </summary>
/// <param name="read">Gives the next piece of the body; 0 bytes at its end.</param>
/// <param name="boundary">The parameter of the body's type.</param>
internal sealed class MultipartReader(Func<Memory<byte>, Task<int>> read, string boundary)
{
    /// <summary>Longest boundary, in characters (RFC 2046 section 5.1.1).</summary>
    public const int MaxBoundaryChars = 70;

    /// <summary>Longest head of a part, in bytes; that of a browser has some 200.</summary>
    public const int MaxHeadBytes = 8 * 1024;

    private const int BufferBytes = 64 * 1024;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    // With a line break before it, which belongs to it; the body may begin without one, so it is put there.
    private readonly byte[] _delimiter = Encoding.ASCII.GetBytes($"\r\n--{boundary}");
    private readonly byte[] _buffer = Begun();
    private int _start;
    private int _end = 2;
    private bool _isInPart = true; // the preamble is passed over like a part
    private bool _isOver;

    private ReadOnlySpan<byte> Waiting => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether it can be a boundary.</summary>
    public static bool IsBoundary(string? text) =>
        text is { Length: > 0 and <= MaxBoundaryChars }
        && text.All(c => c is >= ' ' and <= '~') && text[^1] != ' ';

    /// <summary>Goes on to the next part, past what is left of this one.</summary>
    /// <returns><c>null</c> at the end.</returns>
    /// <exception cref="FormatException">It isn't what the standards say; the message is one clear
    /// line.</exception>
    public async Task<MultipartPart?> NextAsync()
    {
        while (!(await ReadAsync().ConfigureAwait(false)).IsEmpty)
        {
        }
        if (_isOver) return null;
        _start += _delimiter.Length;
        if (await BeginsWithAsync("--"u8.ToArray()).ConfigureAwait(false))
        {
            _isOver = true; // what follows is nobody's
            return null;
        }
        var head = await ReadHeadAsync().ConfigureAwait(false);
        _isInPart = true;
        return MultipartPart.Parse(head);
    }

    /// <summary>
    /// The next piece of the content of this part, good until the next call; empty at its end.
    /// </summary>
    /// <exception cref="FormatException">The body ends within it.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync()
    {
        while (_isInPart)
        {
            var found = Waiting.IndexOf(_delimiter);
            if (found >= 0) _isInPart = false;
            // The last bytes may be the beginning of the delimiter.
            var length = found >= 0 ? found : Math.Max(0, Waiting.Length - _delimiter.Length + 1);
            if (length > 0)
            {
                var piece = _buffer.AsMemory(_start, length);
                _start += length;
                return piece;
            }
            if (found < 0) await FillAsync().ConfigureAwait(false);
        }
        return ReadOnlyMemory<byte>.Empty;
    }

    private static byte[] Begun()
    {
        var buffer = new byte[BufferBytes];
        "\r\n"u8.CopyTo(buffer);
        return buffer;
    }

    // The delimiter may have blanks after it, and a line break; then lines, up to an empty one.
    private async Task<string> ReadHeadAsync()
    {
        while (true)
        {
            var lineEnd = Waiting.IndexOf("\r\n"u8);
            if (lineEnd >= 0 && !Waiting[..lineEnd].Trim(" \t"u8).IsEmpty)
                throw new FormatException("a boundary has something after it");
            // A head without a line ends where it begins.
            var end = lineEnd < 0 ? -1 : Waiting[lineEnd..].IndexOf("\r\n\r\n"u8);
            if (end > MaxHeadBytes || (end < 0 && Waiting.Length > MaxHeadBytes))
                throw new FormatException("the head of a part is too long");
            if (end >= 0)
            {
                var head = Waiting.Slice(lineEnd, end);
                try
                {
                    return Utf8.GetString(head);
                }
                catch (DecoderFallbackException)
                {
                    throw new FormatException("the head of a part isn't UTF-8");
                }
                finally
                {
                    _start += lineEnd + end + 4;
                }
            }
            await FillAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> BeginsWithAsync(byte[] bytes)
    {
        while (Waiting.Length < bytes.Length) await FillAsync().ConfigureAwait(false);
        return Waiting.StartsWith(bytes);
    }

    private async Task FillAsync()
    {
        if (_start > 0)
        {
            Waiting.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        var length = await read(_buffer.AsMemory(_end)).ConfigureAwait(false);
        if (length == 0) throw new FormatException("the body ends before its last boundary");
        _end += length;
    }
}
