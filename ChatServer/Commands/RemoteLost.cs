namespace ChatServer.Commands;

/// <summary>The server can't be reached, or the connection was lost before its answer.</summary>
internal sealed class RemoteLost(string message, bool isPassing, Exception inner)
    : CommandFailure(message, inner)
{
    /// <summary>Whether it may be there again in a moment; not so if nobody has that name.</summary>
    public bool IsPassing => isPassing;
}
