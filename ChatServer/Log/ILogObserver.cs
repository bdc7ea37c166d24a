namespace ChatServer.Log;

/// <summary>
/// Learns how the log fares. Called by the log's writer, which waits for it: it must be quick.
/// </summary>
public interface ILogObserver
{
    /// <summary>A commit has ended, well or not.</summary>
    /// <param name="took">From the first statement to the last byte on the disk.</param>
    /// <param name="hasFailed">Whether nothing of it is in the log.</param>
    void OnCommit(TimeSpan took, bool hasFailed);
}
