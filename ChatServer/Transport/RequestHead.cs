using System.Buffers;
using System.Text;

namespace ChatServer.Transport;

/// <summary>
/// The head of one HTTP/1 request (RFC 9112 section 3), parsed strictly: whatever two parsers could read in
/// two ways is refused.
/// </summary>
public sealed class RequestHead
{
    /// <summary>Longest head, in bytes. Matches what Kestrel and nginx take for one header.</summary>
    public const int LimitBytes = 16 * 1024;

    /// <summary>Most header lines. Matches Kestrel's MaxRequestHeaderCount.</summary>
    public const int LimitHeaders = 100;

    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create(
            "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<char> HostChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]");

    private readonly List<(string Name, string Value)> _headers;

    private RequestHead(
        string method, string target, int minorVersion, List<(string Name, string Value)> headers)
    {
        Method = method;
        MinorVersion = minorVersion;
        _headers = headers;
        (Target, Path, Query) = SplitTarget(target);
    }

    public string Method { get; }

    /// <summary>Path and query as sent, beginning with <c>/</c>.</summary>
    public string Target { get; }

    /// <summary>The path, percent-decoded once.</summary>
    public string Path { get; }

    /// <summary>What follows the question mark, as sent; empty if nothing does.</summary>
    public string Query { get; }

    /// <summary>1 for HTTP/1.1, 0 for HTTP/1.0.</summary>
    public int MinorVersion { get; }

    public IReadOnlyList<(string Name, string Value)> Headers => _headers;

    /// <summary>Host and port as sent.</summary>
    public string Host => One("Host") ?? "";

    /// <summary>Whether the client wants to leave HTTP for WebSocket (RFC 6455 section 4.1).</summary>
    public bool WantsWebSocket => HasToken("Upgrade", "websocket");

    /// <summary>The value of a header that may stand only once; <c>null</c> if it is absent.</summary>
    /// <exception cref="RefusedException">400: it stands twice.</exception>
    public string? One(string name)
    {
        string? found = null;
        foreach (var (header, value) in _headers)
        {
            if (!header.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            if (found is not null) throw new RefusedException(400, $"The header {name} stands twice.");
            found = value;
        }
        return found;
    }

    /// <summary>Whether a comma-separated header has that element, in any case.</summary>
    public bool HasToken(string name, string token)
    {
        foreach (var (header, value) in _headers)
        {
            if (!header.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            foreach (var range in value.AsSpan().Split(','))
            {
                if (value.AsSpan(range).Trim().Equals(token, StringComparison.OrdinalIgnoreCase)) return true;
            }
        }
        return false;
    }

    /// <summary>Parses a head whole: from the request line to the empty line, that included.</summary>
    /// <exception cref="RefusedException">400, 431, 501 or 505: it is not a head that this server
    /// takes.</exception>
    public static RequestHead Parse(ReadOnlySpan<byte> head)
    {
        var (method, target, minor) = ParseRequestLine(TakeLine(ref head));
        var headers = new List<(string, string)>();
        while (true)
        {
            var line = TakeLine(ref head);
            if (line.IsEmpty) break;
            if (headers.Count == LimitHeaders)
                throw new RefusedException(431, $"More than {LimitHeaders} header lines.");
            headers.Add(ParseHeader(line));
        }
        var request = new RequestHead(method, target, minor, headers);
        request.CheckFraming();
        return request;
    }

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf("\r\n"u8);
        if (end < 0) throw new RefusedException(400, "A line of the head isn't ended by CR LF.");
        var line = rest[..end];
        rest = rest[(end + 2)..];
        if (line.ContainsAny((byte)'\r', (byte)'\n', (byte)0))
            throw new RefusedException(400, "A bare CR, LF or NUL in the head.");
        return line;
    }

    private static (string Method, string Target, int Minor) ParseRequestLine(ReadOnlySpan<byte> line)
    {
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first <= 0 || last == first)
            throw new RefusedException(400, "The request line isn't «METHOD target HTTP/1.1».");
        var method = line[..first];
        var target = line[(first + 1)..last];
        var version = line[(last + 1)..];
        if (method.ContainsAnyExcept(TokenBytes))
            throw new RefusedException(400, "The method isn't a token.");
        if (target.IsEmpty || target.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            throw new RefusedException(400, "The target has characters that can't stand in a URL.");
        var minor = version switch
        {
            _ when version.SequenceEqual("HTTP/1.1"u8) => 1,
            _ when version.SequenceEqual("HTTP/1.0"u8) => 0,
            _ when version.StartsWith("HTTP/"u8) =>
                throw new RefusedException(505, "This server speaks HTTP/1.1."),
            _ => throw new RefusedException(400, "The request line isn't «METHOD target HTTP/1.1»."),
        };
        return (Encoding.ASCII.GetString(method), Encoding.ASCII.GetString(target), minor);
    }

    private static (string Name, string Value) ParseHeader(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        // Space before the colon, and a line that continues the one before, are how requests are smuggled
        // (RFC 9112 section 5).
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
            throw new RefusedException(400, "A header line isn't «Name: value».");
        var value = line[(colon + 1)..].Trim(" \t"u8);
        foreach (var b in value)
        {
            if (b is < 0x20 and not (byte)'\t' or 0x7F)
                throw new RefusedException(400, "A control character in a header.");
        }
        return (Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(value));
    }

    private static (string Target, string Path, string Query) SplitTarget(string target)
    {
        // A proxy's form, «GET http://host/path», means the same (RFC 9112 section 3.2.2).
        if (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            var slash = target.IndexOf('/', target.IndexOf("//", StringComparison.Ordinal) + 2);
            target = slash < 0 ? "/" : target[slash..];
        }
        if (target[0] != '/') throw new RefusedException(400, "The target isn't a path.");
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        var decodedPath = PercentEncoding.Decode(path)
            ?? throw new RefusedException(400, "The path isn't percent-encoded UTF-8.");
        return (target, decodedPath, question < 0 ? "" : target[(question + 1)..]);
    }

    private void CheckFraming()
    {
        var host = One("Host");
        if (host is null && MinorVersion == 1) throw new RefusedException(400, "The header Host is missing.");
        if (host is not null && (host.Length == 0 || host.AsSpan().ContainsAnyExcept(HostChars)))
            throw new RefusedException(400, "The header Host isn't a host.");

        var length = One("Content-Length");
        var coding = One("Transfer-Encoding");
        if (length is not null
            && (length.Length == 0 || length.AsSpan().ContainsAnyExceptInRange('0', '9')
                || length.Length > 18))
        {
            throw new RefusedException(400, "The header Content-Length isn't a number.");
        }
        if (coding is null) return;
        if (length is not null || MinorVersion == 0)
            throw new RefusedException(400, "Transfer-Encoding beside Content-Length, or in HTTP/1.0.");
        if (!coding.Equals("chunked", StringComparison.OrdinalIgnoreCase))
            throw new RefusedException(501, "A transfer coding other than chunked.");
    }
}
