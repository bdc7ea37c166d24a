namespace ChatServer.Files;

/// <summary>A file can't be taken, or had; the message is one clear line for who sent it.</summary>
/// <param name="code">Why, one of <see cref="Protocol.ErrorCode"/>.</param>
/// <param name="message">The line.</param>
/// <param name="inner">What the disk said.</param>
public sealed class FileException(string code, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public string Code => code;

    /// <summary>When trying again makes sense; <c>null</c> where it doesn't.</summary>
    public TimeSpan? RetryAfter => code == Protocol.ErrorCode.NotSaved ? TimeSpan.FromSeconds(5) : null;
}
