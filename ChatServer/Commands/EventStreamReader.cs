using System.Text;

namespace ChatServer.Commands;

/// <summary>Reads server-sent events (WHATWG HTML section 9.2.6).</summary>
/// <param name="body">The stream.</param>
/// <param name="silenceLimit">How long it may be silent; a server sends a comment every 15 s.</param>
/// <param name="time">The clock.</param>
internal sealed class EventStreamReader(Stream body, TimeSpan silenceLimit, TimeProvider time) : IDisposable
{
    /// <summary>
    /// Longest event, in UTF-16 units: four times the longest text that a server takes, 1 MiB, each of whose
    /// bytes may be escaped.
    /// </summary>
    public const int MaxUnits = 4 * EscapeUnits * (1 << 20);

    private const int EscapeUnits = 6;

    private readonly StreamReader _reader = new(body);
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _line = new();
    private int _next, _end;
    private bool _isAfterReturn;
    private string? _lastId;

    /// <returns>The next event; <c>null</c> at the end.</returns>
    /// <exception cref="TimeoutException">It was silent for too long.</exception>
    /// <exception cref="IOException">The connection was lost.</exception>
    /// <exception cref="InvalidDataException">The event is longer than any.</exception>
    public async Task<StreamEvent?> ReadAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(silenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        var (name, data) = ("", (StringBuilder?)null);
        try
        {
            while (await ReadLineAsync(silence, either.Token).ConfigureAwait(false) is { } line)
            {
                if (line.Length == 0)
                {
                    if (data is not null) return new StreamEvent(name, _lastId, data.ToString());
                    name = "";
                    continue;
                }
                var (field, value) = Split(line);
                if (field == "id") _lastId = value;
                else if (field == "event") name = value;
                else if (field == "data") data = data is null ? new(value) : data.Append('\n').Append(value);
                if (data?.Length > MaxUnits) throw TooLong();
            }
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {silenceLimit.TotalSeconds} seconds");
        }
    }

    public void Dispose() => _reader.Dispose();

    // Ends with a line feed, a carriage return, or both; one that doesn't end is none.
    private async Task<string?> ReadLineAsync(
        CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        _line.Clear();
        while (true)
        {
            if (_next == _end)
            {
                _end = await _reader.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
                _next = 0;
                if (_end == 0) return null;
                silence.CancelAfter(silenceLimit);
            }
            var length = _buffer.AsSpan(_next, _end - _next).IndexOfAny('\n', '\r');
            _line.Append(_buffer, _next, length < 0 ? _end - _next : length);
            if (_line.Length > MaxUnits) throw TooLong();
            if (length < 0)
            {
                _next = _end;
                continue;
            }
            var isReturn = _buffer[_next + length] == '\r';
            _next += length + 1;
            var isSecondHalf = _isAfterReturn && !isReturn && _line.Length == 0;
            _isAfterReturn = isReturn;
            if (!isSecondHalf) return _line.ToString();
        }
    }

    private static InvalidDataException TooLong() => new("an event without end");

    private static (string Field, string Value) Split(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return (line, "");
        var value = line[(colon + 1)..];
        return (line[..colon], value.StartsWith(' ') ? value[1..] : value);
    }
}

/// <summary>One event of a stream.</summary>
/// <param name="Name">Empty for an ordinary one.</param>
/// <param name="Id">What to resume from; <c>null</c> if none was given yet.</param>
/// <param name="Data">What it says.</param>
internal sealed record StreamEvent(string Name, string? Id, string Data);
