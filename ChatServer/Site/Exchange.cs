using System.Net;
using ChatServer.Transport;

namespace ChatServer.Site;

/// <summary>One request as a route sees it.</summary>
public sealed class Exchange
{
    private readonly HttpListenerRequest _request;
    private readonly Dictionary<string, string> _query;
    private readonly TimeProvider _time;
    private long _bodyBegun;
    private long _bodyBytes;

    internal Exchange(
        HttpListenerRequest request, string[] segments, Dictionary<string, string> query, IPAddress remote,
        TimeProvider time, CancellationToken ended)
    {
        _request = request;
        Segments = segments;
        _query = query;
        Remote = remote;
        Ended = ended;
        _time = time;
    }

    /// <summary>
    /// How long a client may take to send a body. Matches what nginx gives between two reads.
    /// </summary>
    public static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What comes of a long body on average, from then on; what has come takes room on the disk.
    /// </summary>
    private const int LeastBytesPerSecond = 4 * 1024;

    public string Method => _request.HttpMethod;

    /// <summary>The path, percent-decoded, between its slashes.</summary>
    public string[] Segments { get; }

    /// <summary>Where the client is.</summary>
    public IPAddress Remote { get; }

    /// <summary>What of that limits and bans are for.</summary>
    public IPAddress Network => ClientNetwork.Of(Remote);

    /// <summary>Cancelled when the client has left, or the server stops.</summary>
    public CancellationToken Ended { get; }

    /// <summary>What the variable segments of the path are.</summary>
    internal IReadOnlyDictionary<string, string> Values { get; set; } = new Dictionary<string, string>();

    public bool HasBody => _request.HasEntityBody;

    /// <summary>
    /// The media type of the body, without its parameters, in lower case; empty if there is none.
    /// </summary>
    public string BodyType => (_request.ContentType ?? "").Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>A parameter of the body's media type, such as <c>charset</c> or <c>boundary</c>.</summary>
    public string? BodyParameter(string name)
    {
        foreach (var part in (_request.ContentType ?? "").Split(';').Skip(1))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && part[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return part[(equals + 1)..].Trim().Trim('"');
        }
        return null;
    }

    /// <summary>A variable segment of the path, such as <c>room</c> of <c>/api/rooms/{room}</c>.</summary>
    public string PathValue(string name) => Values[name];

    /// <summary>A field of the query string; <c>null</c> if it isn't there.</summary>
    public string? QueryValue(string name) => _query.GetValueOrDefault(name);

    /// <summary>A header; <c>null</c> if it isn't there.</summary>
    public string? Header(string name) => _request.Headers[name];

    /// <summary>
    /// Whether the client would rather have lines for people than JSON; JSON where it says nothing.
    /// </summary>
    public bool PrefersText => Accept.Quality(Header("Accept"), "text/plain")
        > Accept.Quality(Header("Accept"), "application/json");

    /// <summary>Whether the client would rather have JSON than lines for people; lines where it says
    /// nothing.</summary>
    public bool PrefersJson => Accept.Quality(Header("Accept"), "application/json")
        > Accept.Quality(Header("Accept"), "text/plain");

    /// <summary>Reads the next part of the body.</summary>
    /// <returns>Its length in bytes; 0 at the end.</returns>
    /// <exception cref="TimeoutException">Nothing came for <see cref="BodyTimeout"/>, or too little in
    /// all.</exception>
    /// <exception cref="HttpListenerException">The client left before its end.</exception>
    public async Task<int> ReadBodyPartAsync(Memory<byte> buffer)
    {
        if (_bodyBegun == 0) _bodyBegun = _time.GetTimestamp();
        var took = _time.GetElapsedTime(_bodyBegun);
        if (took > BodyTimeout && _bodyBytes < took.TotalSeconds * LeastBytesPerSecond)
            throw new TimeoutException($"A body comes with {LeastBytesPerSecond} bytes a second at least.");
        try
        {
            // The listener's stream doesn't know of cancellation.
            var length = await _request.InputStream.ReadAsync(buffer, CancellationToken.None).AsTask()
                .WaitAsync(BodyTimeout, _time, Ended).ConfigureAwait(false);
            _bodyBytes += length;
            return length;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Nothing of the body came for {BodyTimeout.TotalSeconds} seconds.");
        }
    }

    /// <summary>Reads the body.</summary>
    /// <param name="limitBytes">How long it may be.</param>
    /// <returns>The body; <c>null</c> if it is longer.</returns>
    /// <exception cref="TimeoutException">It didn't come in time.</exception>
    /// <exception cref="HttpListenerException">The client left before its end.</exception>
    public async Task<byte[]?> ReadBodyAsync(int limitBytes)
    {
        if (_request.ContentLength64 > limitBytes) return null;
        using var timeout = new CancellationTokenSource(BodyTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, Ended);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            // The listener's stream doesn't know of cancellation.
            var reading = _request.InputStream.ReadAsync(buffer, CancellationToken.None).AsTask();
            try
            {
                var length = await reading.WaitAsync(either.Token).ConfigureAwait(false);
                if (length == 0) break;
                if (body.Length + length > limitBytes) return null;
                body.Write(buffer, 0, length);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                throw new TimeoutException($"A body may take {BodyTimeout.TotalSeconds} seconds.");
            }
        }
        return body.ToArray();
    }
}
