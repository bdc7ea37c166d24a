namespace ChatServer.Support;

/// <summary>What a visitor asks, as it came; each field <c>null</c> if absent.</summary>
public sealed record Question
{
    /// <summary>The visitor's own id; makes a repeat safe.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }
    public string? Text { get; init; }
    public string? Department { get; init; }

    /// <summary>The page that they ask from.</summary>
    public string? Page { get; init; }

    /// <summary>Their language, as a tag of RFC 5646.</summary>
    public string? Language { get; init; }

    /// <summary>A mail address, or a telephone number.</summary>
    public string? Contact { get; init; }

    /// <summary>What they were asked besides, by name.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }
}
