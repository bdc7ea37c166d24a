namespace ChatServer.Commands;

/// <summary>Reads server-sent events (WHATWG HTML section 9.2.6).</summary>
/// <param name="body">The stream.</param>
/// <param name="silenceLimit">How long it may be silent; a server sends a comment every 15 s.</param>
/// <param name="time">The clock.</param>
internal sealed class EventStreamReader(Stream body, TimeSpan silenceLimit, TimeProvider time) : IDisposable
{
    private readonly StreamReader _reader = new(body);
    private string? _lastId;

    /// <returns>The next event; <c>null</c> at the end.</returns>
    /// <exception cref="TimeoutException">It was silent for too long.</exception>
    /// <exception cref="IOException">The connection was lost.</exception>
    public async Task<StreamEvent?> ReadAsync(CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(silenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        var (name, data) = ("", (string?)null);
        try
        {
            while (await _reader.ReadLineAsync(either.Token).ConfigureAwait(false) is { } line)
            {
                silence.CancelAfter(silenceLimit);
                if (line.Length == 0)
                {
                    if (data is not null) return new StreamEvent(name, _lastId, data);
                    name = "";
                    continue;
                }
                var (field, value) = Split(line);
                if (field == "id") _lastId = value;
                else if (field == "event") name = value;
                else if (field == "data") data = data is null ? value : $"{data}\n{value}";
            }
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {silenceLimit.TotalSeconds} seconds");
        }
    }

    public void Dispose() => _reader.Dispose();

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
