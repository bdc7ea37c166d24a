namespace ChatServer.Diagnosis;

/// <summary>What a tool of the platform printed.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Text">Its standard output.</param>
/// <param name="Errors">Its standard error.</param>
internal sealed record ToolOutput(int ExitCode, string Text, string Errors)
{
    private static readonly string[] WordsOfDenial =
    [
        "root", "permission denied", "not permitted", "authorization failed", "access is denied", "superuser",
    ];

    /// <summary>Whether it refused because of who asks.</summary>
    public bool IsDenied => ExitCode != 0 && Array.Exists(
        WordsOfDenial, word => $"{Text}\n{Errors}".Contains(word, StringComparison.OrdinalIgnoreCase));
}
