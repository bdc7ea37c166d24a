namespace ChatServer.Site.Api;

/// <summary>The lines of a body as it comes, of which never more than one is held.</summary>
/// <param name="exchange">The request.</param>
/// <param name="limitBytes">How long a line may be.</param>
internal sealed class BodyLines(Exchange exchange, int limitBytes)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start, _end;
    private bool _isWhole;

    /// <summary>Number of the line that was read last; 1 for the first.</summary>
    public long Number { get; private set; }

    /// <returns>The next line, without its line feed, good until the next call; <c>null</c> at the end, or
    /// if it is too long, which <see cref="IsTooLong"/> tells.</returns>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync()
    {
        var looked = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + looked, _end - _start - looked).IndexOf((byte)'\n');
            if (length >= 0) return Take(looked + length, andThen: 1);
            looked = _end - _start;
            if (_isWhole && looked == 0) return null;
            if (_isWhole) return Take(looked, andThen: 0);
            if (looked > limitBytes)
            {
                IsTooLong = true;
                Number++;
                return null;
            }
            MakeRoom();
            var read = await exchange.ReadBodyPartAsync(_buffer.AsMemory(_end)).ConfigureAwait(false);
            _isWhole = read == 0;
            _end += read;
        }
    }

    /// <summary>Whether the last line was over the limit.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>
    /// Passes over the rest. A client reads no answer before it has sent its body, and the listener would
    /// read it for itself, on a thread that waits.
    /// </summary>
    public async Task SkipAsync()
    {
        while (!_isWhole) _isWhole = await exchange.ReadBodyPartAsync(_buffer).ConfigureAwait(false) == 0;
    }

    private ReadOnlyMemory<byte> Take(int length, int andThen)
    {
        Number++;
        var line = _buffer.AsMemory(_start, length);
        _start += length + andThen;
        return line;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
