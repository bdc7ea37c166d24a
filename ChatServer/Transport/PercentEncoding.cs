using System.Text;

namespace ChatServer.Transport;

/// <summary>
/// Percent-encoding (RFC 3986 section 2.1) of UTF-8, decoded strictly, and the query strings made of it.
/// </summary>
public static class PercentEncoding
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The text, or <c>null</c> if an escape is malformed, or the bytes are not UTF-8 or hold a
    /// NUL.</returns>
    public static string? Decode(ReadOnlySpan<char> encoded, bool plusIsSpace = false)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var count = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var c = encoded[i];
            if (c == '%')
            {
                if (i + 2 >= encoded.Length
                    || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
                {
                    return null;
                }
                bytes[count++] = (byte)((HexValue(encoded[i + 1]) << 4) | HexValue(encoded[i + 2]));
                i += 2;
            }
            else if (c > 0x7F)
            {
                return null;
            }
            else
            {
                bytes[count++] = c == '+' && plusIsSpace ? (byte)' ' : (byte)c;
            }
        }
        try
        {
            var text = Strict.GetString(bytes, 0, count);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The segments of a path. One may hold a <c>/</c> that was encoded, and ends nothing.</summary>
    /// <returns>What stands between the slashes; or <c>null</c>, as for a text.</returns>
    public static string[]? DecodePath(string path)
    {
        var segments = path.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            if (Decode(segments[i]) is not { } segment) return null;
            segments[i] = segment;
        }
        return segments;
    }

    /// <summary>Reads <c>a=1&amp;b=2</c>. Of a name that stands twice the first counts.</summary>
    /// <returns>The fields, or <c>null</c> if one is not percent-encoded UTF-8.</returns>
    public static Dictionary<string, string>? DecodeQuery(string query)
    {
        var fields = new Dictionary<string, string>();
        foreach (var range in query.AsSpan().Split('&'))
        {
            var pair = query.AsSpan(range);
            if (pair.IsEmpty) continue;
            var equals = pair.IndexOf('=');
            var name = Decode(equals < 0 ? pair : pair[..equals], plusIsSpace: true);
            var value = Decode(equals < 0 ? [] : pair[(equals + 1)..], plusIsSpace: true);
            if (name is null || value is null) return null;
            fields.TryAdd(name, value);
        }
        return fields;
    }

    /// <summary>What a hexadecimal digit stands for.</summary>
    internal static int HexValue(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
