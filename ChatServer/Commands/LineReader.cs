using System.Text;

namespace ChatServer.Commands;

/// <summary>
/// Lines of a stream, as they come. A carriage return ends one as well, since that is how programs draw their
/// progress; lines with nothing to see are passed over.
/// </summary>
internal sealed class LineReader(Stream source) : IDisposable
{
    /// <summary>Longest line, in UTF-16 units; no server takes more.</summary>
    private const int MaxUnits = 1 << 20;

    private readonly StreamReader _reader = new(source, Encoding.UTF8);
    private readonly char[] _buffer = new char[4096];
    private int _next, _end;

    /// <returns>The next line; <c>null</c> at the end.</returns>
    /// <exception cref="CommandFailure">A line is too long.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_next == _end)
            {
                // A read of standard input doesn't know of cancellation.
                (_next, _end) = (0, await _reader.ReadAsync(_buffer, CancellationToken.None).AsTask()
                    .WaitAsync(cancellationToken).ConfigureAwait(false));
                if (_end == 0) return IsBlank(line) ? null : line.ToString();
            }
            var length = _buffer.AsSpan(_next, _end - _next).IndexOfAny('\n', '\r');
            line.Append(_buffer, _next, length < 0 ? _end - _next : length);
            _next = length < 0 ? _end : _next + length + 1;
            if (line.Length > MaxUnits)
                throw new CommandFailure($"A line has more than {MaxUnits} characters.");
            if (length < 0) continue;
            if (!IsBlank(line)) return line.ToString();
            line.Clear();
        }
    }

    public void Dispose() => _reader.Dispose();

    private static bool IsBlank(StringBuilder line) => string.IsNullOrWhiteSpace(line.ToString());
}
