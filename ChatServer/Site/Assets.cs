using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;

namespace ChatServer.Site;

/// <summary>The page's files, which travel inside the executable. Read once, at start.</summary>
public sealed class Assets
{
    private const string ClientPrefix = "client/";

    private readonly Dictionary<string, Asset> _byName = [];

    public Assets()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (ContentType(name) is not { } contentType) continue;
            using var resource = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[resource.Length];
            resource.ReadExactly(bytes);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
            _byName.Add(name.Replace('\\', '/'), new Asset(bytes, contentType, $"W/\"{hash}\""));
        }
    }

    /// <summary>The chat page.</summary>
    public Asset Page => _byName[ClientPrefix + "chat.html"];

    /// <summary>The article's test page.</summary>
    public Asset ArticlePage => _byName[ClientPrefix + "article.html"];

    /// <summary>Where agents work.</summary>
    public Asset DeskPage => _byName[ClientPrefix + "desk.html"];

    /// <summary>The page of visitors of the support desk.</summary>
    public Asset SupportPage => _byName[ClientPrefix + "support.html"];

    /// <summary>What puts the support desk into the pages of others.</summary>
    public Asset Widget => _byName[ClientPrefix + "widget.js"];

    /// <summary>What the routes under <c>/api</c> take and answer, as OpenAPI 3.1.</summary>
    public Asset OpenApi => _byName["openapi.json"];

    /// <summary>
    /// A module, style sheet or picture of the page; <c>null</c> if there is none of that name.
    /// </summary>
    public Asset? Client(string file) => _byName.GetValueOrDefault(ClientPrefix + file);

    private static string? ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".json" or ".webmanifest" => "application/json",
        _ => null,
    };
}

/// <summary>A file as it is served.</summary>
/// <param name="Bytes">What is in it.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="ETag">Names this version of it (RFC 9110 section 8.8.3).</param>
public sealed record Asset(byte[] Bytes, string ContentType, string ETag)
{
    private readonly Lazy<byte[]> _compressed =
        new(() => Gzip.Compress(Bytes, CompressionLevel.SmallestSize));

    /// <summary>With gzip; made when it is first asked for.</summary>
    public byte[] Compressed => _compressed.Value;
}
