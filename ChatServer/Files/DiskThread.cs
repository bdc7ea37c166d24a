using ChatServer.Log;
using ChatServer.Protocol;
using Serilog;

namespace ChatServer.Files;

/// <summary>
/// The thread on which all files are read and written, one piece after the other: a disk that stalls holds up
/// nobody else. Any thread may call it.
/// </summary>
internal sealed class DiskThread(ILogger logger) : IDisposable
{
    private readonly WorkThread<Action> _thread = new("files", Run);

    /// <exception cref="FileException">The disk can't, or the thread has stopped.</exception>
    public Task<TResult> RunAsync<TResult>(Func<TResult> work)
    {
        var done = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isTaken = _thread.Post(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                logger.Error(e, "A file could not be read or written");
                done.SetException(NotSaved("the disk can't take or give the file; try again later", e));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        if (!isTaken) done.SetException(NotSaved("the server is stopping"));
        return done.Task;
    }

    /// <summary>Has something done that nobody waits for, and that can't fail.</summary>
    public void Post(Action work) => _thread.Post(work);

    public void Dispose() => _thread.Dispose();

    private static FileException NotSaved(string message, Exception? inner = null) =>
        new(ErrorCode.NotSaved, message, inner);

    private static void Run(IReadOnlyList<Action> works)
    {
        foreach (var work in works) work();
    }
}
