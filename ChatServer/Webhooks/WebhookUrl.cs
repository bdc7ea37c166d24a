namespace ChatServer.Webhooks;

/// <summary>Which addresses a webhook can have, by their looks.</summary>
internal static class WebhookUrl
{
    /// <summary>Longest one, in UTF-16 units.</summary>
    public const int MaxChars = 2_000;

    private const string SchemeEnd = "://";

    /// <summary>Takes absolute ones of http and https, without a name and a password in them.</summary>
    public static bool TryParse(string? text, out Uri url)
    {
        url = null!;
        if (text is not { Length: > 0 and <= MaxChars }
            || text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))
            || !Uri.TryCreate(text, UriKind.Absolute, out var parsed)
            || parsed.Scheme is not ("http" or "https") || parsed.Host.Length == 0
            || parsed.UserInfo.Length > 0)
        {
            return false;
        }
        url = parsed;
        return !AuthorityOf(text).Contains('@', StringComparison.Ordinal);
    }

    // An empty name isn't kept by Uri, and is nothing that is meant.
    private static string AuthorityOf(string text)
    {
        var start = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        return start < 0 ? "@" : text[(start + SchemeEnd.Length)..].Split('/', '\\', '?', '#')[0];
    }
}
